import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { CloudFormationClient, CreateStackCommand } from '@aws-sdk/client-cloudformation';
import {
  AdminListGroupsForUserCommand,
  CognitoIdentityProviderClient,
  CreateGroupCommand,
  CreateUserPoolClientCommand,
  CreateUserPoolCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { CreateSecretCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { CreateTopicCommand, SNSClient, SubscribeCommand } from '@aws-sdk/client-sns';
import { CreateQueueCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { waitingIn } from '../../bin/commands/aws/queues.ts';
import { secretOf } from '../../bin/commands/aws/secrets.ts';
import { awsSettings } from '../../bin/commands/aws/settings.ts';
import { subscriptionsOf } from '../../bin/commands/aws/topic.ts';
import { snsSubscriptions } from '../../shared/adapters/sns/subscriptions.ts';
import { hasMoto, startMoto } from '../support/moto.ts';
import { deployer, OUTPUTS } from './deployer.ts';
import { doctored } from './doctored.ts';

const REGION = 'eu-west-1';

if (!hasMoto)
  console.log(
    'moto_server is not on the path: what the command line asks of AWS is tried against our own stand-in alone',
  );

/** The commands against an AWS that somebody else has modelled. */
describe.skipIf(!hasMoto)('against moto', () => {
  let moto: Awaited<ReturnType<typeof startMoto>>;
  let settings: ReturnType<typeof awsSettings>;
  let outputs: Record<string, string>;

  beforeAll(async () => {
    // Python loads each service when it is first asked for, beside whatever else this machine does.
    vi.stubEnv('CANDOR_PATIENCE', '20');
    moto = await startMoto();
    settings = awsSettings(moto.env, REGION, '/nobody');
    outputs = await made();
    await stack('CDKToolkit', { BootstrapVersion: '28' });
  });
  afterAll(async () => {
    vi.unstubAllEnvs();
    await moto.stop();
  });

  /** What a deployment makes, made by hand: moto's CloudFormation knows too little of the template. */
  async function made(): Promise<Record<string, string>> {
    const cognito = new CognitoIdentityProviderClient(settings);
    const { UserPool } = await cognito.send(new CreateUserPoolCommand({ PoolName: 'candor' }));
    const UserPoolId = UserPool?.Id ?? '';
    const client = await cognito.send(
      new CreateUserPoolClientCommand({ UserPoolId, ClientName: 'programs', GenerateSecret: true }),
    );
    await cognito.send(new CreateGroupCommand({ UserPoolId, GroupName: 'administrator' }));
    const topic = await new SNSClient(settings).send(new CreateTopicCommand({ Name: 'people' }));
    const secret = await new SecretsManagerClient(settings).send(
      new CreateSecretCommand({ Name: 'x', SecretString: '{}' }),
    );
    return {
      ...OUTPUTS,
      UserPoolId,
      MachineClientId: client.UserPoolClient?.ClientId ?? '',
      PeopleTopicArn: topic.TopicArn ?? '',
      XTokensArn: secret.ARN ?? '',
    };
  }

  const stack = (StackName: string, values: Record<string, string>) =>
    new CloudFormationClient(settings).send(
      new CreateStackCommand({
        StackName,
        TemplateBody: JSON.stringify({
          Resources: { SiteDeadLettersQueue: { Type: 'AWS::SQS::Queue' } },
          Outputs: Object.fromEntries(Object.entries(values).map(([name, Value]) => [name, { Value }])),
        }),
      }),
    );

  it('deploys: finds credentials and bootstrap, reads the outputs, keeps the client’s secret, and says what is not known', async () => {
    const person = await deployer();
    person.with({ ...moto.env, CANDOR_CONFIG_FILE: person.file });
    const cdk = person.surroundings.cdk;
    person.surroundings.cdk = async (args) => {
      if (args[0] === 'deploy') await stack('Candor-prod', outputs);
      return cdk(args);
    };
    const { code, out, err } = await person.candor('deploy', '--yes');
    expect(err).toContain('ok  credentials: account 123456789012');
    expect(err).toContain('ok  CDK’s own stack (bootstrap): version 28 in eu-west-1');
    // Not modelled there: not known, and not good.
    expect(err).toMatch(/ \? {2}functions at once/);
    expect(code).toBe(0);
    expect(out).toContain(outputs.OpsUrl);
    const { prod } = JSON.parse(readFileSync(path.join(person.home, '.config/candor/profiles.json'), 'utf8'));
    expect(prod).toMatchObject({ clientId: outputs.MachineClientId, clientSecret: expect.stringMatching(/.{20}/) });
  });

  it('invites somebody, and once only', async () => {
    const person = await deployer();
    person.with({ ...moto.env, CANDOR_CONFIG_FILE: person.file });
    const add = () => person.candor('user', 'add', 'ada', '--mail', 'ada@example.com', '--group', 'administrator');
    expect(await add()).toMatchObject({ code: 0, out: expect.stringContaining('is invited') });
    expect((await add()).out).toContain('was there already');
    const asked = new AdminListGroupsForUserCommand({ UserPoolId: outputs.UserPoolId, Username: 'ada' });
    const { Groups } = await new CognitoIdentityProviderClient(settings).send(asked);
    expect(Groups?.map(({ GroupName }) => GroupName)).toEqual(['administrator']);
  });

  it('keeps the tokens of X, and the doctor finds them', async () => {
    const house = await doctored();
    house.with({ ...(house.surroundings.env as Record<string, string>), ...moto.env });
    const tokens = path.join(house.home, 'x.json');
    writeFileSync(tokens, JSON.stringify(house.world.xTokens), { mode: 0o600 });
    expect((await house.candor('x', 'connect', '--tokens', tokens, '--base-url', house.world.url)).code).toBe(0);
    expect(JSON.parse(await secretOf(settings, outputs.XTokensArn ?? ''))).toEqual(house.world.xTokens);
    const { of } = await house.lines();
    expect(of('x-tokens')).toMatchObject({ state: 'green', says: '@status' });
    expect(of('stack-addresses')).toMatchObject({ state: 'green' });
    expect(of('stack-dead-letters')).toMatchObject({ state: 'green', says: '1 queues are empty' });
    // Termination protection is a line that moto leaves off.
    expect(of('stack-protection')).toMatchObject({ state: 'red' });
  });

  it('tells a subscription with its filter from one that reads along', async () => {
    const sns = new SNSClient(settings);
    const topicArn = outputs.PeopleTopicArn ?? '';
    const ours = snsSubscriptions({ sns, topicArn });
    await ours.ask('ada', 'ada@example.com', false);
    await ours.ask('mailbox', 'alarms@example.com', true);
    const filtered = await subscriptionsOf(settings, topicArn);
    expect(filtered.map((one) => one.filtered)).toEqual([true, true]);
    await sns.send(new SubscribeCommand({ TopicArn: topicArn, Protocol: 'email', Endpoint: 'stranger@example.com' }));
    expect((await subscriptionsOf(settings, topicArn)).filter((one) => one.confirmed && !one.filtered)).toHaveLength(1);
  });

  it('counts what was put aside', async () => {
    const sqs = new SQSClient(settings);
    const { QueueUrl = '' } = await sqs.send(new CreateQueueCommand({ QueueName: 'aside' }));
    await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: 'a nudge' }));
    expect(await waitingIn(settings, QueueUrl)).toBe(1);
  });
});
