import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { describe, expect, it } from 'vitest';
import { SLOTS_OF_A_NEW_ACCOUNT, WORKERS_PER_QUEUE } from '../../../shared/config/workers.ts';
import { until } from '../../support/until.ts';
import {
  arnOf,
  asOperator,
  lambda,
  mayRead,
  type Resources,
  stackForTest,
  temporaryFolder,
} from './support/small-stack.ts';

/** Works, under its own name, until the file `go` is there. */
const worker = (folder: string) => `
import { existsSync, writeFileSync } from 'node:fs';
export const handler = async ({ Records }) => {
  writeFileSync('${folder}/at-work/' + Records[0].messageId, '');
  while (!existsSync('${folder}/go')) await new Promise((resolve) => setTimeout(resolve, 20));
};`;
const commander = "export const handler = async () => ({ statusCode: 201, body: 'heard' });";

const queueOf = (name: string): Resources => ({
  [name]: { Type: 'AWS::SQS::Queue', Properties: { VisibilityTimeout: 600 } },
  [`${name}Source`]: {
    Type: 'AWS::Lambda::EventSourceMapping',
    Properties: {
      EventSourceArn: arnOf(name),
      FunctionName: { Ref: 'Worker' },
      BatchSize: 1,
      ScalingConfig: { MaximumConcurrency: WORKERS_PER_QUEUE },
    },
  },
});
const api: Resources = {
  Api: { Type: 'AWS::ApiGatewayV2::Api', Properties: { Name: 'ops', ProtocolType: 'HTTP' } },
  Stage: {
    Type: 'AWS::ApiGatewayV2::Stage',
    Properties: { ApiId: { Ref: 'Api' }, StageName: '$default', AutoDeploy: true },
  },
  Integration: {
    Type: 'AWS::ApiGatewayV2::Integration',
    Properties: {
      ApiId: { Ref: 'Api' },
      IntegrationType: 'AWS_PROXY',
      IntegrationUri: arnOf('Commander'),
      PayloadFormatVersion: '2.0',
    },
  },
  Route: {
    Type: 'AWS::ApiGatewayV2::Route',
    Properties: {
      ApiId: { Ref: 'Api' },
      RouteKey: '$default',
      Target: { 'Fn::Join': ['/', ['integrations', { Ref: 'Integration' }]] },
    },
  },
  Permission: {
    Type: 'AWS::Lambda::Permission',
    Properties: {
      Action: 'lambda:InvokeFunction',
      FunctionName: arnOf('Commander'),
      Principal: 'apigateway.amazonaws.com',
    },
  },
};

/** A new account whose queues are all full: what somebody who writes an update is answered. */
async function answeredBeside(queues: number): Promise<number> {
  const marks = temporaryFolder();
  mkdirSync(path.join(marks, 'at-work'));
  const names = Array.from({ length: queues }, (_, index) => `Queue${index}`);
  const cloud = await stackForTest(
    {
      resources: {
        ...api,
        ...lambda('Commander'),
        ...lambda('Worker', names.map(mayRead)),
        ...Object.assign({}, ...names.map(queueOf)),
      },
      handlers: { Commander: commander, Worker: worker(marks) },
    },
    { slots: SLOTS_OF_A_NEW_ACCOUNT, concurrency: SLOTS_OF_A_NEW_ACCOUNT, folder: marks },
  );
  const sqs = new SQSClient(asOperator(cloud));
  try {
    for (const name of names)
      for (let message = 0; message < 2 * WORKERS_PER_QUEUE; message += 1)
        await sqs.send(
          new SendMessageCommand({
            QueueUrl: `https://sqs.us-east-1.amazonaws.com/000000000000/Test-${name}`,
            MessageBody: 'm',
          }),
        );
    await until('all workers', () => readdirSync(path.join(marks, 'at-work')).length === queues * WORKERS_PER_QUEUE);
    return (await fetch(`${cloud.urls.ops}/v1`, { method: 'POST' })).status;
  } finally {
    writeFileSync(path.join(marks, 'go'), '');
    sqs.destroy();
  }
}

describe('the slots of a new account', () => {
  it('are enough for somebody who speaks while four queues are full', async () => {
    expect(await answeredBeside(4)).toBe(201);
  });

  it('are not while five are: the API answers 503, at once', async () => {
    expect(await answeredBeside(5)).toBe(503);
  });
});
