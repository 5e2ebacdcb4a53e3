import { type GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { describe, expect, it } from 'vitest';
import { secretText } from '../../shared/adapters/secrets/secret-text.ts';
import { xTokensFromSecret } from '../../shared/adapters/secrets/x-tokens.ts';

const TOKENS = { appKey: 'a', appSecret: 'b', accessToken: 'c', accessSecret: 'd' };

/** A Secrets Manager that answers with this, and counts. */
function secretHolding(value: string) {
  const client = new SecretsManagerClient({ region: 'eu-west-1' });
  const asked: string[] = [];
  client.send = (async (command: GetSecretValueCommand) => {
    asked.push(command.input.SecretId!);
    return { SecretString: value };
  }) as typeof client.send;
  return { tokens: xTokensFromSecret(secretText(client, 'arn:x')), asked };
}

describe("the X account's tokens", () => {
  it('are read when they are first needed, and once', async () => {
    const { tokens, asked } = secretHolding(JSON.stringify(TOKENS));
    expect(asked).toEqual([]);
    expect(await tokens()).toEqual(TOKENS);
    await tokens();
    expect(asked).toEqual(['arn:x']);
  });

  it('are refused by name when one is missing, without a word of the secret', async () => {
    const { tokens } = secretHolding(JSON.stringify({ ...TOKENS, accessSecret: '', appKey: 17 }));
    const error = await tokens().catch((thrown: Error) => thrown.message);
    expect(error).toBe('the X secret lacks appKey, accessSecret');
  });

  it('are refused without a word of the secret when it is not JSON', async () => {
    const { tokens } = secretHolding('hunter2');
    const error = await tokens().catch((thrown: Error) => thrown.message);
    expect(error).not.toContain('hunter2');
    expect(error).toContain('appKey, appSecret, accessToken and accessSecret');
  });
});
