import { describe, expect, it } from 'vitest';
import { until } from '../../support/until.ts';
import {
  arnOf,
  feeds,
  lambda,
  mayRead,
  type Resources,
  runStack,
  type Statement,
  stackForTest,
  trustIn,
} from './support/small-stack.ts';

// A pipeline in small: the schedule calls Sweep, which writes an item and puts an event; a rule leads it through a
// queue to Publish, which writes the object.
const handlers = {
  Sweep: `
    import { DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
    import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
    const [db, events] = [new DynamoDBClient({ maxAttempts: 1 }), new EventBridgeClient({ maxAttempts: 1 })];
    export const handler = async () => {
      await db.send(new PutItemCommand({ TableName: process.env.TABLE, Item: { pk: { S: 'a' } } }));
      const { FailedEntryCount } = await events.send(new PutEventsCommand({ Entries: [{ EventBusName: process.env.BUS, Source: 'candor', DetailType: 'look', Detail: '{"incident":"a"}' }] }));
      if (FailedEntryCount) throw new Error('not taken');
    };`,
  Publish: `
    import { S3Client, PutObjectCommand } from '@aws-sdk/client-s3';
    const s3 = new S3Client({ maxAttempts: 1 });
    export const handler = async ({ Records: [{ body }] }) => {
      await s3.send(new PutObjectCommand({ Bucket: process.env.BUCKET, Key: 'index.html', Body: JSON.parse(body).detail.incident }));
      console.log('PUBLISHED');
    };`,
};

const grants = {
  put: { Action: 'dynamodb:PutItem', Resource: arnOf('Table') },
  events: { Action: 'events:PutEvents', Resource: arnOf('Bus') },
  object: { Action: 's3:PutObject', Resource: { 'Fn::Join': ['', [arnOf('Bucket'), '/*']] } },
  invoke: { Action: 'lambda:InvokeFunction', Resource: arnOf('Sweep') },
} satisfies Record<string, Statement>;

const pipeline = (
  without: Partial<Record<keyof typeof grants | 'queuePolicy', true>> = {},
  source = 'candor',
): Resources => {
  const granted = (...names: (keyof typeof grants)[]) =>
    names.filter((name) => !without[name]).map((name) => grants[name]);
  return {
    Table: {
      Type: 'AWS::DynamoDB::Table',
      Properties: {
        AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
        KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
      },
    },
    Bus: { Type: 'AWS::Events::EventBus', Properties: { Name: 'bus' } },
    Bucket: { Type: 'AWS::S3::Bucket', Properties: { BucketName: 'site' } },
    Queue: { Type: 'AWS::SQS::Queue' },
    Rule: {
      Type: 'AWS::Events::Rule',
      Properties: {
        EventBusName: { Ref: 'Bus' },
        EventPattern: { source: [source] },
        Targets: [{ Id: 'q', Arn: arnOf('Queue') }],
      },
    },
    ...(without.queuePolicy
      ? {}
      : {
          QueuePolicy: {
            Type: 'AWS::SQS::QueuePolicy',
            Properties: {
              Queues: [{ Ref: 'Queue' }],
              PolicyDocument: {
                Statement: {
                  Effect: 'Allow',
                  Principal: { Service: 'events.amazonaws.com' },
                  Action: 'sqs:SendMessage',
                  Resource: arnOf('Queue'),
                  Condition: { ArnEquals: { 'aws:SourceArn': arnOf('Rule') } },
                },
              },
            },
          },
        }),
    SchedulerRole: {
      Type: 'AWS::IAM::Role',
      Properties: {
        AssumeRolePolicyDocument: trustIn('scheduler.amazonaws.com'),
        Policies: [
          {
            PolicyName: 'p',
            PolicyDocument: { Statement: granted('invoke').map((one) => ({ Effect: 'Allow', ...one })) },
          },
        ],
      },
    },
    Schedule: {
      Type: 'AWS::Scheduler::Schedule',
      Properties: {
        ScheduleExpression: 'rate(1 minute)',
        FlexibleTimeWindow: { Mode: 'OFF' },
        Target: { Arn: arnOf('Sweep'), RoleArn: arnOf('SchedulerRole'), RetryPolicy: { MaximumRetryAttempts: 0 } },
      },
    },
    ...lambda('Sweep', granted('put', 'events'), {
      Environment: { Variables: { TABLE: { Ref: 'Table' }, BUS: { Ref: 'Bus' } } },
    }),
    ...lambda('Publish', [...granted('object'), mayRead('Queue')], {
      Environment: { Variables: { BUCKET: { Ref: 'Bucket' } } },
    }),
    ...feeds('Queue', 'Publish'),
  };
};

type Stack = Awaited<ReturnType<typeof stackForTest>>;
const run = (resources: Resources) => stackForTest({ resources, handlers });
const published = (cloud: Stack) =>
  cloud.said.some(({ from, text }) => from === 'Publish' && text.includes('PUBLISHED'));

describe('a stack with all its grants', () => {
  it('runs from the schedule to the object, and says which grants it used', async () => {
    const cloud = await run(pipeline());
    await until('what was published', () => published(cloud));
    expect(cloud.denials).toEqual([]);
    expect([...cloud.used.get('SweepRole')!].filter((one) => !one.startsWith('logs:'))).toEqual([
      'dynamodb:PutItem arn:aws:dynamodb:us-east-1:000000000000:table/Test-Table',
      'events:PutEvents arn:aws:events:us-east-1:000000000000:event-bus/bus',
    ]);
  });

  it('goes on from an event that an operator puts', async () => {
    const cloud = await run(pipeline({ invoke: true }));
    expect(
      cloud.putEvents([{ EventBusName: 'bus', Source: 'candor', DetailType: 'look', Detail: '{"incident":"a"}' }]),
    ).toEqual([{ EventId: expect.any(String) }]);
    await until('what was published', () => published(cloud));
    const bad = [
      { Source: '', DetailType: 'x', Detail: '{}' },
      { Source: 'a', DetailType: 'x', Detail: '[1]' },
      { Source: 'a', DetailType: 'x', Detail: '{}', EventBusName: 'none' },
    ];
    expect(cloud.putEvents(bad).map((result) => 'ErrorCode' in result && result.ErrorCode)).toEqual([
      'InvalidArgument',
      'MalformedDetail',
      'ResourceNotFoundException',
    ]);
  });
});

describe('a stack without one', () => {
  it.each([
    ['put', { role: 'SweepRole', action: 'dynamodb:PutItem', resource: expect.stringContaining('table/Test-Table') }],
    ['events', { role: 'SweepRole', action: 'events:PutEvents', resource: expect.stringContaining('event-bus/bus') }],
    ['object', { role: 'PublishRole', action: 's3:PutObject', resource: 'arn:aws:s3:::site/index.html' }],
    [
      'invoke',
      {
        role: 'SchedulerRole',
        action: 'lambda:InvokeFunction',
        resource: expect.stringContaining('function:Test-Sweep'),
      },
    ],
    [
      'queuePolicy',
      {
        role: expect.stringContaining('events.amazonaws.com'),
        action: 'sqs:SendMessage',
        resource: expect.stringContaining('Test-Queue'),
      },
    ],
  ] as const)('fails, and names %s', async (missing, denial) => {
    const cloud = await run(pipeline({ [missing]: true }));
    await until('a denial', () => cloud.denials.length > 0);
    expect(cloud.denials).toContainEqual({ decision: 'not-allowed', ...denial });
    const said = cloud.said.filter(({ from }) => from === 'cloud').map(({ text }) => JSON.parse(text));
    expect(said).toContainEqual({ level: 'ERROR', message: 'access denied', decision: 'not-allowed', ...denial });
    expect(published(cloud)).toBe(false);
  });

  it.each(['SweepRole', 'SchedulerRole'])('is refused at start if nobody may use %s', async (role) => {
    const resources = pipeline();
    resources[role]!.Properties!.AssumeRolePolicyDocument = trustIn('ec2.amazonaws.com');
    await expect(runStack({ resources, handlers })).rejects.toThrow(`${role} (AWS::IAM::Role)`);
  });

  it('goes no further if a pattern is wrong', async () => {
    const cloud = await run(pipeline({}, 'other'));
    await until('the event', () =>
      cloud.used.get('SweepRole')?.has('events:PutEvents arn:aws:events:us-east-1:000000000000:event-bus/bus'),
    );
    expect(cloud.depths().Queue).toEqual({ visible: 0, delayed: 0, inFlight: 0 });
    expect(cloud.invocations().Publish).toBe(0);
  });

  it('says nothing that its role may not log', async () => {
    const resources = pipeline();
    const policies = resources.PublishRole!.Properties!.Policies as { PolicyDocument: { Statement: Statement[] } }[];
    policies[0]!.PolicyDocument.Statement = policies[0]!.PolicyDocument.Statement.filter(
      ({ Action }) => !String(Action).includes('logs:'),
    );
    const cloud = await run(resources);
    await until('the message', () => cloud.invocations().Publish === 1);
    await until('its end', () => cloud.depths().Queue!.inFlight === 0);
    expect(cloud.depths().Queue).toEqual({ visible: 0, delayed: 0, inFlight: 0 });
    expect(published(cloud)).toBe(false);
    expect(cloud.denials).toMatchObject([{ role: 'PublishRole', action: 'logs:CreateLogStream' }]);
  });
});
