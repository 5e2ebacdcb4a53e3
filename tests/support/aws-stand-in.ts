import { randomUUID } from 'node:crypto';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { marshall } from '@aws-sdk/util-dynamodb';

/** A stack as the stand-in shows it. */
export type StandingStack = {
  status?: string;
  protected?: boolean;
  outputs?: Record<string, string>;
  template?: object;
  resources?: { id: string; type: string; physicalId: string; status?: string }[];
  /** How a deletion ends, if not with the stack gone. */
  cannotGo?: string;
};

/** What AWS answers whoever asks with such credentials. */
export type Credentials = 'good' | 'expired' | 'unknown' | 'skewed';

/**
 * AWS as the command line asks it, answering as its services do: STS, CloudFormation and SNS by queries and XML, CloudFront
 * by XML, Lambda and SES by JSON, Secrets Manager, Cognito and SQS by JSON with a target. It stands in for what neither the
 * local cloud nor moto models: quotas, CloudFront, the sandbox, stacks with outputs, bad credentials. It checks no
 * signature and holds no policy.
 */
export async function awsStandIn() {
  const aws = {
    account: '111122223333',
    credentials: 'good' as Credentials,
    /** By region, since each is asked by its signature. */
    stacks: new Map<string, StandingStack>(),
    bootstrap: new Map<string, number>(),
    concurrency: 1000,
    distributions: 1,
    unverified: false,
    mailsStrangers: true,
    denied: [] as string[],
    secrets: new Map<string, string>(),
    users: new Map<string, { groups: string[]; mail: string }>(),
    clientSecret: 'the-secret-of-programs',
    subscriptions: [] as { arn: string; filter: string; authenticated: string }[],
    /** Why a resource is where it is, newest first. */
    events: [] as string[],
    deadLetters: new Map<string, number>(),
    /** What point-in-time recovery holds, and which tables were restored. */
    backup: { from: '2026-10-18T10:00:00Z', until: '2026-11-22T09:55:00Z', items: [] as Record<string, unknown>[] },
    tables: new Map<string, Record<string, unknown>[]>(),
    /** How often a restored table is not ready yet. */
    restoringFor: 2,
    /** Tables and pools that no longer refuse deletion. */
    unprotected: [] as string[],
    asked: [] as string[],
  };
  const server = http.createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    answer(aws, request, Buffer.concat(chunks).toString(), response);
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return Object.assign(aws, {
    url,
    /** The environment of somebody with credentials for it. */
    env: { AWS_ENDPOINT_URL: url, AWS_ACCESS_KEY_ID: 'AKIASTANDIN', AWS_SECRET_ACCESS_KEY: 'secret' },
    stop: () => new Promise<void>((done) => server.close(() => done())),
  });
}

export type AwsStandIn = Awaited<ReturnType<typeof awsStandIn>>;

type State = Omit<AwsStandIn, 'url' | 'env' | 'stop'>;

const ERRORS: Record<Exclude<Credentials, 'good'>, [string, string]> = {
  expired: ['ExpiredToken', 'The security token included in the request is expired'],
  unknown: ['InvalidClientTokenId', 'The security token included in the request is invalid.'],
  skewed: [
    'SignatureDoesNotMatch',
    'Signature expired: 20261122T100000Z is now earlier than 20261122T101500Z (20261122T102000Z - 5 min.)',
  ],
};

function answer(aws: State, request: http.IncomingMessage, body: string, response: http.ServerResponse) {
  const [, region = '', service = ''] =
    /Credential=[^/]+\/\d+\/([^/]+)\/([^/]+)\//.exec(request.headers.authorization ?? '') ?? [];
  const target = String(request.headers['x-amz-target'] ?? '')
    .split('.')
    .at(-1);
  const form = new URLSearchParams(body);
  const action = form.get('Action') ?? (target || `${request.method} ${request.url?.split('?')[0]}`);
  aws.asked.push(`${service}:${action}`);
  const xml = (inner: string, status = 200) => response.writeHead(status, { 'content-type': 'text/xml' }).end(inner);
  const json = (value: object, status = 200, headers = {}) =>
    response.writeHead(status, { 'content-type': 'application/x-amz-json-1.1', ...headers }).end(JSON.stringify(value));
  const queries = ['sts', 'cloudformation', 'sns', 'cloudfront'].includes(service);
  const refuse = (code: string, message: string, status = 400) =>
    queries
      ? xml(
          `<ErrorResponse><Error><Type>Sender</Type><Code>${code}</Code><Message>${message}</Message></Error><RequestId>${randomUUID()}</RequestId></ErrorResponse>`,
          status,
        )
      : json({ __type: code, message, Message: message }, status, { 'x-amzn-errortype': code });
  const result = (inner: string) =>
    xml(
      `<${action}Response><${action}Result>${inner}</${action}Result><ResponseMetadata><RequestId>${randomUUID()}</RequestId></ResponseMetadata></${action}Response>`,
    );

  if (aws.credentials !== 'good') return refuse(...ERRORS[aws.credentials], 403);
  if (aws.denied.includes(action))
    return refuse(
      'AccessDenied',
      `User: arn:aws:iam::${aws.account}:user/ada is not authorized to perform: ${service}:${action}`,
      403,
    );
  const parsed = () => JSON.parse(body || '{}') as Record<string, string>;
  switch (`${service}:${action}`) {
    case 'sts:GetCallerIdentity':
      return result(
        `<Arn>arn:aws:iam::${aws.account}:user/ada</Arn><UserId>AIDA</UserId><Account>${aws.account}</Account>`,
      );
    case 'cloudformation:DescribeStacks': {
      const name = form.get('StackName') ?? '';
      // One that is gone is found by its id alone.
      const [, byId = name] = /:stack\/([^/]+)\//.exec(name) ?? [];
      const stack = name === 'CDKToolkit' ? toolkit(aws, region) : aws.stacks.get(`${region}/${byId}`);
      if (stack === undefined) return refuse('ValidationError', `Stack with id ${name} does not exist`);
      return result(`<Stacks><member>${described(byId, stack)}</member></Stacks>`);
    }
    case 'cloudformation:GetTemplate': {
      const { template = { Resources: {} } } = aws.stacks.get(`${region}/${form.get('StackName')}`) ?? {};
      return result(`<TemplateBody>${escaped(JSON.stringify(template))}</TemplateBody>`);
    }
    case 'cloudformation:ListStackResources': {
      const { resources = [] } = aws.stacks.get(`${region}/${form.get('StackName')}`) ?? {};
      return result(
        `<StackResourceSummaries>${resources.map(({ id, type, physicalId, status = 'CREATE_COMPLETE' }) => `<member><LogicalResourceId>${id}</LogicalResourceId><ResourceType>${type}</ResourceType><PhysicalResourceId>${physicalId}</PhysicalResourceId><ResourceStatus>${status}</ResourceStatus></member>`).join('')}</StackResourceSummaries>`,
      );
    }
    case 'cloudformation:UpdateTerminationProtection': {
      const stack = aws.stacks.get(`${region}/${form.get('StackName')}`);
      if (stack) stack.protected = form.get('EnableTerminationProtection') === 'true';
      return result('<StackId>s</StackId>');
    }
    case 'cloudformation:DeleteStack': {
      const where = `${region}/${form.get('StackName')}`;
      const stack = aws.stacks.get(where);
      if (stack?.protected ?? true)
        return refuse(
          'ValidationError',
          `Stack [${form.get('StackName')}] cannot be deleted while TerminationProtection is enabled`,
        );
      if (stack?.cannotGo) stack.status = stack.cannotGo;
      else aws.stacks.delete(where);
      return result('');
    }
    case 'dynamodb:DescribeContinuousBackups':
      return json({
        ContinuousBackupsDescription: {
          PointInTimeRecoveryDescription: {
            EarliestRestorableDateTime: Date.parse(aws.backup.from) / 1000,
            LatestRestorableDateTime: Date.parse(aws.backup.until) / 1000,
          },
        },
      });
    case 'dynamodb:RestoreTableToPointInTime': {
      const { TargetTableName: name = '' } = parsed();
      if (aws.tables.has(name)) return refuse('TableAlreadyExistsException', `Table already exists: ${name}`);
      aws.tables.set(name, aws.backup.items);
      return json({});
    }
    case 'dynamodb:DescribeTable':
      return json({
        Table: { TableName: parsed().TableName, TableStatus: aws.restoringFor-- > 0 ? 'CREATING' : 'ACTIVE' },
      });
    case 'dynamodb:Scan':
      return json({ Items: (aws.tables.get(parsed().TableName ?? '') ?? []).map((item) => marshall(item)) });
    case 'dynamodb:DeleteTable':
      aws.tables.delete(parsed().TableName ?? '');
      return json({});
    case 'dynamodb:UpdateContinuousBackups':
    case 'dynamodb:UpdateTimeToLive':
      return json({});
    case 'dynamodb:UpdateTable':
      if (body.includes('"DeletionProtectionEnabled":true')) return json({});
      aws.unprotected.push(parsed().TableName ?? '');
      return json({});
    case 'cognito-idp:UpdateUserPool':
      aws.unprotected.push(parsed().UserPoolId ?? '');
      return json({});
    case 'cloudformation:DescribeStackEvents':
      return result(
        `<StackEvents>${aws.events.map((reason) => `<member><EventId>e</EventId><StackName>s</StackName><ResourceStatusReason>${reason}</ResourceStatusReason></member>`).join('')}</StackEvents>`,
      );
    case 'lambda:GET /2016-08-19/account-settings':
    case 'lambda:GET /2016-08-19/account-settings/':
      return json({
        AccountLimit: { ConcurrentExecutions: aws.concurrency, UnreservedConcurrentExecutions: aws.concurrency },
      });
    case 'cloudfront:GET /2020-05-31/distribution':
      if (aws.unverified)
        return refuse(
          'AccessDenied',
          'Your account must be verified before you can add new CloudFront resources. To verify your account, please contact AWS Support.',
          403,
        );
      return xml(
        `<DistributionList><Marker></Marker><MaxItems>100</MaxItems><IsTruncated>false</IsTruncated><Quantity>${aws.distributions}</Quantity></DistributionList>`,
      );
    case 'ses:GET /v2/email/account':
      return json({ ProductionAccessEnabled: aws.mailsStrangers, SendingEnabled: true });
    case 'secretsmanager:GetSecretValue':
      return json({ ARN: parsed().SecretId, SecretString: aws.secrets.get(parsed().SecretId ?? '') ?? '{}' });
    case 'secretsmanager:PutSecretValue':
      aws.secrets.set(parsed().SecretId ?? '', parsed().SecretString ?? '');
      return json({ ARN: parsed().SecretId });
    case 'cognito-idp:DescribeUserPoolClient':
      return json({ UserPoolClient: { ClientId: parsed().ClientId, ClientSecret: aws.clientSecret } });
    case 'cognito-idp:AdminCreateUser': {
      const { Username = '', UserAttributes } = JSON.parse(body) as {
        Username: string;
        UserAttributes: { Name: string; Value: string }[];
      };
      if (aws.users.has(Username)) return refuse('UsernameExistsException', 'User account already exists');
      aws.users.set(Username, { groups: [], mail: UserAttributes.find(({ Name }) => Name === 'email')?.Value ?? '' });
      return json({ User: { Username } });
    }
    case 'cognito-idp:AdminAddUserToGroup':
      aws.users.get(parsed().Username ?? '')?.groups.push(parsed().GroupName ?? '');
      return json({});
    case 'sns:ListSubscriptionsByTopic':
      return result(
        `<Subscriptions>${aws.subscriptions.map(({ arn }) => `<member><SubscriptionArn>${arn}</SubscriptionArn></member>`).join('')}</Subscriptions>`,
      );
    case 'sns:GetSubscriptionAttributes': {
      const one = aws.subscriptions.find(({ arn }) => arn === form.get('SubscriptionArn'));
      const attributes = {
        PendingConfirmation: 'false',
        FilterPolicy: one?.filter ?? '',
        ConfirmationWasAuthenticated: one?.authenticated ?? 'true',
      };
      return result(
        `<Attributes>${Object.entries(attributes)
          .map(([key, value]) => `<entry><key>${key}</key><value>${escaped(value)}</value></entry>`)
          .join('')}</Attributes>`,
      );
    }
    case 'sqs:GetQueueAttributes':
      return json({
        Attributes: { ApproximateNumberOfMessages: String(aws.deadLetters.get(parsed().QueueUrl ?? '') ?? 0) },
      });
    default:
      return refuse('NotImplemented', `${service}:${action} is not modelled by the stand-in`, 501);
  }
}

const toolkit = (aws: State, region: string): StandingStack | undefined => {
  const version = aws.bootstrap.get(region);
  return version === undefined ? undefined : { outputs: { BootstrapVersion: String(version) } };
};

const described = (name: string, { status = 'CREATE_COMPLETE', protected: kept = true, outputs = {} }: StandingStack) =>
  `<StackName>${name}</StackName><StackId>arn:aws:cloudformation:x:1:stack/${name}/1</StackId><StackStatus>${status}</StackStatus><CreationTime>2026-11-22T10:00:00Z</CreationTime><EnableTerminationProtection>${kept}</EnableTerminationProtection><Outputs>${Object.entries(
    outputs,
  )
    .map(([key, value]) => `<member><OutputKey>${key}</OutputKey><OutputValue>${escaped(value)}</OutputValue></member>`)
    .join('')}</Outputs>`;

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
