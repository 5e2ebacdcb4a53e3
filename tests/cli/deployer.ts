import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { onTestFinished } from 'vitest';
import type { CdkRun } from '../../bin/commands/deploy/cdk.ts';
import { awsStandIn } from '../support/aws-stand-in.ts';
import { terminal } from './terminal.ts';

export const OUTPUTS = {
  SiteUrl: 'https://status.example.com',
  OpsUrl: 'https://ops.example.com',
  SignInUrl: 'https://candor-prod.auth.eu-west-1.amazoncognito.com',
  UserPoolId: 'eu-west-1_pool',
  MachineClientId: 'programs',
  PeopleTopicArn: 'arn:aws:sns:eu-west-1:111122223333:people',
  XTokensArn: 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:x',
};

/** As much of a stack as decides whether it may be deployed. */
export const TEMPLATE = {
  Resources: {
    Table: {
      Type: 'AWS::DynamoDB::GlobalTable',
      Properties: { KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }] },
      DeletionPolicy: 'RetainExceptOnCreate',
    },
    SiteBucket: { Type: 'AWS::S3::Bucket', Properties: {}, DeletionPolicy: 'RetainExceptOnCreate' },
    Command: { Type: 'AWS::Lambda::Function', Properties: { MemorySize: 512 } },
    Sweep: { Type: 'AWS::Lambda::Function', Properties: { MemorySize: 512 } },
    Role: { Type: 'AWS::IAM::Role', Properties: {} },
  },
};

const CONFIG = {
  brand: { name: 'Shop' },
  components: [{ id: 'api', name: 'API' }],
  channels: ['x'],
  contact: [{ label: 'Mail us', href: 'mailto:help@shop.test' }],
  stages: { prod: { region: 'eu-west-1' } },
};

/**
 * Somebody who deploys: a folder of their own with a config, an AWS of stand-in, and a CDK that synthesises `template` and
 * has the stack stand once it deploys. `fails` has its deployment end so.
 */
export async function deployer({ config = {}, startsAt }: { config?: object; startsAt?: string } = {}) {
  const home = mkdtempSync(path.join(tmpdir(), 'candor-deployer-'));
  onTestFinished(() => rmSync(home, { recursive: true, force: true }));
  const file = path.join(home, 'candor.config.json');
  writeFileSync(file, JSON.stringify({ ...CONFIG, ...config }));
  const aws = await awsStandIn();
  onTestFinished(() => aws.stop());
  aws.bootstrap.set('eu-west-1', 28);
  const person = terminal(startsAt, home);
  person.with({ ...aws.env, CANDOR_CONFIG_FILE: file });
  const ran: string[][] = [];
  const cdk = {
    template: TEMPLATE as object,
    fails: undefined as CdkRun | undefined,
    deploying: async () => {},
    outputs: OUTPUTS as Record<string, string>,
  };
  person.surroundings.cdk = async (args) => {
    ran.push([...args]);
    const [act] = args;
    if (act === 'synth') synthesised(args[args.indexOf('--output') + 1] ?? '', cdk.template);
    if (act === 'bootstrap') for (const one of args.slice(1)) aws.bootstrap.set(one.split('/').at(-1) ?? '', 28);
    if (act !== 'deploy') return { code: 0, said: '' };
    await cdk.deploying();
    if (cdk.fails) return cdk.fails;
    aws.stacks.set('eu-west-1/Candor-prod', { outputs: cdk.outputs, template: cdk.template });
    return { code: 0, said: '' };
  };
  return { ...person, aws, ran, cdk, home, file, acts: () => ran.map(([act]) => act) };
}

/** A cloud assembly of one stack, as CDK writes it. */
function synthesised(folder: string, template: object) {
  mkdirSync(folder, { recursive: true });
  writeFileSync(path.join(folder, 'Candor-prod.template.json'), JSON.stringify(template));
  const artifact = {
    type: 'aws:cloudformation:stack',
    environment: 'aws://unknown-account/eu-west-1',
    properties: { templateFile: 'Candor-prod.template.json', stackName: 'Candor-prod' },
  };
  writeFileSync(path.join(folder, 'manifest.json'), JSON.stringify({ artifacts: { 'Candor-prod': artifact } }));
}
