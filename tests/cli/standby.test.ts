import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { describe, expect, it, onTestFinished } from 'vitest';
import { difference } from '../../bin/commands/standby/compare.ts';
import { startCloud } from '../../infra/local/cloud/cloud.ts';
import { systemStack } from '../../infra/local/start/assembly.ts';
import { assemblyOf } from '../infra/stack/support/variants.ts';
import { until } from '../support/until.ts';
import { deployer, OUTPUTS } from './deployer.ts';

const of = (key: string, tag: string, at = 0) => ({ key, tag, at });

describe('a standby', () => {
  it('is held against the page object by object', () => {
    const page = [of('index.html', 'a', 100), of('new.html', 'b', 900), of('same.html', 'c')];
    const standby = [of('index.html', 'old'), of('same.html', 'c'), of('stray.html', 'd')];
    expect(difference(page, standby, 1_000)).toEqual({
      same: 1,
      behind: [
        { key: 'index.html', is: 'older', sinceMs: 900 },
        { key: 'new.html', is: 'missing', sinceMs: 100 },
      ],
      others: ['stray.html'],
    });
  });

  it('is asked for where it lies; one that is late is said, and what brings it up to date', async () => {
    const { folder } = assemblyOf('with a standby', { nag: false });
    const dataDir = mkdtempSync(path.join(tmpdir(), 'candor-standby-'));
    const cloud = await startCloud({ cdkOut: folder, stack: systemStack(folder), dataDir, warm: false });
    onTestFinished(async () => {
      await cloud.stop();
      for (const one of [dataDir, folder]) rmSync(one, { recursive: true, force: true });
    });
    const [site = '', standby = ''] = cloud.template.ofType('AWS::S3::Bucket').map(({ name }) => name);
    const s3 = new S3Client({
      region: 'eu-west-1',
      endpoint: cloud.urls.aws,
      credentials: cloud.operator,
      forcePathStyle: true,
    });
    onTestFinished(() => s3.destroy());
    const put = (Bucket: string, Body: string) =>
      s3.send(new PutObjectCommand({ Bucket, Key: 'index.html', Body, ContentType: 'text/html' }));

    const person = await deployer();
    person.cdk.outputs = {
      ...OUTPUTS,
      SiteBucketName: site,
      StandbyBucketName: standby,
      StandbyRegion: 'eu-central-1',
    };
    await person.candor('deploy', '--yes');
    person.with({
      ...(person.surroundings.env as Record<string, string>),
      AWS_ENDPOINT_URL: cloud.urls.aws,
      AWS_ACCESS_KEY_ID: cloud.operator.accessKeyId,
      AWS_SECRET_ACCESS_KEY: cloud.operator.secretAccessKey,
      AWS_SESSION_TOKEN: cloud.operator.sessionToken ?? '',
    });
    person.clock.nowMs = Date.now();

    await put(site, 'Logins fail.');
    await until('the copy', async () => (await person.candor('standby', 'check', '--json')).out.includes('"same": 1'));
    await put(standby, 'something else');
    expect(await person.candor('standby', 'check')).toMatchObject({
      code: 0,
      out: expect.stringContaining('0 objects are the same'),
    });
    person.clock.nowMs += 20 * 60_000;
    const late = await person.candor('standby', 'check');
    expect(late.code).toBe(1);
    expect(late.out).toContain('index.html: older for 20 min');
    expect(late.out).toContain('candor rebuild');
    cloud.inject({ service: 's3', times: 100, bucket: standby });
    expect(await person.candor('standby', 'check')).toMatchObject({
      code: 1,
      err: expect.stringContaining(`${standby} in eu-central-1 does not answer`),
    });
  });

  it('that the stage has none of is not made up', async () => {
    const person = await deployer();
    person.cdk.outputs = { ...OUTPUTS, SiteBucketName: 'shop-site' };
    await person.candor('deploy', '--yes');
    expect((await person.candor('standby', 'check')).err).toContain('has no standby: write stages.prod.standby');
  });
});
