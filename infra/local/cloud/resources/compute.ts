import { arn } from '../arn.ts';
import { because, localId, type ResourceKind } from './kind.ts';

const policy = ['PolicyDocument', 'PolicyName', 'ManagedPolicyName', 'Roles'];

/** Functions, their event sources, roles and logs. */
export const compute: Readonly<Record<string, ResourceKind>> = {
  'AWS::Lambda::Function': {
    nameProperty: 'FunctionName',
    maxNameLength: 64,
    arn: (name) => arn('lambda', `function:${name}`),
    modelled: [
      'FunctionName',
      'Code.S3Bucket',
      'Code.S3Key',
      'Environment.Variables',
      'Handler',
      'MemorySize',
      'Role',
      'Runtime',
      'Timeout',
      'ReservedConcurrentExecutions',
      'DeadLetterConfig.TargetArn',
      'LoggingConfig',
    ],
    withoutEffect: {
      Architectures: 'bundles are JavaScript without native parts',
      Description: because.description,
      TracingConfig: 'there is no X-Ray',
      EphemeralStorage: 'the machine has its own temporary folder',
      KmsKeyArn: because.encryption,
      Tags: because.tags,
      RuntimeManagementConfig: 'the runtime is the Node that runs this',
    },
  },
  'AWS::Lambda::Permission': {
    modelled: ['Action', 'FunctionName', 'Principal', 'SourceArn', 'SourceAccount'],
    withoutEffect: {},
  },
  'AWS::Lambda::EventInvokeConfig': {
    modelled: ['FunctionName', 'Qualifier', 'MaximumRetryAttempts', 'DestinationConfig.OnFailure.Destination'],
    withoutEffect: { MaximumEventAgeInSeconds: 'retries come within seconds here' },
  },
  'AWS::Lambda::EventSourceMapping': {
    physicalName: (_stack, id) => localId(id, 32),
    arn: (name) => arn('lambda', `event-source-mapping:${name}`),
    attributes: { Id: ({ name }) => name, EventSourceMappingArn: (identity) => identity.arn },
    modelled: [
      'BatchSize',
      'Enabled',
      'EventSourceArn',
      'FunctionName',
      'FunctionResponseTypes',
      'MaximumBatchingWindowInSeconds',
      'ScalingConfig.MaximumConcurrency',
    ],
    withoutEffect: { Tags: because.tags, MetricsConfig: 'there is no CloudWatch' },
  },
  'AWS::IAM::Role': {
    nameProperty: 'RoleName',
    maxNameLength: 64,
    arn: (name) => arn('iam', `role/${name}`, ''),
    attributes: { RoleId: ({ name }) => `AROA${localId(name, 17).toUpperCase()}` },
    modelled: ['RoleName', 'AssumeRolePolicyDocument', 'Policies', 'ManagedPolicyArns'],
    withoutEffect: { Description: because.description, MaxSessionDuration: 'no session ends here', Tags: because.tags },
  },
  'AWS::IAM::Policy': { modelled: policy, withoutEffect: {} },
  'AWS::IAM::ManagedPolicy': {
    nameProperty: 'ManagedPolicyName',
    maxNameLength: 128,
    arn: (name) => arn('iam', `policy/${name}`, ''),
    ref: ({ arn: policyArn }) => policyArn,
    modelled: policy,
    withoutEffect: { Description: because.description, Path: 'a path is a folder for people' },
  },
  'AWS::Logs::LogGroup': {
    nameProperty: 'LogGroupName',
    maxNameLength: 512,
    arn: (name) => arn('logs', `log-group:${name}:*`),
    modelled: ['LogGroupName'],
    withoutEffect: {
      RetentionInDays: because.logs,
      KmsKeyId: because.encryption,
      LogGroupClass: because.cost,
      Tags: because.tags,
      DeletionProtectionEnabled: because.deletion,
    },
  },
  'AWS::Logs::ResourcePolicy': {
    modelled: [],
    withoutEffect: { PolicyDocument: because.logs, PolicyName: because.logs },
  },
};
