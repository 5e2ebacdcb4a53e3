import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DynamoDBClient, GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { App } from 'aws-cdk-lib';
import { expect, it, onTestFinished } from 'vitest';
import raw from '../../../candor.config.json' with { type: 'json' };
import { type Cloud, startCloud } from '../../../infra/local/cloud/cloud.ts';
import { addStages } from '../../../infra/stacks.ts';
import type { Config } from '../../../shared/config/config-schema.ts';
import { parseConfig } from '../../../shared/config/parse-config.ts';
import {
  ofType,
  projectContext,
  type Resource,
  spoken,
  synthesise,
  theOnly,
  withBundles,
} from './support/synthesised.ts';
import { configOf, KEEPING } from './support/variants.ts';

const everything = configOf('with two stages, of which one has everything');
const system = synthesise('Candor-prod', { config: everything, stage: 'prod' });
const STAYS = { DeletionPolicy: 'RetainExceptOnCreate', UpdateReplacePolicy: 'Retain' };

/** All but those that live for an hour (action links) or are handed out again (the origin’s). */
const STAYING_SECRETS = ['BlueskyAccount', 'FollowKey', 'IntakeKey', 'MastodonAccount', 'XTokens'];

/** What a resource is made from, however deep in its properties: AWS deletes none of it while it stands. */
function neededBy(one: Resource): string[] {
  const found = JSON.stringify(one.Properties).matchAll(/"(?:Ref|Fn::GetAtt)":\[?"(\w+)"/g);
  return [...new Set([...found].map(([, id]) => id!))].filter((id) => id in system.Resources);
}

it('the page stays up when the system goes: distribution, name, bucket, and the right to read it', () => {
  const serving = /^AWS::(CloudFront::|S3::|Route53::RecordSet)/;
  const pageAndName = Object.entries(system.Resources).filter(
    ([id, { Type }]) => serving.test(Type) && id.startsWith('Site'),
  );
  expect(pageAndName.length).toBeGreaterThan(8);
  for (const [id, one] of pageAndName) expect([id, one]).toMatchObject([id, STAYS]);
});

it('what a channel or a follower is known by stays, but is not left behind by a creation that fails', () => {
  const secrets = ofType(system, 'AWS::SecretsManager::Secret').filter(([, one]) => one.DeletionPolicy !== 'Delete');
  expect(secrets.map(([id]) => id.replace(/[0-9A-F]{8}$/, '')).toSorted()).toEqual(STAYING_SECRETS);
  for (const [id, one] of secrets) expect([id, one]).toMatchObject([id, STAYS]);
});

it('a distribution that stays has nothing below it that would go', () => {
  const [[, distribution] = []] = ofType(system, 'AWS::CloudFront::Distribution');
  for (const id of neededBy(distribution!)) {
    const one = system.Resources[id]!;
    // Read once, when it is deployed; and an address, behind which nobody answers then.
    if (['AWS::SecretsManager::Secret', 'AWS::ApiGatewayV2::Api'].includes(one.Type)) continue;
    expect([id, one]).toMatchObject([id, STAYS]);
  }
});

it('the certificates of names that stay, and the standby with what lets it be read, stay too', () => {
  const others = ['Candor-prod-Certificate', 'Candor-prod-Edge'].map((stack) =>
    synthesise(stack, { config: everything, stage: 'prod' }),
  );
  for (const [id, one] of others.flatMap(({ Resources }) => Object.entries(Resources)))
    expect([id, one]).toMatchObject([id, STAYS]);
});

it('what refuses deletion is made after what is refused most often, so that a failed first creation leaves nothing', () => {
  const [[distribution] = []] = ofType(system, 'AWS::CloudFront::Distribution');
  for (const type of ['AWS::DynamoDB::GlobalTable', 'AWS::Cognito::UserPool'])
    expect(theOnly(system, type).DependsOn).toContain(distribution);
});

it('no stack can be deleted by one call', () => {
  const outdir = mkdtempSync(path.join(tmpdir(), 'candor-assembly-'));
  onTestFinished(() => rmSync(outdir, { recursive: true, force: true }));
  withBundles((bundles) => {
    const app = new App({ context: projectContext(), analyticsReporting: false, outdir });
    addStages(app, { bundles, config: everything });
    const { stacks } = app.synth();
    expect(stacks.length).toBe(4);
    for (const stack of stacks) expect(stack.terminationProtection).toBe(true);
  });
});

it('what a stage keeps is taken up and not made, and functions are given its names', () => {
  const kept = synthesise('Candor-prod', { config: configOf(KEEPING), stage: 'prod' });
  for (const type of ['AWS::DynamoDB::GlobalTable', 'AWS::S3::Bucket', 'AWS::CloudFront::Distribution'])
    expect(ofType(kept, type)).toEqual([]);
  const environment = Object.fromEntries(
    ofType(kept, 'AWS::Lambda::Function').flatMap(([, { Properties }]) =>
      Object.entries(Properties.Environment.Variables),
    ),
  );
  expect(environment).toMatchObject({
    CANDOR_TABLE: 'Candor-prod-IncidentsTable7D5FD327-1ABC',
    CANDOR_SITE_BUCKET: 'candor-prod-sitebucket-1abc',
    CANDOR_SITE_URL: 'https://d111111abcdef8.cloudfront.net',
    CANDOR_INTAKE_SECRET: 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:intake-AbCdEf',
    CANDOR_SUBSCRIBER_SECRET: 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:follow-AbCdEf',
    CANDOR_X_SECRET: 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:x-AbCdEf',
  });
  const accounts = ofType(kept, 'AWS::Lambda::Function').flatMap(([, { Properties }]) => {
    const { CANDOR_CHANNEL: channel, CANDOR_CHANNEL_SECRET: secret } = Properties.Environment.Variables;
    return channel === undefined ? [] : [[channel, secret]];
  });
  expect(Object.fromEntries(accounts)).toEqual({
    bluesky: 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:bluesky-AbCdEf',
    mastodon: 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:mastodon-AbCdEf',
  });
  const policies = JSON.stringify(ofType(kept, 'AWS::IAM::Policy').map(([, one]) => spoken(one)));
  expect(policies).toContain('table/Candor-prod-IncidentsTable7D5FD327-1ABC/index/watch');
});

it.each([
  [
    'a bucket as standby without its region',
    { kept: { standby: 'a-bucket' } },
    'kept.standby: is a bucket without a region',
  ],
  [
    'a table by its ARN',
    { kept: { table: 'arn:aws:dynamodb:eu-west-1:1:table/T' } },
    'kept.table: the name of a table',
  ],
  ['half of a page', { kept: { site: { bucket: 'a-bucket' } } }, 'kept.site.distribution'],
  [
    'a secret without the end of its name',
    { kept: { keys: { x: 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:x' } } },
    'kept.keys.x: the whole ARN',
  ],
  [
    'a secret of another region',
    { region: 'us-west-2', kept: { keys: { x: 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:x-AbCdEf' } } },
    'kept.keys.x: is a secret of eu-west-1, and the stage stands in us-west-2',
  ],
])('a stage that keeps %s is refused at its place', (_, stage, message) => {
  expect(() => parseConfig({ ...raw, stages: { prod: stage } })).toThrow(message);
});

it('a table that a stack has left is taken up with what is in it', async () => {
  const dataDir = mkdtempSync(path.join(tmpdir(), 'candor-kept-'));
  onTestFinished(() => rmSync(dataDir, { recursive: true, force: true }));
  const key = { pk: { S: 'INCIDENT#i1' }, sk: { S: 'ENTRY#0001' } };
  const table = await running(dataDir, parseConfig(raw), async (cloud, db) => {
    const [{ name = '' } = {}] = cloud.template.ofType('AWS::DynamoDB::GlobalTable');
    await db.send(new PutItemCommand({ TableName: name, Item: { ...key, said: { S: 'Logins fail.' } } }));
    return name;
  });
  const config = parseConfig({ ...raw, stages: { default: { kept: { table } } } });
  await running(dataDir, config, async (cloud, db) => {
    expect(cloud.template.ofType('AWS::DynamoDB::GlobalTable')).toEqual([]);
    const { Item } = await db.send(new GetItemCommand({ TableName: table, Key: key }));
    expect(Item?.said).toEqual({ S: 'Logins fail.' });
  });
});

/** Runs the stack of `config` on the data of `dataDir` while `use` lasts. */
async function running<T>(dataDir: string, config: Config, use: (cloud: Cloud, db: DynamoDBClient) => Promise<T>) {
  const folder = mkdtempSync(path.join(tmpdir(), 'candor-assembly-'));
  withBundles((bundles) => {
    const app = new App({ context: projectContext(), analyticsReporting: false, outdir: folder });
    addStages(app, { bundles, config });
    app.synth();
  });
  const cloud = await startCloud({ cdkOut: folder, stack: 'Candor', dataDir, warm: false });
  const db = new DynamoDBClient({ region: 'us-east-1', endpoint: cloud.urls.aws, credentials: cloud.operator });
  try {
    return await use(cloud, db);
  } finally {
    db.destroy();
    await cloud.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}
