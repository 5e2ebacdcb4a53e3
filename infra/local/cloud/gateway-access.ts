import { ACCOUNT, arn, lastPart, REGION } from './arn.ts';
import type { Access } from './iam.ts';
import { BETWEEN_VALUES } from './iam-condition.ts';
import { type SendEmailBody, sesAccesses, sesCall } from './ses-calls.ts';
import type { SignedRequest } from './sigv4.ts';

const tableArn = (name: string) => (name.startsWith('arn:') ? name : arn('dynamodb', `table/${name}`));

const transactionPart: Readonly<Record<string, string>> = {
  ConditionCheck: 'ConditionCheckItem',
  Delete: 'DeleteItem',
  Get: 'GetItem',
  Put: 'PutItem',
  Update: 'UpdateItem',
};

/** The operation of a call: from `x-amz-target`, a query protocol's `Action`, or method and path where those say it. */
export function operationOf(service: string, request: SignedRequest): string {
  if (service === 's3') return s3Access(request).action.slice('s3:'.length);
  if (service === 'apigateway') return request.method;
  if (service === 'ses') return sesCall(request).operation;
  const target = request.headers['x-amz-target'];
  if (target) return String(target).split('.').at(-1)!;
  return new URLSearchParams(request.body.toString()).get('Action') ?? '';
}

/**
 * Every permission that a call to `service` needs. Throws on a service that is not modelled. `mailResources` names what a
 * mail is judged by.
 */
export function accessesOf(
  service: string,
  request: SignedRequest,
  mailResources: (mail: SendEmailBody) => string[],
): Access[] {
  const operation = operationOf(service, request);
  const json = () => JSON.parse(request.body.toString() || '{}');
  switch (service) {
    case 'dynamodb':
      return dynamoDbAccesses(operation, json());
    case 'events':
      return (json().Entries ?? []).map((entry: Record<string, unknown>) => ({
        action: `events:${operation}`,
        resource: arn('events', `event-bus/${lastPart(String(entry.EventBusName ?? 'default'))}`),
        keys: { 'events:source': String(entry.Source), 'events:detail-type': String(entry.DetailType) },
      }));
    case 'sqs': {
      const { QueueUrl, QueueName } = json();
      return [
        {
          action: `sqs:${operation.replace(/Batch$/, '')}`,
          resource: arn('sqs', lastPart(QueueUrl ?? QueueName ?? '*')),
        },
      ];
    }
    case 's3': {
      const access = s3Access(request);
      // S3 reads the object to compare it, so a conditional overwrite needs both permissions.
      const reads = access.action === 's3:PutObject' && request.headers['if-match'] !== undefined;
      return reads ? [access, { ...access, action: 's3:GetObject' }] : [access];
    }
    case 'sns': {
      const input = new URLSearchParams(request.body.toString());
      // What is done to a subscription is judged by its topic, as AWS's own refusals name it.
      const topic = input.get('TopicArn') ?? input.get('SubscriptionArn')?.split(':').slice(0, 6).join(':');
      return [{ action: `sns:${operation}`, resource: topic ?? '*' }];
    }
    case 'cognito-idp':
      return [{ action: `cognito-idp:${operation}`, resource: arn('cognito-idp', `userpool/${json().UserPoolId}`) }];
    case 'apigateway':
      // Named by the method alone, and by the path without the version.
      return [
        {
          action: `apigateway:${operation}`,
          resource: `arn:aws:apigateway:${REGION}::${request.url.replace(/^\/v2/, '').replace(/\?.*$/, '')}`,
        },
      ];
    case 'ses':
      return sesAccesses(request, mailResources);
    case 'secretsmanager':
      return [{ action: `secretsmanager:${operation}`, resource: json().SecretId ?? '*' }];
    default:
      throw new Error(`the service ${service} is not modelled (account ${ACCOUNT}, region ${REGION})`);
  }
}

/** The partition key of every table here. An index has one of its own, which a query of it names. */
const PARTITION_KEY = 'pk';

/** The partitions that a call asks for, as policies know them. Not looked into: transactions, and statements of PartiQL. */
// biome-ignore lint/suspicious/noExplicitAny: as below
function leadingKeys(body: any): Record<string, string> {
  const items: Record<string, { S?: string }>[] = Array.isArray(body)
    ? body.map(({ PutRequest, DeleteRequest }) => PutRequest?.Item ?? DeleteRequest?.Key)
    : [body.Key, body.Item, ...(body.Keys ?? [])].filter(Boolean);
  const asked = /([#\w]+)\s*=\s*(:\w+)/.exec(body.KeyConditionExpression ?? '')?.[2];
  const values = [
    ...items.map((item) => item[PARTITION_KEY]?.S),
    asked && body.ExpressionAttributeValues?.[asked]?.S,
  ].filter((value) => value !== undefined);
  return values.length === 0 ? {} : { 'dynamodb:LeadingKeys': [...new Set(values)].join(BETWEEN_VALUES) };
}

// biome-ignore lint/suspicious/noExplicitAny: DynamoDB's request bodies; DynamoDB itself checks them.
function dynamoDbAccesses(operation: string, body: any): Access[] {
  if (operation.startsWith('Batch')) {
    return Object.keys(body.RequestItems ?? {}).map((name) => ({
      action: `dynamodb:${operation}`,
      resource: tableArn(name),
      keys: leadingKeys(body.RequestItems[name]),
    }));
  }
  if (operation.startsWith('Transact')) {
    return (body.TransactItems ?? []).flatMap((item: Record<string, { TableName: string }>) =>
      Object.entries(item).map(([part, { TableName }]) => ({
        action: `dynamodb:${transactionPart[part]}`,
        resource: tableArn(TableName),
      })),
    );
  }
  const index = body.IndexName ? `/index/${body.IndexName}` : '';
  const resource = body.TableName ? tableArn(body.TableName) + index : '*';
  return [{ action: `dynamodb:${operation}`, resource, keys: leadingKeys(body) }];
}

function s3Access({ method, url }: SignedRequest): Access {
  const { pathname, searchParams } = new URL(url, 'http://gateway');
  const [, bucket = '', ...rest] = pathname.split('/');
  const key = decodeURIComponent(rest.join('/'));
  if (!bucket) return { action: 's3:ListAllMyBuckets', resource: '*' };
  const bucketArn = `arn:aws:s3:::${bucket}`;
  if (!key) {
    if (method === 'POST' && searchParams.has('delete'))
      return { action: 's3:DeleteObject', resource: `${bucketArn}/*` };
    const action =
      method === 'GET' || method === 'HEAD' ? 'ListBucket' : method === 'PUT' ? 'CreateBucket' : 'DeleteBucket';
    const keys = searchParams.has('prefix') ? { 's3:prefix': searchParams.get('prefix')! } : {};
    return { action: `s3:${action}`, resource: bucketArn, keys };
  }
  const action =
    method === 'GET' || method === 'HEAD' ? 'GetObject' : method === 'DELETE' ? 'DeleteObject' : 'PutObject';
  return { action: `s3:${action}`, resource: `${bucketArn}/${key}` };
}
