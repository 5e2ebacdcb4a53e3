import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Cloud, startCloud } from '../../infra/local/cloud/cloud.ts';
import { systemStack } from '../../infra/local/start/assembly.ts';
import { terminal } from '../cli/terminal.ts';
import { assemblyOf } from '../infra/stack/support/variants.ts';
import { editedAssembly } from '../support/edited-assembly.ts';
import { type LocalSystem, startLocalSystem } from '../support/local-system.ts';

const TEXT = 'Everything is down since 14:00 UTC.\nWe work on it.';
const MORE = 'Still down at 15:00 UTC.';

const home = mkdtempSync(path.join(tmpdir(), 'candor-operator-'));
afterAll(() => rmSync(home, { recursive: true, force: true }));

/** Somebody with credentials for that AWS, and nothing of Candor that answers. */
function operator(cloud: Cloud) {
  const person = terminal(new Date().toISOString(), home);
  const { accessKeyId, secretAccessKey, sessionToken = '' } = cloud.operator;
  person.with({
    AWS_ENDPOINT_URL: cloud.urls.aws,
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: secretAccessKey,
    AWS_SESSION_TOKEN: sessionToken,
  });
  return person;
}

const read = async (site: string, where: string) => (await fetch(`${site}${where}`)).text();

/** What stands where customers and their programs look first. */
async function seen(site: string) {
  const [front, status, summary, badge, atom, rss, json] = await Promise.all(
    [
      '/',
      '/api/v2/status.json',
      '/api/v2/summary.json',
      '/badge.svg',
      '/history.atom',
      '/history.rss',
      '/history.json',
    ].map((where) => read(site, where)),
  );
  return {
    front: front!,
    status: JSON.parse(status!),
    summary: JSON.parse(summary!),
    badge: badge!,
    atom: atom!,
    rss: rss!,
    json: JSON.parse(json!) as { items: { id: string; title: string; content_html: string }[] },
  };
}

describe('with the whole pipeline dead', () => {
  let dead: Awaited<ReturnType<typeof editedAssembly>>;
  let system: LocalSystem;
  let before: string;
  let during: Awaited<ReturnType<typeof seen>>;
  let second: Awaited<ReturnType<typeof seen>>;

  beforeAll(async () => {
    // No function of it starts.
    dead = await editedAssembly((resources) => {
      for (const { Type, Properties } of Object.values(resources))
        if (Type === 'AWS::Lambda::Function') Properties.Handler = 'nothing.handler';
    });
    system = await startLocalSystem({ xAlone: true });
    before = (await system.open({ title: 'Logins fail' })).body.id;
    await system.say(before, 'resolve', { message: 'Logins work again.' });
    await system.delivered(before);
    await system.terminate();
    const cloud = await startCloud({
      cdkOut: dead.folder,
      stack: systemStack(dead.folder),
      dataDir: path.join(system.dataDir, 'cloud'),
      ports: { site: system.port, ops: system.port + 1 },
      warm: false,
    });
    const bucket = cloud.template.ofType('AWS::S3::Bucket')[0]!.name;
    const put = (text: string, ...more: string[]) =>
      operator(cloud).candor('emergency', text, '--yes', '--bucket', bucket, '--site', cloud.urls.site, ...more);
    try {
      expect((await fetch(`${cloud.urls.ops}/v1/incidents`)).ok).toBe(false);
      expect(await put(TEXT)).toMatchObject({ code: 0, out: expect.stringContaining('It is up') });
      during = await seen(cloud.urls.site);
      expect((await put(MORE)).out).toContain('text number 2');
      second = await seen(cloud.urls.site);
    } finally {
      await cloud.stop();
    }
    await system.restart();
  });
  afterAll(async () => {
    await system?.end();
    dead?.remove();
  });

  it('the page says the words, that they were put up by hand, and nothing else', () => {
    expect(during.front).toContain('<p dir="auto">Everything is down since 14:00 UTC.</p>');
    expect(during.front).toContain('put up by hand at');
    expect(during.front).not.toContain('Operational');
    expect(second.front.indexOf(MORE)).toBeLessThan(second.front.indexOf('Everything is down'));
  });

  it('documents and badge are critical, with the text as the incident', () => {
    expect(during.status.status.indicator).toBe('critical');
    expect(during.summary.incidents[0]).toMatchObject({ impact: 'critical', incident_updates: [{ body: TEXT }] });
    expect(during.summary.components.map(({ status }: { status: string }) => status)).not.toContain('operational');
    expect(during.badge).toContain('1 open');
  });

  it('it is the first item of every feed, above what was there', () => {
    expect(during.json.items[0]!.content_html).toContain('Everything is down');
    expect(during.json.items.some(({ title }) => title.includes('Logins fail'))).toBe(true);
    for (const feed of [during.atom, during.rss]) {
      expect(feed.indexOf('Everything is down')).toBeGreaterThan(0);
      expect(feed.indexOf('Everything is down')).toBeLessThan(feed.indexOf('Logins'));
    }
  });

  it('started again, the pipeline leaves it as it is through sweeps, statements and rebuilds', async () => {
    for (let minute = 0; minute < 2; minute += 1) await system.swept();
    const id = (await system.open({ title: 'Webhooks are late' })).body.id;
    await system.delivered(id);
    await system.post('/v1/site/rebuild', {});
    await system.swept();
    expect((await seen(system.urls.site)).front).toBe(second.front);
    expect((await seen(system.urls.site)).status).toEqual(second.status);
    const { byHand } = (await system.get('/v1/control')).body;
    expect(second.summary.incidents[0]!.id).toBe(byHand.incident);
    expect(await read(system.urls.site, `/incidents/${id}`)).toContain('Webhooks are late');
    expect(
      (await system.get('/v1/incidents')).body.incidents.map(({ title }: { title: string }) => title),
    ).not.toContain('Major outage');
  });

  it('released by a person, it stands in the log when it happened, and the page is rendered again', async () => {
    const person = terminal(new Date().toISOString(), system.dataDir);
    person.surroundings.fetch = (url, init) => fetch(url, init);
    person.with({ CANDOR_OPS_URL: system.urls.ops, CANDOR_SITE_URL: system.urls.site, CANDOR_DATA: system.dataDir });
    expect((await person.candor('emergency', '--release')).out).toBe('Nothing was changed.');
    const released = await person.candor('emergency', '--release', '--yes', '--json');
    expect(released).toMatchObject({ code: 0 });
    const { incident } = JSON.parse(released.out) as { incident: string };
    const { entries, impact } = await system.incident(incident);
    expect(impact).toBe('critical');
    expect(entries.map(({ message }) => message)).toEqual([TEXT, MORE]);
    for (const { happenedAt, at } of entries) expect(happenedAt! < at).toBe(true);
    await system.until('the page of the log', async () => {
      await system.swept();
      const { front } = await seen(system.urls.site);
      return !front.includes('put up by hand') && front.includes('Webhooks are late') && front;
    });
    await system.swept();
    expect((await system.get('/v1/control')).body).not.toHaveProperty('byHand');
    expect((await person.candor('emergency', '--release', '--yes')).out).toContain('Nothing that was put up by hand');
  });
});

describe('with the first bucket refusing', () => {
  it('it is put up at the standby, which customers are then shown', async () => {
    const { folder } = assemblyOf('with a standby', { nag: false });
    const dataDir = mkdtempSync(path.join(tmpdir(), 'candor-standby-'));
    const cloud = await startCloud({ cdkOut: folder, stack: systemStack(folder), dataDir, warm: false });
    try {
      const person = operator(cloud);
      const [site, standby] = cloud.template.ofType('AWS::S3::Bucket').map(({ name }) => name);
      expect(standby).toContain('standby');
      cloud.inject({ service: 's3', times: 1_000, bucket: site! });
      const put = await person.candor(
        'emergency',
        TEXT,
        '--yes',
        '--bucket',
        site!,
        '--site',
        cloud.urls.site,
        '--standby',
        `us-east-1/${standby}`,
      );
      expect(put).toMatchObject({ code: 0, out: expect.stringContaining('It is up at the standby') });
      expect(put.err).toContain(`${site} in us-east-1 does not take it`);
      expect(await read(cloud.urls.site, '/')).toContain('Everything is down');
      expect(JSON.parse(await read(cloud.urls.site, '/api/v2/status.json')).status.indicator).toBe('critical');
    } finally {
      await cloud.stop();
      rmSync(dataDir, { recursive: true, force: true });
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
