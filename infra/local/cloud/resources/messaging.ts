import { ACCOUNT, arn, REGION } from '../arn.ts';
import { because, type Identity, type ResourceKind } from './kind.ts';

const queueUrl = ({ name }: Identity) => `https://sqs.${REGION}.amazonaws.com/${ACCOUNT}/${name}`;

const targetPaths = [
  'Targets.Id',
  'Targets.Arn',
  'Targets.Input',
  'Targets.InputPath',
  'Targets.InputTransformer',
  'Targets.DeadLetterConfig.Arn',
  'Targets.RetryPolicy.MaximumRetryAttempts',
];

/** Queues, topics, buses, rules and schedules. */
export const messaging: Readonly<Record<string, ResourceKind>> = {
  'AWS::SQS::Queue': {
    nameProperty: 'QueueName',
    maxNameLength: 80,
    arn: (name) => arn('sqs', name),
    ref: queueUrl,
    attributes: { QueueName: ({ name }) => name, QueueUrl: queueUrl },
    modelled: [
      'QueueName',
      'DelaySeconds',
      'VisibilityTimeout',
      'RedrivePolicy.deadLetterTargetArn',
      'RedrivePolicy.maxReceiveCount',
      'ReceiveMessageWaitTimeSeconds',
      'MaximumMessageSize',
    ],
    withoutEffect: {
      MessageRetentionPeriod: 'no message is dropped for its age here',
      KmsMasterKeyId: because.encryption,
      KmsDataKeyReusePeriodSeconds: because.encryption,
      SqsManagedSseEnabled: because.encryption,
      RedriveAllowPolicy: 'only the queues of this template exist',
      Tags: because.tags,
    },
  },
  'AWS::SQS::QueuePolicy': { modelled: ['Queues', 'PolicyDocument'], withoutEffect: {} },
  'AWS::SNS::Topic': {
    nameProperty: 'TopicName',
    maxNameLength: 256,
    arn: (name) => arn('sns', name),
    ref: ({ arn: topicArn }) => topicArn,
    attributes: { TopicArn: ({ arn: topicArn }) => topicArn, TopicName: ({ name }) => name },
    modelled: ['TopicName', 'DisplayName', 'Subscription'],
    withoutEffect: { KmsMasterKeyId: because.encryption, Tags: because.tags, TracingConfig: because.logs },
  },
  'AWS::SNS::TopicPolicy': { modelled: ['Topics', 'PolicyDocument'], withoutEffect: {} },
  'AWS::SNS::Subscription': {
    arn: (name) => arn('sns', name),
    ref: ({ arn: subscriptionArn }) => subscriptionArn,
    modelled: ['TopicArn', 'Protocol', 'Endpoint'],
    withoutEffect: { Region: 'there is one region' },
  },
  'AWS::Events::EventBus': {
    nameProperty: 'Name',
    maxNameLength: 256,
    arn: (name) => arn('events', `event-bus/${name}`),
    attributes: { Name: ({ name }) => name },
    modelled: ['Name'],
    withoutEffect: {
      Description: because.description,
      KmsKeyIdentifier: because.encryption,
      LogConfig: because.logs,
      Tags: because.tags,
    },
  },
  'AWS::Events::EventBusPolicy': {
    modelled: ['EventBusName', 'StatementId', 'Statement', 'Action', 'Principal', 'Condition'],
    withoutEffect: {},
  },
  'AWS::Events::Rule': {
    nameProperty: 'Name',
    maxNameLength: 64,
    arn: (name, property) => {
      const bus = String(property('EventBusName') ?? 'default')
        .split('/')
        .at(-1);
      return arn('events', bus === 'default' ? `rule/${name}` : `rule/${bus}/${name}`);
    },
    modelled: ['Name', 'EventBusName', 'EventPattern', 'State', ...targetPaths],
    withoutEffect: {
      Description: because.description,
      Tags: because.tags,
      'Targets.RetryPolicy.MaximumEventAgeInSeconds': 'a delivery succeeds or fails at once here',
    },
  },
  'AWS::Scheduler::Schedule': {
    nameProperty: 'Name',
    maxNameLength: 64,
    arn: (name, property) => arn('scheduler', `schedule/${property('GroupName') ?? 'default'}/${name}`),
    modelled: [
      'Name',
      'GroupName',
      'ScheduleExpression',
      'State',
      'Target.Arn',
      'Target.RoleArn',
      'Target.Input',
      'Target.DeadLetterConfig.Arn',
      'Target.RetryPolicy.MaximumRetryAttempts',
    ],
    withoutEffect: {
      Description: because.description,
      FlexibleTimeWindow: 'one machine has no load to spread',
      KmsKeyArn: because.encryption,
      ScheduleExpressionTimezone: 'a rate has no time of day',
      'Target.RetryPolicy.MaximumEventAgeInSeconds': 'a delivery succeeds or fails at once here',
    },
  },
  'AWS::Scheduler::ScheduleGroup': {
    nameProperty: 'Name',
    maxNameLength: 64,
    arn: (name) => arn('scheduler', `schedule-group/${name}`),
    modelled: ['Name'],
    withoutEffect: { Tags: because.tags },
  },
};
