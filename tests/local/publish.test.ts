import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { type Challenge, solveChallenge } from 'altcha-lib';
import { deriveKey } from 'altcha-lib/algorithms/pbkdf2';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { printEvidence } from '../support/evidence.ts';
import { type LocalSystem, startLocalSystem } from '../support/local-system.ts';
import { oneFileOf } from '../support/one-file.ts';

let system: LocalSystem;

beforeAll(async () => {
  system = await startLocalSystem();
});
afterAll(() => system.end());
printEvidence(() => system);

describe('a statement', () => {
  it('is on the page, in summary.json, in the feed and in the X thread, from the first word to the correction', async () => {
    const { body: opened } = await system.open({
      title: 'Uploads stall',
      impact: 'critical',
      components: [{ id: 'storage', status: 'major_outage' }],
      message: 'Uploads stall since noon.',
    });
    const { id } = opened;
    expect(opened.promises).toMatchObject([{ promise: 'nextUpdateBy', source: 'default', state: 'open' }]);
    await everywhere(id, 'Uploads stall since noon.');
    expect(await unresolved(id)).toMatchObject({ name: 'Uploads stall', status: 'investigating', impact: 'critical' });
    expect(await componentStatus('storage')).toBe('major_outage');
    expect((await summary()).status.indicator).toBe('critical');

    await system.say(id, 'updates', {
      message: 'A disk array is full; we are moving data.',
      status: 'identified',
      components: [{ id: 'storage', status: 'degraded_performance' }],
      restoreBy: 'PT2H',
    });
    await everywhere(id, 'A disk array is full; we are moving data.');
    expect(await unresolved(id)).toMatchObject({ status: 'identified' });
    expect(await componentStatus('storage')).toBe('degraded_performance');

    await system.say(id, 'corrections', { corrects: 1, message: 'They stall since 11:40 UTC, not since noon.' });
    await everywhere(id, 'They stall since 11:40 UTC, not since noon.');
    expect((await system.onSite(`/incidents/${id}`)).text).toContain('Uploads stall since noon.');

    await system.say(id, 'resolve', { message: 'Uploads work again.' });
    await everywhere(id, 'Uploads work again.');
    expect(await unresolved(id)).toBeUndefined();
    expect(await componentStatus('storage')).toBe('operational');

    const { body: reopened } = await system.say(id, 'reopen', { message: 'Uploads stall once more.' });
    expect(reopened).toMatchObject({ status: 'investigating', title: 'Uploads stall' });
    await everywhere(id, 'Uploads stall once more.');
    expect(await unresolved(id)).toMatchObject({ status: 'investigating' });

    const thread = await system.thread(id);
    expect(thread.map(({ replyTo }) => replyTo)).toEqual([null, ...thread.slice(0, -1).map((post) => post.id)]);
    expect(thread).toHaveLength(5);
    const { body: fromFeed } = await system.onSite('/api/v2/incidents.json');
    expect(fromFeed.incidents.find((one: { id: string }) => one.id === id).incident_updates).toHaveLength(5);
    await system.say(id, 'resolve', { message: 'Over now.' });
  });

  it('leaves a log whose chain anybody can verify', async () => {
    const { body } = await system.open({ message: 'For the chain.' });
    await system.say(body.id, 'updates', { message: 'A second link.' });
    await everywhere(body.id, 'A second link.');
    const { stdout } = await candor('verify', system.urls.site);
    expect(stdout).toMatch(new RegExp(`sound +${body.id}.*2 entries`));
    expect(stdout).toContain('0 with a fault');
  });

  it('is made as well by the command line', async () => {
    const { stdout } = await candor(
      ...['open', '--json', '--title', 'Jobs wait', '--impact', 'minor', '--component', 'jobs=degraded_performance'],
      ...['--message', 'Jobs wait for minutes.', '--next-update', '20m'],
    );
    const incident = JSON.parse(stdout);
    await everywhere(incident.id, 'Jobs wait for minutes.');
    await candor('resolve', incident.id, '--message', 'Jobs run again.');
    await everywhere(incident.id, 'Jobs run again.');
    expect((await system.incident(incident.id)).status).toBe('resolved');
  });
});

describe('a status change that comes by an event', () => {
  const detail = {
    title: 'Queries time out',
    impact: 'major',
    components: [{ id: 'database', status: 'partial_outage' }],
    message: 'Queries time out in one region.',
  };

  it('opens an incident, speaking for a person only if it names one', async () => {
    await system.event({ ...detail, title: 'Seen by a probe' });
    await system.event({ ...detail, title: 'Seen by Kim', actor: 'kim' });
    const [probe, person] = await Promise.all(['Seen by a probe', 'Seen by Kim'].map(named));

    expect(probe!.entries[0]).toMatchObject({ kind: 'opened', automated: true, author: 'machine' });
    expect(probe!.promises[0]).toMatchObject({ promise: 'nextUpdateBy', source: 'machine' });
    expect(person!.entries[0]).toMatchObject({ kind: 'opened', automated: false, author: 'person', actor: 'kim' });
    await Promise.all([everywhere(probe!.id, detail.message), everywhere(person!.id, detail.message)]);

    // What a machine says keeps no promise of the people.
    await system.event({ incident: person!.id, message: 'The probe still fails.' });
    await everywhere(person!.id, 'The probe still fails.');
    expect((await system.incident(person!.id)).promises.map(({ state }) => state)).toEqual(['open']);
    await system.event({ incident: person!.id, message: 'It is the network.', status: 'identified', actor: 'kim' });
    await everywhere(person!.id, 'It is the network.');
    expect((await system.incident(person!.id)).promises.map(({ state }) => state)).toEqual(['kept', 'open']);
  });

  it('that cannot be carried out waits for a person and changes nothing', async () => {
    const before = (await system.get('/v1/incidents')).body.incidents.length;
    await system.event({ incident: 'nosuchthing1', message: 'It is back.' });
    await system.event({ ...detail, title: 'After the bad one' });
    await named('After the bad one');
    expect((await system.get('/v1/incidents')).body.incidents).toHaveLength(before + 1);
    expect(system.said()).toMatch(/goes back to the queue: incident-not-found/);
  });
});

describe('whoever follows without a mailbox', () => {
  const form = (where: string, fields: Record<string, string>) =>
    fetch(new URL(where, system.urls.site), { method: 'POST', body: new URLSearchParams(fields) });

  it('in a room and by a program is called at once, with the link that ends it, and gets our key for a device', async () => {
    type Call = { body: { data?: Record<string, string> } };
    const called = async (part: string) =>
      (await (await fetch(`${system.urls.world}/sim/hooks?part=${part}`)).json()) as Call[];
    const follow = async (hook: string) => (await form('/s', { kind: 'hook', hook })).text();
    expect(await follow('https://hooks.slack.com/services/T0/B0/any')).toContain('It follows from now on');
    expect(await follow('https://receiver.example.com/hooks/ada')).toContain('whpk_');
    const { secret, unsubscribe } = (await called('hooks'))[0]!.body.data!;
    expect(secret).toMatch(/^whsec_/);
    const [ofRoom] = /http[^"|<>]+\/s\/u\/[\w.-]+/.exec(JSON.stringify(await called('slack')))!;
    for (const link of [ofRoom, unsubscribe!])
      expect(await (await form(link, {})).text()).toContain('No more messages are sent');
    const log = () => readFileSync(path.join(system.dataDir, 'logs', 'functions.log'), 'utf8');
    // As a browser does that has done the work.
    const task = (await (await fetch(new URL('/s/challenge', system.urls.site))).json()) as Challenge;
    const proof = { challenge: task, solution: await solveChallenge({ challenge: task, deriveKey }) };
    await form('/s', {
      kind: 'hook',
      hook: 'https://hooks.slack.com/services/T0/B0/other',
      altcha: btoa(JSON.stringify(proof)),
    });
    await system.until('the work in the log', async () => log().includes('"work":"done"'));
    const key = await (await fetch(new URL('/s/push-key', system.urls.site))).text();
    expect(Buffer.from(key, 'base64url')).toHaveLength(65);
  });
});

describe('everything that is public', () => {
  const HTML = 'text/html; charset=utf-8';
  const JSON_TYPE = 'application/json; charset=utf-8';
  const CALENDAR = 'text/calendar; charset=utf-8';

  it('has its media type, a tag and a date that answer with 304, is open to every origin, and minds no query', async () => {
    const { id } = (await system.open({ message: 'For the headers.' })).body;
    await everywhere(id, 'For the headers.');
    const month = new Date().toISOString().slice(0, 7);
    const own = { '': HTML, '/log.jsonl': 'application/jsonl; charset=utf-8', '/next.ics': CALENDAR };
    const types: Record<string, string> = {
      ...Object.fromEntries(['/', '/history', `/history/${month}`, '/promises'].map((path) => [path, HTML])),
      ...Object.fromEntries(Object.entries(own).map(([path, type]) => [`/incidents/${id}${path}`, type])),
      ...Object.fromEntries(
        [
          ...['summary', 'status', 'components', 'incidents', 'incidents/unresolved', 'scheduled-maintenances'],
          ...['scheduled-maintenances/upcoming', 'scheduled-maintenances/active'],
        ].map((name) => [`/api/v2/${name}.json`, JSON_TYPE]),
      ),
      [`/incidents/${id}/say.txt`]: 'text/plain; charset=utf-8',
      [`/incidents/${id}.json`]: JSON_TYPE,
      '/promises.json': JSON_TYPE,
      '/history.atom': 'application/atom+xml; charset=utf-8',
      '/history.rss': 'application/rss+xml; charset=utf-8',
      '/history.json': 'application/feed+json; charset=utf-8',
      '/maintenance.ics': CALENDAR,
      '/badge.svg': 'image/svg+xml; charset=utf-8',
      '/robots.txt': 'text/plain; charset=utf-8',
      '/favicon.ico': 'image/x-icon',
      '/apple-touch-icon.png': 'image/png',
      '/icon-256.png': 'image/png',
    };
    await system.say(id, 'resolve', { message: 'No more headers.' });
    await everywhere(id, 'No more headers.');
    // A page that is rendered anew between two of its requests is asked again.
    await Promise.all(
      Object.entries(types).map(([path, type]) =>
        system.until(`${path} as it should be`, async () => {
          await isPublic(path, type);
          return true;
        }),
      ),
    );
  });

  async function isPublic(path: string, type: string): Promise<void> {
    const url = `${system.urls.site}${path}`;
    const ask = async (init: RequestInit = {}, query = '') => {
      const answer = await fetch(`${url}${query}`, init);
      const { status, headers } = answer;
      const header = (name: string) => headers.get(name) ?? undefined;
      return {
        path,
        status,
        header,
        type: header('content-type'),
        anyOrigin: header('access-control-allow-origin'),
        body: await answer.text(),
      };
    };
    const got = await ask();
    const [etag, date] = [got.header('etag'), got.header('last-modified')];
    expect(got).toMatchObject({ status: 200, type, anyOrigin: '*' });
    expect({ path, etag, date }).toEqual({
      path,
      etag: expect.stringMatching(/^(W\/)?".+"$/),
      date: expect.stringMatching(/ GMT$/),
    });
    expect(await ask({}, '?utm_source=mail&x[]=%F0')).toMatchObject({ status: 200, body: got.body });
    expect(await ask({ method: 'HEAD' })).toMatchObject({ status: 200, type, anyOrigin: '*', body: '' });
    expect(await ask({ headers: { 'if-none-match': etag! } })).toMatchObject({ status: 304, anyOrigin: '*', body: '' });
    expect(await ask({ headers: { 'if-none-match': '"of long ago"' } })).toMatchObject({ status: 200 });
    expect(await ask({ headers: { 'if-modified-since': date! } })).toMatchObject({ status: 304, anyOrigin: '*' });
    const before = new Date(Date.parse(date!) - 1000).toUTCString();
    expect(await ask({ headers: { 'if-modified-since': before } })).toMatchObject({ status: 200 });
    const preflight = { origin: 'https://a.example', 'access-control-request-method': 'GET' };
    expect(await ask({ method: 'OPTIONS', headers: preflight })).toMatchObject({ status: 204, anyOrigin: '*' });
  }

  it('is rendered again from the log on request, and each page is as it was', async () => {
    const { id } = (await system.open({ message: 'To be rendered again.' })).body;
    await everywhere(id, 'To be rendered again.');
    const log = (await system.onSite(`/incidents/${id}/log.jsonl`)).text;
    const { stdout, stderr } = await candor('rebuild');
    expect(stdout).toMatch(
      /^Rebuilt from the log: \d+ incidents with all pages, feeds and documents, at \d\d:\d\d UTC\.\n$/,
    );
    expect(stderr).toContain('rendered, at ');
    expect((await system.onSite(`/incidents/${id}/log.jsonl`)).text).toBe(log);
    await system.say(id, 'resolve', { message: 'Rendered.' });
  });
});

/** Until the words stand on the incident's page, in summary.json or the history, in the feed, and on X. */
async function everywhere(id: string, words: string): Promise<void> {
  await Promise.all([
    system.until(`"${words}" on the page`, async () => (await system.onSite(`/incidents/${id}`)).text.includes(words)),
    system.until(`"${words}" in the API`, async () =>
      (await system.onSite('/api/v2/incidents.json')).text.includes(JSON.stringify(words).slice(1, -1)),
    ),
    system.until(`"${words}" in the feed`, async () => (await system.onSite('/history.atom')).text.includes(words)),
    system.until(`"${words}" on X`, async () => (await system.thread(id)).some(({ text }) => text.includes(words))),
  ]);
}

const summary = async () => (await system.onSite('/api/v2/summary.json')).body;
const unresolved = async (id: string) => (await summary()).incidents.find((one: { id: string }) => one.id === id);

async function componentStatus(id: string): Promise<string | undefined> {
  const names: Record<string, string> = { storage: 'File storage' };
  return (await summary()).components.find((one: { name: string }) => one.name === names[id])?.status;
}

/** The open incident of this title, once it is there. */
const named = (title: string) =>
  system.until(`an incident "${title}"`, async () => {
    const { body } = await system.get('/v1/incidents?open=true');
    return body.incidents.find((one: { title: string }) => one.title === title);
  });

/** Runs the command line as a commander would, against this system. */
async function candor(...args: string[]) {
  const { ops, site } = system.urls;
  return promisify(execFile)(process.execPath, [await oneFileOf('bin/candor.ts'), ...args], {
    env: {
      ...process.env,
      CANDOR_OPS_URL: ops,
      CANDOR_SITE_URL: site,
      CANDOR_CLIENT_ID: 'local',
      CANDOR_CLIENT_SECRET: 'local',
    },
  });
}
