import { arn, REGION } from '../arn.ts';
import { because, localId, type ResourceKind } from './kind.ts';

const tableArn = (name: string) => arn('dynamodb', `table/${name}`);
const throughput = 'dynalite does not throttle; every table is on demand';

const table: ResourceKind = {
  nameProperty: 'TableName',
  maxNameLength: 255,
  arn: tableArn,
  modelled: [
    'AttributeDefinitions',
    'KeySchema',
    'TableName',
    'BillingMode',
    'GlobalSecondaryIndexes.IndexName',
    'GlobalSecondaryIndexes.KeySchema',
    'GlobalSecondaryIndexes.Projection',
    'LocalSecondaryIndexes',
    'Replicas.Region',
  ],
  withoutEffect: {
    TimeToLiveSpecification: 'DynamoDB deletes expired items within days, so nothing may rely on it',
    PointInTimeRecoverySpecification: because.backup,
    DeletionProtectionEnabled: because.deletion,
    SSESpecification: because.encryption,
    Tags: because.tags,
    TableClass: because.cost,
    ContributorInsightsSpecification: 'there is no CloudWatch',
    WriteProvisionedThroughputSettings: throughput,
    WriteOnDemandThroughputSettings: throughput,
    ProvisionedThroughput: throughput,
    OnDemandThroughput: throughput,
    'GlobalSecondaryIndexes.ProvisionedThroughput': throughput,
    'GlobalSecondaryIndexes.OnDemandThroughput': throughput,
    'GlobalSecondaryIndexes.WriteProvisionedThroughputSettings': throughput,
    'GlobalSecondaryIndexes.WriteOnDemandThroughputSettings': throughput,
    'GlobalSecondaryIndexes.ContributorInsightsSpecification': 'there is no CloudWatch',
    'Replicas.PointInTimeRecoverySpecification': because.backup,
    'Replicas.DeletionProtectionEnabled': because.deletion,
    'Replicas.ContributorInsightsSpecification': 'there is no CloudWatch',
    'Replicas.GlobalSecondaryIndexes': throughput,
    'Replicas.SSESpecification': because.encryption,
    'Replicas.TableClass': because.cost,
    'Replicas.Tags': because.tags,
    'Replicas.ReadOnDemandThroughputSettings': throughput,
    'Replicas.ReadProvisionedThroughputSettings': throughput,
  },
};

/** Tables, buckets, secrets and keys. */
export const storage: Readonly<Record<string, ResourceKind>> = {
  'AWS::DynamoDB::Table': table,
  'AWS::DynamoDB::GlobalTable': table,
  'AWS::S3::Bucket': {
    nameProperty: 'BucketName',
    maxNameLength: 63,
    physicalName: (stack, id) => `${stack}-${id}`.toLowerCase().slice(0, 54).concat('-', localId(id, 8)),
    arn: (name) => `arn:aws:s3:::${name}`,
    attributes: {
      DomainName: ({ name }) => `${name}.s3.amazonaws.com`,
      RegionalDomainName: ({ name }) => `${name}.s3.${REGION}.amazonaws.com`,
    },
    modelled: [
      'BucketName',
      'ReplicationConfiguration.Role',
      'ReplicationConfiguration.Rules.Destination.Bucket',
      'ReplicationConfiguration.Rules.Status',
    ],
    withoutEffect: {
      'ReplicationConfiguration.Rules.DeleteMarkerReplication': 'nothing of the site is deleted',
      'ReplicationConfiguration.Rules.Filter': 'every rule here is for the whole bucket',
      'ReplicationConfiguration.Rules.Id': because.description,
      BucketEncryption: because.encryption,
      PublicAccessBlockConfiguration: 'no bucket is public here: every caller is checked',
      OwnershipControls: 'there is one account',
      VersioningConfiguration: 'only the newest version is kept; nothing reads older ones',
      LifecycleConfiguration: 'nothing expires here',
      LoggingConfiguration: because.logs,
      AccessControl: 'only log buckets have one',
      Tags: because.tags,
    },
  },
  'AWS::S3::BucketPolicy': { modelled: ['Bucket', 'PolicyDocument'], withoutEffect: {} },
  'AWS::SecretsManager::Secret': {
    nameProperty: 'Name',
    maxNameLength: 255,
    arn: (name) => arn('secretsmanager', `secret:${name}-${localId(name, 6)}`),
    ref: ({ arn: secretArn }) => secretArn,
    attributes: { Id: ({ arn: secretArn }) => secretArn },
    modelled: ['Name', 'SecretString', 'GenerateSecretString'],
    withoutEffect: { Description: because.description, KmsKeyId: because.encryption, Tags: because.tags },
  },
  'AWS::KMS::Key': {
    physicalName: (_stack, id) => localId(id, 32),
    arn: (name) => arn('kms', `key/${name}`),
    modelled: [],
    withoutEffect: Object.fromEntries(
      [
        'Description',
        'EnableKeyRotation',
        'Enabled',
        'KeyPolicy',
        'KeySpec',
        'KeyUsage',
        'PendingWindowInDays',
        'Tags',
        'RotationPeriodInDays',
      ].map((property) => [property, because.encryption]),
    ),
  },
  'AWS::KMS::Alias': {
    nameProperty: 'AliasName',
    modelled: [],
    withoutEffect: { AliasName: because.encryption, TargetKeyId: because.encryption },
  },
};
