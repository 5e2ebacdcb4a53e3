import { chmodSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import {
  CognitoIdentityProviderClient,
  DescribeUserPoolClientCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import type { AwsSettings } from '../aws/settings.ts';
import type { DeployedStack } from '../aws/stack.ts';
import { asked } from '../aws/trouble.ts';
import { profilesFile } from '../profile.ts';
import type { Surroundings } from '../surroundings.ts';

/**
 * Keeps how this command line signs in to a stage as the profile of its name, for nobody but this user of the machine.
 * Never as `default`: whoever means the system on their own machine must not speak to the public by it.
 */
export async function keepProfile(
  surroundings: Surroundings,
  name: string,
  { outputs }: DeployedStack,
  settings: AwsSettings,
): Promise<string> {
  const { UserPoolId = '', MachineClientId = '', OpsUrl = '', SiteUrl, SignInUrl } = outputs;
  const secret = await asked(settings.region, async () => {
    const ask = new DescribeUserPoolClientCommand({ UserPoolId, ClientId: MachineClientId });
    return (await new CognitoIdentityProviderClient(settings).send(ask)).UserPoolClient?.ClientSecret ?? '';
  });
  const file = profilesFile(surroundings);
  const own = {
    opsUrl: OpsUrl,
    siteUrl: SiteUrl,
    signInUrl: SignInUrl,
    clientId: MachineClientId,
    clientSecret: secret,
  };
  const text = `${JSON.stringify({ ...profilesIn(file), [name]: own }, null, 2)}\n`;
  mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
  // Whole or not at all: a profile of another system may be in it.
  writeFileSync(`${file}.new`, text, { mode: 0o600 });
  chmodSync(`${file}.new`, 0o600);
  renameSync(`${file}.new`, file);
  return file;
}

function profilesIn(file: string): object {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch {
    return {};
  }
  return JSON.parse(text) as object;
}

/** What a stage still needs before somebody can rely on it, one command each. `domain`: records to make by hand first. */
export function leftToDo(name: string, { outputs }: DeployedStack): string[] {
  const records = Object.entries(outputs).filter(([output]) => /Record/.test(output));
  const as = `--profile ${name}`;
  return [
    ...records.map(([output, value]) => `make the DNS record ${output}: ${value}`),
    `sign in:        candor user add YOU --mail YOU@example.com --group administrator --stage ${name}`,
    `be reached:     candor people add YOU --name "Your Name" --mail YOU@example.com --as commander,deputy,escalation ${as}`,
    `see it arrive:  candor remind test ${as}`,
    ...(outputs.XTokensArn === undefined ? [] : [`X, in shadow:   candor x connect --tokens FILE --stage ${name}`]),
    `is all well?    candor doctor --stage ${name}`,
  ];
}
