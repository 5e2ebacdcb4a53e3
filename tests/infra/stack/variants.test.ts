import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { afterAll, describe, expect, it } from 'vitest';
import { type Cloud, startCloud } from '../../../infra/local/cloud/cloud.ts';
import { systemStack } from '../../../infra/local/start/assembly.ts';
import { until } from '../../support/until.ts';
import { heldAgainstSchema } from './support/cfn-schema.ts';
import type { Template } from './support/synthesised.ts';
import { type Assembly, assemblyOf, KEEPING, type Variant, variants } from './support/variants.ts';

const made = new Map<Variant, Assembly>();
const assembly = (variant: Variant): Assembly => {
  const one = made.get(variant) ?? assemblyOf(variant);
  made.set(variant, one);
  return one;
};
afterAll(() => {
  for (const { folder } of made.values()) rmSync(folder, { recursive: true, force: true });
});

/** What is written to the site's bucket is soon in its standby too. */
async function isCopied(cloud: Cloud): Promise<void> {
  const s3 = new S3Client({
    region: 'us-east-1',
    endpoint: cloud.urls.aws,
    credentials: cloud.operator,
    forcePathStyle: true,
  });
  const [site, standby] = cloud.template.ofType('AWS::S3::Bucket').map(({ name }) => name);
  await s3.send(
    new PutObjectCommand({ Bucket: site, Key: 'index.html', Body: 'All is well.', ContentType: 'text/html' }),
  );
  await until('the copy', async () => {
    const { Body } = await s3.send(new GetObjectCommand({ Bucket: standby, Key: 'index.html' }));
    return (await Body?.transformToString()) === 'All is well.';
  });
  s3.destroy();
}

const hasCfnLint = spawnSync('cfn-lint', ['--version']).status === 0;

describe.each(variants)('the stacks %s', (variant) => {
  it('have no finding of cdk-nag or of the template validation without a written reason', () => {
    expect(assembly(variant).findings).toBe('');
  });

  it('are what CloudFormation’s own description of its resources allows', () => {
    for (const [stack, template] of Object.entries(assembly(variant).templates)) {
      const { problems, values } = heldAgainstSchema(template);
      expect({ stack, problems }).toEqual({ stack, problems: [] });
      expect(values).toBeGreaterThan(Object.keys(template.Resources).length);
    }
  });

  // What was there before is on no new machine; retention.test.ts takes up a table on the same one.
  it.skipIf(variant === KEEPING)('run on one machine', async () => {
    const { folder } = assembly(variant);
    const dataDir = mkdtempSync(path.join(tmpdir(), 'candor-variant-'));
    const cloud = await startCloud({ cdkOut: folder, stack: systemStack(folder), dataDir, warm: false });
    try {
      expect(cloud.template.outputs).toMatchObject({ SiteUrl: cloud.urls.site, OpsUrl: cloud.urls.ops });
      expect((await fetch(`${cloud.urls.site}/nothing`)).status).toBe(404);
      if (variant === 'with a standby') await isCopied(cloud);
      expect(cloud.denials).toEqual([]);
    } finally {
      await cloud.stop();
      rmSync(dataDir, { recursive: true, force: true });
    }
  });
});

/** One of its stages has every kind of resource that there is; cfn-lint takes seconds for each template. */
const LINTED: Variant = 'with two stages, of which one has everything';

/** CDK says twice that a function waits for its role. */
const NOT_OURS = 'W3005';

describe('cfn-lint', () => {
  it.skipIf(!hasCfnLint)('has nothing to say about them (skipped where it is not on the path)', () => {
    const { folder, templates } = assembly(LINTED);
    const stacks = Object.keys(templates).filter((stack) => stack.startsWith('Candor-prod'));
    expect(stacks).toHaveLength(3);
    const files = stacks.map((stack) => path.join(folder, `${stack}.template.json`));
    const asked = ['--format', 'parseable', '--ignore-checks', NOT_OURS, '--', ...files];
    const { stdout, stderr, status } = spawnSync('cfn-lint', asked, { encoding: 'utf8' });
    expect(`${stdout}${stderr}`).toBe('');
    expect(status).toBe(0);
  });
});

describe('CloudFormation’s description', () => {
  const template = (Type: string, Properties: object, more: Template['Resources'] = {}): Template => ({
    Resources: { One: { Type, Properties }, ...more },
    Parameters: {},
  });

  it.each([
    [template('AWS::SQS::Queu', {}), 'One: there is no type AWS::SQS::Queu'],
    [template('AWS::SQS::Queue', { QueueNam: 'a' }), 'One (AWS::SQS::Queue): there is no QueueNam'],
    [template('AWS::SQS::Queue', { DelaySeconds: 'soon' }), 'One (AWS::SQS::Queue).DelaySeconds: "soon" is no number'],
    [template('AWS::S3::BucketPolicy', { Bucket: 'a' }), 'One (AWS::S3::BucketPolicy): PolicyDocument is missing'],
    [
      template('AWS::Lambda::Function', { Code: {}, Role: 'r', PackageType: 'Tar' }),
      'One (AWS::Lambda::Function).PackageType: Tar is none of Image, Zip',
    ],
    [
      template('AWS::ApiGatewayV2::Integration', { ApiId: { Ref: 'Two' }, IntegrationType: 'AWS_PROXY' }),
      'there is nothing called Two',
    ],
    [
      template('AWS::S3::BucketPolicy', { Bucket: { 'Fn::GetAtt': ['One', 'Colour'] }, PolicyDocument: {} }),
      'One (AWS::S3::BucketPolicy) has no Colour',
    ],
    [
      template('AWS::CloudFront::Distribution', { DistributionConfig: { Enabled: true, Aliases: 'a.example.com' } }),
      'One (AWS::CloudFront::Distribution).DistributionConfig.Aliases: "a.example.com" is no list',
    ],
  ])('would say so of what is wrong: %#', (wrong, problem) => {
    expect(heldAgainstSchema(wrong).problems).toContain(problem);
  });
});
