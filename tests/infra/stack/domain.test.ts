import { App } from 'aws-cdk-lib';
import { describe, expect, it } from 'vitest';
import { addStacks } from '../../../infra/stacks.ts';
import {
  ofType,
  projectContext,
  type Resource,
  spoken,
  synthesise,
  theOnly,
  withBundles,
} from './support/synthesised.ts';
import { configOf, type Variant } from './support/variants.ts';

const system = (variant: Variant, stack = 'Candor-prod') =>
  synthesise(stack, { config: configOf(variant), ...(stack === 'Candor' ? {} : { stage: 'prod' }) });
const inZone = system('with a domain in a zone of the account');
const elsewhere = system('with a domain kept elsewhere, and certificates that are there');
const own = [inZone, elsewhere];

type Outputs = { Outputs: Record<string, { Value: unknown }> };
const outputs = (template: object) =>
  Object.fromEntries(
    Object.entries((template as Outputs).Outputs).map(([name, { Value }]) => [name, spoken(Value)]),
  ) as Record<string, string>;
const distribution = (template: typeof inZone) =>
  theOnly(template, 'AWS::CloudFront::Distribution').Properties.DistributionConfig;

describe('a system under names of its own', () => {
  it('is what its functions, and so every link, feed and post, say that it is', () => {
    const expected = {
      CANDOR_SITE_URL: 'https://status.example.com',
      CANDOR_OPS_URL: 'https://ops.example.com',
      CANDOR_SIGN_IN_URL: 'https://sign-in.example.com',
    };
    for (const template of own) {
      const told = ofType(template, 'AWS::Lambda::Function').flatMap(([, { Properties }]) =>
        Object.entries(Properties.Environment.Variables as Record<string, string>).filter(([name]) => name in expected),
      );
      expect(told.length).toBeGreaterThan(6);
      for (const [name, value] of told) expect(value).toBe(expected[name as keyof typeof expected]);
    }
  });

  it('is where the sign-in leads back to', () => {
    const clients = ofType(inZone, 'AWS::Cognito::UserPoolClient').map(([, { Properties }]) => Properties);
    expect(clients.find(({ CallbackURLs }) => CallbackURLs)).toMatchObject({
      CallbackURLs: ['https://ops.example.com/console/callback'],
      LogoutURLs: ['https://ops.example.com/console'],
    });
  });

  it('answers to them, each with a certificate of the region that its service asks for', () => {
    expect(distribution(inZone)).toMatchObject({
      Aliases: ['status.example.com'],
      ViewerCertificate: {
        AcmCertificateArn: {
          'Fn::GetStackOutput': {
            StackName: 'Candor-prod-Certificate',
            OutputName: 'SiteCertificateArn',
            Region: 'us-east-1',
          },
        },
        MinimumProtocolVersion: 'TLSv1.2_2021',
      },
    });
    const ownPool = ofType(inZone, 'AWS::Cognito::UserPoolDomain').map(([, { Properties }]) => Properties);
    expect(ownPool.find(({ Domain }) => Domain === 'sign-in.example.com')?.CustomDomainConfig).toEqual({
      CertificateArn: {
        'Fn::GetStackOutput': {
          StackName: 'Candor-prod-Certificate',
          OutputName: 'SignInCertificateArn',
          Region: 'us-east-1',
        },
      },
    });
    expect(theOnly(inZone, 'AWS::CertificateManager::Certificate').Properties.DomainName).toBe('ops.example.com');
    expect(spoken(theOnly(inZone, 'AWS::ApiGatewayV2::DomainName').Properties.DomainNameConfigurations)).toMatchObject([
      {
        CertificateArn: '<OpsCertificate>',
        EndpointType: 'REGIONAL',
        SecurityPolicy: 'TLS_1_2',
        IpAddressType: 'dualstack',
      },
    ]);
  });

  it('asks in us-east-1 for a certificate for each name that CloudFront answers to, and for none that is there', () => {
    const asked = synthesise('Candor-prod-Certificate', {
      config: configOf('with a domain in a zone of the account'),
      stage: 'prod',
    });
    const certificates = ofType(asked, 'AWS::CertificateManager::Certificate').map(([, { Properties }]) => Properties);
    expect(certificates).toMatchObject(
      ['status.example.com', 'sign-in.example.com'].map((DomainName) => ({
        DomainName,
        ValidationMethod: 'DNS',
        DomainValidationOptions: [{ DomainName, HostedZoneId: 'Z0123456789ABC' }],
      })),
    );
    expect(ofType(elsewhere, 'AWS::CertificateManager::Certificate')).toEqual([]);
    expect(JSON.stringify(elsewhere)).not.toContain('Fn::GetStackOutput');
  });

  it('is found by records of its zone, over IPv4 and IPv6', () => {
    const records = ofType(inZone, 'AWS::Route53::RecordSet').map(([, { Properties }]) => spoken(Properties));
    const leads = (Name: string, DNSName: string) =>
      ['A', 'AAAA'].map((Type) => ({ Name, Type, HostedZoneId: 'Z0123456789ABC', AliasTarget: { DNSName } }));
    expect(records).toMatchObject([
      ...leads('ops.example.com.', '<OpsDomainName.RegionalDomainName>'),
      ...leads('status.example.com.', '<SiteDistribution.DomainName>'),
      ...leads('sign-in.example.com.', '<SignInPoolOwnDomain.CloudFrontDistribution>'),
    ]);
    expect(Object.keys(outputs(inZone)).filter((name) => name.endsWith('Record'))).toEqual([]);
  });

  it('is found by records that are printed, where its zone is kept elsewhere', () => {
    expect(ofType(elsewhere, 'AWS::Route53::RecordSet')).toEqual([]);
    expect(outputs(elsewhere)).toMatchObject({
      SiteRecord: 'status.example.com CNAME <SiteDistribution.DomainName>',
      OpsRecord: 'ops.example.com CNAME <OpsDomainName.RegionalDomainName>',
      SignInRecord: 'sign-in.example.com CNAME <SignInPoolOwnDomain.CloudFrontDistribution>',
    });
  });

  it('keeps the names that AWS made up, which answer as before', () => {
    for (const template of own) {
      expect(theOnly(template, 'AWS::ApiGatewayV2::Api').Properties).not.toHaveProperty('DisableExecuteApiEndpoint');
      expect(ofType(template, 'AWS::Cognito::UserPoolDomain')).toHaveLength(2);
      expect(outputs(template)).toMatchObject({
        SiteUrl: 'https://status.example.com',
        MadeUpSiteUrl: 'https://<SiteDistribution.DomainName>',
        MadeUpOpsUrl: '<OpsApi.ApiEndpoint>',
      });
    }
  });

  it('replaces nothing of a system that had none: what was there stays, under the ids that it has', () => {
    const before = synthesise('Candor-prod', { stage: 'prod' }).Resources;
    const after = inZone.Resources;
    expect(Object.keys(before).filter((id) => after[id]?.Type !== before[id]?.Type)).toEqual([]);
    const names = (resources: Record<string, Resource>) =>
      Object.entries(resources).map(([id, { Properties }]) => [id, Properties?.Name ?? null]);
    const named = new Map(names(after).map(([id, name]) => [id, inRegion(name)]));
    for (const [id, name] of names(before)) expect([id, named.get(id)]).toEqual([id, inRegion(name)]);
  });
});

/** The region is a reference in one template, and written out in the other; on AWS it is the same. */
const inRegion = (name: unknown): string => String(spoken(name)).replaceAll('<AWS::Region>', 'eu-west-1');

describe('the flags of older releases', () => {
  const add = (deployment: { stage?: string; standbyRegion?: string }, variant: Variant) =>
    withBundles((bundles) =>
      addStacks(new App({ context: projectContext() }), { bundles, config: configOf(variant), ...deployment }),
    );

  it('do what they did while the config names no stages', () => {
    const stack = add({ stage: 'staging', standbyRegion: 'eu-central-1' }, 'without a domain');
    expect(stack.stackName).toBe('Candor-staging');
    expect(stack.dependencies.map(({ stackName }) => stackName)).toEqual(['Candor-staging-Edge']);
  });

  it('may say what the config says, and are refused where they say something else', () => {
    expect(add({ standbyRegion: 'eu-central-1' }, 'with a standby').dependencies).toHaveLength(1);
    expect(() => add({ standbyRegion: 'us-west-2' }, 'with a standby')).toThrow(
      '-c standby=us-west-2 contradicts the config, where the standby of the stage "default" is in eu-central-1',
    );
    expect(() => add({ standbyRegion: 'us-west-2' }, 'with a domain in a zone of the account')).toThrow(
      'is in no region',
    );
    expect(() => add({ stage: 'staging' }, 'with a standby')).toThrow('The config has no stage "staging"');
  });

  it('are not needed: whoever forgets them keeps the standby', () => {
    expect(add({}, 'with a standby').dependencies.map(({ stackName }) => stackName)).toEqual(['Candor-Edge']);
  });
});
