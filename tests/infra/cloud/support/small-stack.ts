import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { onTestFinished } from 'vitest';
import { type Cloud, type CloudOptions, startCloud } from '../../../../infra/local/cloud/cloud.ts';

const root = path.resolve(import.meta.dirname, '..', '..', '..', '..');

type Json = Record<string, unknown>;
export type Resources = Record<string, { Type: string; Properties?: Json; Condition?: string }>;

/** What a test stack is made of: resources as CloudFormation has them, and a module per function. */
export interface SmallStack {
  readonly resources: Resources;
  readonly handlers?: Readonly<Record<string, string>>;
  readonly template?: Json;
}

/** Inside the project, so that the handlers of a test find the packages that they import. */
export function temporaryFolder(): string {
  return mkdtempSync(path.join(root, '.candor-test-'));
}

/** Writes the stack as `cdk synth` would; returns the folder. */
export function writeStack(folder: string, { resources, handlers = {}, template = {} }: SmallStack): string {
  const cdkOut = path.join(folder, 'cdk.out');
  const files: Json = {};
  for (const [name, code] of Object.entries(handlers)) {
    const asset = `asset.${name}`;
    mkdirSync(path.join(cdkOut, asset), { recursive: true });
    writeFileSync(path.join(cdkOut, asset, 'index.mjs'), code);
    files[name] = { source: { path: asset }, destinations: { here: { objectKey: `${name}.zip` } } };
  }
  mkdirSync(cdkOut, { recursive: true });
  writeFileSync(path.join(cdkOut, 'Test.template.json'), JSON.stringify({ Resources: resources, ...template }));
  writeFileSync(path.join(cdkOut, 'Test.assets.json'), JSON.stringify({ files }));
  return cdkOut;
}

export interface RunningStack extends Cloud {
  readonly folder: string;
  /** What functions and cloud said, whole. */
  readonly said: { from: string; text: string }[];
}

type Extra = Partial<Omit<CloudOptions, 'cdkOut' | 'stack' | 'dataDir'>> & { folder?: string };

/** Runs a small stack; who starts it stops it. With `folder` it goes on with the data of an earlier one. */
export async function runStack(stack: SmallStack, extra: Extra = {}): Promise<RunningStack> {
  const { folder = temporaryFolder(), ...options } = extra;
  const said: { from: string; text: string }[] = [];
  const starting = startCloud({
    cdkOut: writeStack(folder, stack),
    stack: 'Test',
    dataDir: path.join(folder, 'data'),
    onLog: (from, text) => said.push({ from, text }),
    ...options,
  });
  const cloud = await starting.catch((error) => {
    if (!extra.folder) rmSync(folder, { recursive: true, force: true });
    throw error;
  });
  return Object.assign(cloud, { folder, said });
}

/** Runs a small stack for one test and cleans up after it. */
export async function stackForTest(stack: SmallStack, extra: Extra = {}): Promise<RunningStack> {
  const cloud = await runStack(stack, extra);
  onTestFinished(() => discard(cloud));
  return cloud;
}

export async function discard(cloud: RunningStack): Promise<void> {
  await cloud.stop();
  rmSync(cloud.folder, { recursive: true, force: true });
}

/** Configuration of an SDK client that calls the cloud as its operator. */
export function asOperator(cloud: Cloud) {
  return { region: 'us-east-1', endpoint: cloud.urls.aws, credentials: cloud.operator, maxAttempts: 1 };
}

export interface Statement {
  readonly Effect?: 'Allow' | 'Deny';
  readonly Action: string | string[];
  readonly Resource: unknown;
}

/** The trust policy of a role that a service uses. */
export const trustIn = (service: string) => ({
  Statement: [{ Effect: 'Allow', Principal: { Service: service }, Action: 'sts:AssumeRole' }],
});

const logs: Statement = { Action: ['logs:CreateLogStream', 'logs:PutLogEvents'], Resource: '*' };

/** A function `id` that runs the handler of the same name, with its role `${id}Role`. */
export function lambda(id: string, may: readonly Statement[] = [], properties: Json = {}): Resources {
  return {
    [`${id}Role`]: {
      Type: 'AWS::IAM::Role',
      Properties: {
        AssumeRolePolicyDocument: trustIn('lambda.amazonaws.com'),
        Policies: [
          {
            PolicyName: 'may',
            PolicyDocument: { Statement: [logs, ...may].map((one) => ({ Effect: 'Allow', ...one })) },
          },
        ],
      },
    },
    [id]: {
      Type: 'AWS::Lambda::Function',
      Properties: {
        Code: { S3Bucket: 'assets', S3Key: `${id}.zip` },
        Handler: 'index.handler',
        Role: { 'Fn::GetAtt': [`${id}Role`, 'Arn'] },
        Runtime: 'nodejs24.x',
        // What nobody waits to see: a machine that stands still must not end an invocation.
        Timeout: 600,
        ...properties,
      },
    },
  };
}

export const arnOf = (id: string) => ({ 'Fn::GetAtt': [id, 'Arn'] });

const reading = ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'];

/** The grant that an event source mapping on queue `id` needs. */
export const mayRead = (id: string): Statement => ({ Action: reading, Resource: arnOf(id) });

export function feeds(queue: string, target: string, properties: Json = {}): Resources {
  return {
    [`${target}Source`]: {
      Type: 'AWS::Lambda::EventSourceMapping',
      Properties: { EventSourceArn: arnOf(queue), FunctionName: { Ref: target }, ...properties },
    },
  };
}
