import { readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { until } from '../support/until.ts';
import { deployer, OUTPUTS, TEMPLATE } from './deployer.ts';

const yes = () => 'y';

describe('candor deploy', () => {
  it('looks, shows what it makes, asks once, deploys, and says where everything is', async () => {
    const person = await deployer();
    person.answering(yes);
    const { code, out, err } = await person.candor('deploy', '--stage', 'prod');
    expect(code).toBe(0);
    expect(err).toContain('ok  credentials: account 111122223333');
    expect(err).toContain(
      'Candor-prod will be made: 2 functions, 1 table, 1 bucket, 1 roles, rules and routes around them.',
    );
    expect(err).not.toContain('stay behind');
    expect(person.questions).toEqual(['Deploy this? [y/N]']);
    expect(person.acts()).toEqual(['synth', 'deploy']);
    expect(out).toContain(`status page  ${OUTPUTS.SiteUrl}`);
    expect(out).toContain('candor user add YOU');
    expect(out).toContain('candor x connect --tokens FILE --stage prod');
  });

  it('keeps how it signs in as the profile of the stage, for this user alone, and never as the default', async () => {
    const person = await deployer();
    await person.candor('deploy', '--yes');
    const file = path.join(person.home, '.config/candor/profiles.json');
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual({
      prod: {
        opsUrl: OUTPUTS.OpsUrl,
        siteUrl: OUTPUTS.SiteUrl,
        signInUrl: OUTPUTS.SignInUrl,
        clientId: 'programs',
        clientSecret: 'the-secret-of-programs',
      },
    });
  });

  it('deploys nothing that nobody agreed to', async () => {
    const person = await deployer();
    expect((await person.candor('deploy')).out).toBe('Nothing was changed.');
    expect((await person.candor('deploy', '--dry-run', '--yes')).out).toContain('that was --dry-run');
    expect(person.acts()).not.toContain('deploy');
  });

  it('takes the only stage, and says which there are where there are several', async () => {
    const person = await deployer({
      config: { stages: { prod: { region: 'eu-west-1' }, test: { region: 'eu-west-1' } } },
    });
    const { code, err } = await person.candor('deploy', '--yes');
    expect({ code, err }).toMatchObject({ code: 2, err: expect.stringContaining('prod, test') });
  });

  it('makes CDK’s own stack where it is missing or too old, by the same one question', async () => {
    const person = await deployer();
    person.aws.bootstrap.clear();
    const refused = await person.candor('deploy');
    expect(refused.err).toContain('There is none in eu-west-1.');
    expect(refused.err).toContain(
      'Before that CDK’s own stack, whose role may deploy anything: npx cdk bootstrap aws://111122223333/eu-west-1',
    );
    expect(person.acts()).toEqual(['synth']);
    person.answering(yes);
    expect((await person.candor('deploy')).code).toBe(0);
    expect(person.questions).toHaveLength(2);
    expect(person.acts().slice(1)).toEqual(['synth', 'bootstrap', 'deploy']);

    const old = await deployer();
    old.aws.bootstrap.set('eu-west-1', 4);
    expect((await old.candor('deploy', '--dry-run')).err).toContain('version 4 in eu-west-1, and 6 is needed');
    expect(old.acts()).not.toContain('bootstrap');
  });

  it('goes on with ten functions at once, and says which request to make', async () => {
    const person = await deployer();
    person.aws.concurrency = 10;
    const { code, err } = await person.candor('deploy', '--yes');
    expect(code).toBe(0);
    expect(err).toContain('This account may run 10 functions at once');
    expect(err.replaceAll(/\s+/g, ' ')).toContain(
      'takes at most 8 of them with the channels of this config, and 2 are left',
    );
    expect(err).toContain(
      '$ aws service-quotas request-service-quota-increase --service-code lambda --quota-code L-B99A9384',
    );
  });

  it('says of an account that CloudFront does not take yet what to ask support for, before and after', async () => {
    const person = await deployer();
    person.aws.unverified = true;
    expect((await person.candor('deploy', '--dry-run')).err).toContain(
      'AWS has not verified this account for CloudFront',
    );
    person.aws.unverified = false;
    person.aws.distributions = 0;
    const words =
      'CREATE_FAILED | Distribution | Your account must be verified before you can add new CloudFront resources.';
    person.cdk.fails = { code: 1, said: words };
    const { code, err } = await person.candor('deploy', '--yes');
    expect(code).toBe(1);
    expect(err).toContain('It has no distribution yet');
    expect(err).toContain('ask in a case');
    expect(err).toContain('It was the first. Nothing stays behind. Then run the same command again.');
  });

  it('shows the diff of an upgrade and carries it out', async () => {
    const person = await deployer();
    await person.candor('deploy', '--yes');
    person.cdk.template = {
      Resources: { ...TEMPLATE.Resources, Sweep: { Type: 'AWS::Lambda::Function', Properties: { MemorySize: 1024 } } },
    };
    const { code, err } = await person.candor('deploy', '--yes');
    expect(code).toBe(0);
    expect(person.acts().slice(2)).toEqual(['synth', 'diff', 'deploy']);
    expect(err).toContain('Candor-prod is there, and is brought up to date');
    expect(err).not.toContain('stay behind');
  });

  it('refuses an upgrade that would make the table anew or take the bucket away, unless that is meant', async () => {
    const person = await deployer();
    await person.candor('deploy', '--yes');
    const { SiteBucket: _gone, ...rest } = TEMPLATE.Resources;
    const other = {
      ...TEMPLATE.Resources.Table,
      Properties: { KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }] },
    };
    person.cdk.template = { Resources: { ...rest, Table: other } };
    const { code, err } = await person.candor('deploy', '--yes');
    expect(code).toBe(1);
    expect(err).toContain(
      'Table (AWS::DynamoDB::GlobalTable), which holds every incident ever told: KeySchema would change',
    );
    expect(err).toContain(
      'SiteBucket (AWS::S3::Bucket), which holds the pages that customers read: it is not in the new template',
    );
    expect(person.acts().slice(2)).toEqual(['synth', 'diff']);
    expect((await person.candor('deploy', '--yes', '--replace', 'Table', '--replace', 'SiteBucket')).code).toBe(0);
  });

  it('says while it waits which record proves the name, where nobody makes it', async () => {
    const domain = { site: 'status.shop.test' };
    const person = await deployer({ config: { stages: { prod: { region: 'eu-west-1', domain } } } });
    person.aws.bootstrap.set('us-east-1', 28);
    person.aws.events = [
      'Content of DNS Record is: {Name: _a1.status.shop.test.,Type: CNAME,Value: _b2.acm-validations.aws.}',
      'Resource creation Initiated',
    ];
    const { asked } = person.aws;
    person.cdk.deploying = async () => {
      await until('the events were read twice', () => asked.filter((one) => one.endsWith('StackEvents')).length > 2);
    };
    const { code, err } = await person.candor('deploy', '--yes');
    expect(code).toBe(0);
    expect(err).toContain('It will wait for DNS records that prove the names');
    expect(err.match(/_a1\.status\.shop\.test\. CNAME _b2\.acm-validations\.aws\./g)).toHaveLength(1);
  });

  it('prints exactly one document with --json, also where it refuses', async () => {
    const person = await deployer();
    expect(JSON.parse((await person.candor('deploy', '--yes', '--json')).out)).toMatchObject({
      deployed: true,
      outputs: OUTPUTS,
    });
    person.aws.credentials = 'expired';
    expect(JSON.parse((await person.candor('deploy', '--yes', '--json')).out)).toMatchObject({ deployed: false });
  });
});

describe('after a first deployment that failed', () => {
  it('lifts what would keep the failed stack from being made anew, and of a stack that stands nothing', async () => {
    const person = await deployer();
    const resources = [
      { id: 'Table', type: 'AWS::DynamoDB::GlobalTable', physicalId: 'candor-table', status: 'DELETE_FAILED' },
      { id: 'Pool', type: 'AWS::Cognito::UserPool', physicalId: 'eu-west-1_a', status: 'DELETE_FAILED' },
      { id: 'Other', type: 'AWS::DynamoDB::GlobalTable', physicalId: 'gone', status: 'DELETE_COMPLETE' },
    ];
    const failed = { status: 'ROLLBACK_FAILED', protected: true, resources };
    person.aws.stacks.set('eu-west-1/Candor-prod', failed);
    expect((await person.candor('deploy')).out).toBe('Nothing was changed.');
    expect(person.aws.unprotected).toEqual([]);
    let protectedStill = true;
    person.cdk.deploying = async () => {
      protectedStill = failed.protected;
    };
    expect((await person.candor('deploy', '--yes')).code).toBe(0);
    expect(protectedStill).toBe(false);
    expect(person.aws.unprotected).toEqual(['candor-table', 'eu-west-1_a']);
    await person.candor('deploy', '--yes');
    expect(person.aws.unprotected).toHaveLength(2);
  });
});

describe('credentials that AWS does not take', () => {
  it.each([
    ['expired', 'have expired', 'aws sso login'],
    ['unknown', 'AWS does not know these credentials in eu-west-1', 'aws sts get-caller-identity'],
    ['skewed', 'The clock of this machine is more than five minutes wrong', 'timedatectl set-ntp true'],
  ] as const)('are told apart: %s', async (credentials, says, run) => {
    const person = await deployer();
    person.aws.credentials = credentials;
    const { code, err } = await person.candor('deploy', '--yes');
    expect(code).toBe(1);
    expect(err).toContain(says);
    expect(err).toContain(`$ ${run}`);
    expect(err).toContain('Nothing was changed: credentials first');
    expect(person.acts()).toEqual([]);
  });

  it('are told apart from rights that are missing, which are not known to be bad', async () => {
    const person = await deployer();
    person.aws.denied = ['GET /2016-08-19/account-settings', 'GET /2016-08-19/account-settings/'];
    const { code, err } = await person.candor('deploy', '--yes');
    expect(code).toBe(0);
    expect(err).toMatch(/ \? {2}functions at once[\s\S]*These credentials may not/);
  });

  it('are not looked for in a region that is not there', async () => {
    const person = await deployer({ config: { stages: { prod: { region: 'eu-west-9' } } } });
    // Without the stand-in the name of the region is what leads to AWS.
    const { AWS_ENDPOINT_URL: _elsewhere, ...env } = person.surroundings.env;
    person.with({ ...(env as Record<string, string>), AWS_ENDPOINT_URL: 'http://sts.eu-west-9.invalid' });
    const { code, err } = await person.candor('deploy', '--yes');
    expect(code).toBe(1);
    expect(err).toContain('AWS has no address for the region "eu-west-9"');
  });

  it('are not asked for before the region is said', async () => {
    const person = await deployer({ config: { stages: { prod: {} } } });
    const { code, err } = await person.candor('deploy');
    expect({ code, err }).toMatchObject({ code: 2, err: expect.stringContaining('stages.prod.region') });
  });
});
