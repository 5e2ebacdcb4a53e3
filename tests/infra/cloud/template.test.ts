import { rmSync } from 'node:fs';
import { describe, expect, it, onTestFinished } from 'vitest';
import { localHosts } from '../../../infra/local/cloud/local-hosts.ts';
import { loadTemplate, type TemplateSource } from '../../../infra/local/cloud/template.ts';
import { type Resources, temporaryFolder, writeStack } from './support/small-stack.ts';

const load = (resources: Resources, template = {}, source: Partial<TemplateSource> = {}) => {
  const folder = temporaryFolder();
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return loadTemplate({ cdkOut: writeStack(folder, { resources, template }), stack: 'Test', ...source });
};
const role = (value: unknown): Resources => ({
  R: { Type: 'AWS::IAM::Role', Properties: { AssumeRolePolicyDocument: value } },
});
const resolved = (value: unknown, template = {}, source = {}) =>
  load({ ...role(value), Queue: { Type: 'AWS::SQS::Queue' } }, template, source).ofType('AWS::IAM::Role')[0]!.properties
    .AssumeRolePolicyDocument;

describe('an intrinsic function', () => {
  const template = {
    Parameters: { Stage: { Type: 'String', Default: 'test' }, Names: { Type: 'CommaDelimitedList', Default: 'a,b' } },
    Conditions: {
      IsTest: { 'Fn::Equals': [{ Ref: 'Stage' }, 'test'] },
      IsLive: { 'Fn::Not': [{ Condition: 'IsTest' }] },
      Both: { 'Fn::And': [{ Condition: 'IsTest' }, { Condition: 'IsLive' }] },
      Either: { 'Fn::Or': [{ Condition: 'IsTest' }, { Condition: 'IsLive' }] },
    },
    Mappings: { Sizes: { test: { memory: '128' } } },
  };

  it.each([
    [{ Ref: 'AWS::AccountId' }, '000000000000'],
    [{ Ref: 'AWS::Region' }, 'us-east-1'],
    [{ Ref: 'Names' }, ['a', 'b']],
    [{ Ref: 'Queue' }, 'https://sqs.us-east-1.amazonaws.com/000000000000/Test-Queue'],
    [{ 'Fn::GetAtt': ['Queue', 'Arn'] }, 'arn:aws:sqs:us-east-1:000000000000:Test-Queue'],
    [{ 'Fn::GetAtt': 'Queue.QueueName' }, 'Test-Queue'],
    [{ 'Fn::Join': ['-', ['a', { Ref: 'Stage' }]] }, 'a-test'],
    // biome-ignore lint/suspicious/noTemplateCurlyInString: CloudFormation's own placeholders.
    [{ 'Fn::Sub': 'q=${Queue.QueueName} s=${Stage} l=${!literal}' }, 'q=Test-Queue s=test l=${literal}'],
    // biome-ignore lint/suspicious/noTemplateCurlyInString: CloudFormation's own placeholders.
    [{ 'Fn::Sub': ['${x}!', { x: { Ref: 'Stage' } }] }, 'test!'],
    [{ 'Fn::Select': [1, { 'Fn::Split': ['/', 'a/b/c'] }] }, 'b'],
    [{ 'Fn::If': ['IsLive', 'live', 'not live'] }, 'not live'],
    [{ 'Fn::If': ['Both', 1, 2] }, 2],
    [{ 'Fn::If': ['Either', 1, 2] }, 1],
    [{ 'Fn::FindInMap': ['Sizes', { Ref: 'Stage' }, 'memory'] }, '128'],
    [
      { a: 1, b: { Ref: 'AWS::NoValue' }, c: [1, { Ref: 'AWS::NoValue' }] },
      { a: 1, c: [1] },
    ],
  ])('%j is %j', (value, expected) => {
    expect(resolved(value, template)).toEqual(expected);
  });

  it('that is not modelled stops the start and names where it stands', () => {
    expect(() => resolved({ x: { 'Fn::Cidr': ['10.0.0.0/8'] } })).toThrow(/R \(AWS::IAM::Role\).*Fn::Cidr/);
    expect(() => resolved({ 'Fn::GetAtt': ['Queue', 'Nonsense'] })).toThrow(/Nonsense of Queue/);
    expect(() => resolved({ Ref: 'Nobody' })).toThrow('Nobody');
  });
});

describe('a template', () => {
  it('is refused for a type that is not modelled', () => {
    expect(() => load({ Vpc: { Type: 'AWS::EC2::VPC' } })).toThrow(
      'Vpc: the resource type AWS::EC2::VPC is not modelled',
    );
  });

  it('is refused for a property that is not modelled, however deep', () => {
    expect(() => load({ Q: { Type: 'AWS::SQS::Queue', Properties: { FifoQueue: true } } })).toThrow(
      'Q (AWS::SQS::Queue): the property FifoQueue is not modelled',
    );
    const Targets = [{ Id: 'a', Arn: 'b', KinesisParameters: { PartitionKeyPath: 'c' } }];
    expect(() => load({ Rule: { Type: 'AWS::Events::Rule', Properties: { EventPattern: {}, Targets } } })).toThrow(
      'Rule (AWS::Events::Rule): the property Targets.KinesisParameters is not modelled',
    );
  });

  it('is refused for a part that is not modelled', () => {
    expect(() => load({}, { Transform: 'AWS::Serverless-2016-10-31' })).toThrow('Transform');
    expect(() => load({ Q: { Type: 'AWS::SQS::Queue', CreationPolicy: {} } as never })).toThrow('CreationPolicy');
  });

  it('leaves out what its condition says', () => {
    const Conditions = { Never: { 'Fn::Equals': ['a', 'b'] } };
    expect(load({ Q: { Type: 'AWS::SQS::Queue', Condition: 'Never' } }, { Conditions }).resources).toEqual([]);
  });

  it('takes parameters, and refuses unknown, missing and disallowed ones', () => {
    const XUrl = { Type: 'String', Default: 'https://api.x.com', AllowedPattern: 'https?://[^/]+' };
    const read = (parameters: Record<string, string>, declared: object = { XUrl }) =>
      resolved({ Ref: 'XUrl' }, { Parameters: declared }, { parameters });
    expect(read({})).toBe('https://api.x.com');
    expect(read({ XUrl: 'http://localhost:1' })).toBe('http://localhost:1');
    expect(() => read({ Xurl: 'x' })).toThrow('no parameter Xurl');
    expect(() => read({ XUrl: 'ftp://x' })).toThrow('XUrl does not allow ftp://x');
    expect(() => read({}, { XUrl: { Type: 'String' } })).toThrow('XUrl has no value');
  });

  it('puts local origins in the place of its own AWS hosts, scheme included', () => {
    const origins = {
      site: 'http://localhost:1',
      ops: 'http://localhost:2',
      signIn: 'http://localhost:3',
      aws: 'http://127.0.0.1:4',
    };
    const distribution = { DefaultCacheBehavior: {}, Origins: [], Enabled: true, Aliases: ['status.example.com'] };
    const resources: Resources = {
      Api: { Type: 'AWS::ApiGatewayV2::Api', Properties: { Name: 'a', ProtocolType: 'HTTP' } },
      Site: { Type: 'AWS::CloudFront::Distribution', Properties: { DistributionConfig: distribution } },
      Domain: { Type: 'AWS::Cognito::UserPoolDomain', Properties: { Domain: 'candor' } },
      Queue: { Type: 'AWS::SQS::Queue' },
      ...role([
        { 'Fn::Join': ['', ['https://', { 'Fn::GetAtt': ['Site', 'DomainName'] }, '/history']] },
        { 'Fn::Join': ['', [{ 'Fn::GetAtt': ['Api', 'ApiEndpoint'] }, '/v1']] },
        { 'Fn::Join': ['', ['https://', { Ref: 'Domain' }, '.auth.us-east-1.amazoncognito.com/oauth2/token']] },
        { Ref: 'Queue' },
        'https://status.example.com/ and https://beta.status.example.com and status.example.com',
      ]),
    };
    const template = load(resources, {}, { hosts: (identities) => localHosts(origins, identities) });
    expect(template.ofType('AWS::IAM::Role')[0]!.properties.AssumeRolePolicyDocument).toEqual([
      'http://localhost:1/history',
      'http://localhost:2/v1',
      'http://localhost:3/oauth2/token',
      'http://127.0.0.1:4/000000000000/Test-Queue',
      'http://localhost:1/ and https://beta.status.example.com and localhost:1',
    ]);
  });
});
