import { describe, expect, it } from 'vitest';
import { accessesOf } from '../../../infra/local/cloud/gateway-access.ts';
import {
  type Access,
  evaluateAccess,
  type PolicyDocument,
  type Principal,
  type Statement,
} from '../../../infra/local/cloud/iam.ts';
import { BETWEEN_VALUES } from '../../../infra/local/cloud/iam-condition.ts';

const role: Principal = { kind: 'role', roleArn: 'arn:aws:iam::000000000000:role/sweep' };
const rule: Principal = {
  kind: 'service',
  service: 'events.amazonaws.com',
  sourceArn: 'arn:aws:events:us-east-1:000000000000:rule/bus/x',
};
const table = 'arn:aws:dynamodb:us-east-1:000000000000:table/Incidents';
const queue = 'arn:aws:sqs:us-east-1:000000000000:x';
const put: Access = { action: 'dynamodb:PutItem', resource: table };
const send: Access = { action: 'sqs:SendMessage', resource: queue };

const policy = (...statements: Partial<Statement>[]): PolicyDocument[] => [
  { Statement: statements.map((statement) => ({ Effect: 'Allow', ...statement })) },
];
const decide = (principal: Principal, access: Access, own: PolicyDocument[], resources: PolicyDocument[] = []) =>
  evaluateAccess(principal, access, own, resources);

describe('a role', () => {
  it('may what one of its policies allows, and nothing else', () => {
    const may = policy({ Action: ['dynamodb:GetItem', 'dynamodb:PutItem'], Resource: table });
    expect(decide(role, put, may)).toBe('allowed');
    expect(decide(role, { ...put, action: 'dynamodb:DeleteItem' }, may)).toBe('not-allowed');
    expect(decide(role, { ...put, resource: `${table}2` }, may)).toBe('not-allowed');
    expect(decide(role, put, [])).toBe('not-allowed');
  });

  it('may reach all partitions that a policy names, and none of several beside others', () => {
    const own = policy({
      Action: 'dynamodb:PutItem',
      Resource: table,
      Condition: { 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': ['SUBSCRIBER#*', 'SIGNUP#*'] } },
    });
    const to = (...keys: string[]) => ({ ...put, keys: { 'dynamodb:LeadingKeys': keys.join(BETWEEN_VALUES) } });
    expect(decide(role, to('SUBSCRIBER#mail#03'), own)).toBe('allowed');
    expect(decide(role, to('SUBSCRIBER#mail#03', 'SIGNUP#all'), own)).toBe('allowed');
    expect(decide(role, to('SUBSCRIBER#mail#03', 'INCIDENT#1'), own)).toBe('not-allowed');
    expect(decide(role, to('INCIDENT#1'), own)).toBe('not-allowed');
    // As AWS has it: all of no values are.
    expect(decide(role, put, own)).toBe('allowed');
  });

  it('may not what any policy denies, whatever others allow', () => {
    const both = [
      ...policy({ Action: '*', Resource: '*' }),
      ...policy({ Effect: 'Deny', Action: 'dynamodb:Put*', Resource: '*' }),
    ];
    expect(decide(role, put, both)).toBe('denied');
    expect(decide(role, { ...put, action: 'dynamodb:GetItem' }, both)).toBe('allowed');
  });

  it.each([
    ['dynamodb:Put*', table, 'allowed'],
    ['DynamoDB:putitem', table, 'allowed'],
    ['dynamodb:???Item', table, 'allowed'],
    ['dynamodb:*', `${table}/index/*`, 'not-allowed'],
    ['*', 'arn:aws:dynamodb:*:*:table/Inc*', 'allowed'],
    ['*', 'arn:aws:dynamodb:*', 'allowed'],
    ['*', 'arn:aws:sqs:*:*:*', 'not-allowed'],
    ['dynamodb:Put', table, 'not-allowed'],
  ])('with %s on %s is %s', (Action, Resource, decision) => {
    expect(decide(role, put, policy({ Action, Resource }))).toBe(decision);
  });

  it('may everything but what NotAction and NotResource name', () => {
    expect(decide(role, put, policy({ NotAction: 'sqs:*', Resource: '*' }))).toBe('allowed');
    expect(decide(role, put, policy({ NotAction: 'dynamodb:*', Resource: '*' }))).toBe('not-allowed');
    expect(decide(role, put, policy({ Action: '*', NotResource: table }))).toBe('not-allowed');
  });

  it('is bound by conditions', () => {
    const withKeys = {
      action: 'events:PutEvents',
      resource: 'arn:aws:events:us-east-1:000000000000:event-bus/b',
      keys: { 'events:source': 'candor' },
    };
    const may = (Condition: Statement['Condition']) =>
      decide(role, withKeys, policy({ Action: '*', Resource: '*', Condition: Condition! }));
    expect(may({ StringEquals: { 'events:source': ['other', 'candor'] } })).toBe('allowed');
    expect(may({ StringEquals: { 'events:source': 'other' } })).toBe('not-allowed');
    expect(may({ StringNotEquals: { 'events:source': 'candor' } })).toBe('not-allowed');
    expect(may({ StringLike: { 'EVENTS:Source': 'can*' } })).toBe('allowed');
    expect(may({ StringEquals: { 'aws:unknown': 'x' } })).toBe('not-allowed');
    expect(may({ StringEqualsIfExists: { 'aws:unknown': 'x' } })).toBe('allowed');
    expect(may({ Null: { 'aws:unknown': 'true' } })).toBe('allowed');
    expect(may({ Bool: { 'aws:SecureTransport': 'false' } })).toBe('not-allowed');
    expect(() => may({ StringSounds: { 'events:source': 'candour' } })).toThrow('StringSounds');
  });

  it('fills variables into resources, and matches nothing with an unknown one', () => {
    // biome-ignore-start lint/suspicious/noTemplateCurlyInString: IAM's own placeholders.
    const own = policy({ Action: '*', Resource: 'arn:aws:s3:::b/${aws:PrincipalAccount}/*' });
    const unknown = policy({ Action: '*', Resource: 'arn:aws:s3:::b/${aws:PrincipalTag/team}*' });
    // biome-ignore-end lint/suspicious/noTemplateCurlyInString: IAM's own placeholders.
    const get: Access = { action: 's3:GetObject', resource: 'arn:aws:s3:::b/000000000000/key' };
    expect([decide(role, get, own), decide(role, get, unknown)]).toEqual(['allowed', 'not-allowed']);
  });
});

describe("a resource's policy", () => {
  const forRule = (sourceArn: string) =>
    policy({
      Principal: { Service: 'events.amazonaws.com' },
      Action: 'sqs:SendMessage',
      Resource: queue,
      Condition: { ArnEquals: { 'aws:SourceArn': sourceArn } },
    });

  it('lets in the service that it names, for the source that it names', () => {
    expect(decide(rule, send, [], forRule('arn:aws:events:us-east-1:000000000000:rule/bus/x'))).toBe('allowed');
    expect(decide(rule, send, [], forRule('arn:aws:events:us-east-1:000000000000:rule/bus/other'))).toBe('not-allowed');
    expect(decide({ ...rule, service: 'sns.amazonaws.com' }, send, [], forRule('*'))).toBe('not-allowed');
  });

  it('that names the account leaves the decision to the role', () => {
    const account = policy({ Principal: { AWS: 'arn:aws:iam::000000000000:root' }, Action: 'sqs:*', Resource: '*' });
    expect(decide(role, send, [], account)).toBe('not-allowed');
    expect(decide(rule, send, [], account)).toBe('not-allowed');
    expect(decide(role, send, policy({ Action: 'sqs:SendMessage', Resource: queue }), account)).toBe('allowed');
  });

  it('denies everybody if it says so', () => {
    const insecure = policy({
      Effect: 'Deny',
      Principal: '*',
      Action: '*',
      Resource: '*',
      Condition: { Bool: { 'aws:SecureTransport': 'true' } },
    });
    expect(decide(role, send, policy({ Action: '*', Resource: '*' }), insecure)).toBe('denied');
  });

  it('is refused if it says something that is not modelled', () => {
    const strange = [{ Statement: { Effect: 'Allow', NotPrincipal: '*', Action: '*', Resource: '*' } as never }];
    expect(() => decide(role, send, [], strange)).toThrow('NotPrincipal');
  });
});

describe('the partitions that a call to DynamoDB asks for', () => {
  const keysOf = (operation: string, body: object) => {
    const headers = { 'x-amz-target': `DynamoDB_20120810.${operation}` };
    const request = { method: 'POST', url: '/', headers, body: Buffer.from(JSON.stringify(body)) };
    return accessesOf('dynamodb', request, () => []).map(({ keys }) => keys?.['dynamodb:LeadingKeys']);
  };
  const pk = (S: string) => ({ pk: { S }, sk: { S: 'x' } });

  it.each([
    ['GetItem', { TableName: 't', Key: pk('A') }, ['A']],
    ['PutItem', { TableName: 't', Item: pk('A') }, ['A']],
    ['DeleteItem', { TableName: 't', Key: pk('A') }, ['A']],
    ['BatchGetItem', { RequestItems: { t: { Keys: [pk('A'), pk('B'), pk('A')] } } }, [`A${BETWEEN_VALUES}B`]],
    [
      'BatchWriteItem',
      { RequestItems: { t: [{ PutRequest: { Item: pk('A') } }, { DeleteRequest: { Key: pk('B') } }] } },
      [`A${BETWEEN_VALUES}B`],
    ],
    [
      'Query',
      {
        TableName: 't',
        KeyConditionExpression: 'pk = :pk AND sk > :x',
        ExpressionAttributeValues: { ':pk': { S: 'A' }, ':x': { S: 'B' } },
      },
      ['A'],
    ],
    [
      'Query',
      {
        TableName: 't',
        IndexName: 'watch',
        KeyConditionExpression: '#w = :w',
        ExpressionAttributeValues: { ':w': { S: 'W' } },
      },
      ['W'],
    ],
    ['Scan', { TableName: 't' }, [undefined]],
  ])('of %s are those in it', (operation, body, keys) => {
    expect(keysOf(operation, body)).toEqual(keys);
  });
});
