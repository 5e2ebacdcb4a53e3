import { copyFileSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { followersOf } from '../local/followers.ts';
import { candorAt, pagesOf, withoutRendering } from '../local/moved.ts';
import { freePorts, type LocalSystem, startLocalSystem } from '../support/local-system.ts';

const home = mkdtempSync(path.join(tmpdir(), 'candor-archive-'));
const file = (name: string) => path.join(home, name);
const ADA = 'ada@customers.example';

let ids: string[];
let pages: Record<string, string>;
let at: string;
let port: number;
let goodbye: string;
let first: LocalSystem;

/** An outage that was missed and is over, one with a text that was removed, one that is open, work, and a subscriber. */
async function story(system: LocalSystem): Promise<string[]> {
  const followers = followersOf(system);
  await system.put('/v1/channels/mail', { mode: 'live' });
  await followers.follow(ADA);
  const missed = (await system.open({ title: 'Logins fail', nextUpdateBy: 'PT2M' })).body.id;
  await system.passTo(new Date(Date.parse(await system.now()) + 4 * 60_000).toISOString());
  await system.until('the apology', async () => (await system.incident(missed)).entries.length > 1);
  await system.say(missed, 'resolve', { message: 'Logins work again.' });
  const removed = (await system.open({ title: 'Slow pages', message: 'Ask jo@private.example.' })).body.id;
  await system.say(removed, 'redactions', { seq: 1, reason: 'personal-data' });
  await system.say(removed, 'resolve', { message: 'Pages are fast again.' });
  const work = await system.post('/v1/maintenances', {
    title: 'We move',
    components: ['website'],
    scheduledFor: 'P2D',
    scheduledUntil: 'P3D',
    message: 'We move to other machines.',
  });
  const open = (await system.open({ title: 'Webhooks are late', nextUpdateBy: 'PT4H' })).body.id;
  const all = [missed, removed, work.body.id, open];
  for (const id of all) await system.delivered(id);
  await system.until('the mails', async () => (await followers.told(ADA)).length >= 3);
  goodbye = await followers.link(ADA, 'u');
  return all;
}

beforeAll(async () => {
  port = await freePorts(3);
  first = await startLocalSystem({ port, startsAt: '10:00' });
  ids = await story(first);
  const candor = candorAt(first, home);
  // As it will be where it is brought.
  await first.put('/v1/freeze', { frozen: true, reason: 'as it will be there' });
  await first.swept();
  at = await first.now();
  await candor.run('rebuild');
  pages = await pagesOf(first, ids);
  expect((await candor.run('verify', first.urls.site, '--save', file('heads.json'))).code).toBe(0);
  const plain = await candor.run('export', file('log.jsonl'));
  expect(plain).toMatchObject({ code: 0, out: expect.stringContaining('4 incidents') });
  // Killed in the middle, and run again.
  await candor.killed(
    () => existsSync(file('all.sealed.unfinished')),
    'export',
    file('all.sealed'),
    '--with-addresses',
  );
  expect(existsSync(file('all.sealed'))).toBe(false);
  expect(await candor.run('export', file('all.sealed'), '--with-addresses')).toMatchObject({ code: 0 });
});
afterAll(async () => {
  await first?.end();
  rmSync(home, { recursive: true, force: true });
});

describe('an export', () => {
  it('is readable by whoever took it alone, and never written over', async () => {
    expect(statSync(file('log.jsonl')).mode & 0o777).toBe(0o600);
    const again = await candorAt(first, home).run('export', file('log.jsonl'));
    expect(again).toMatchObject({ code: 2, out: expect.stringContaining('is there already') });
  });

  it('holds no address, key or removed word, but with people, and then nobody reads them without the passphrase', () => {
    const [plain, sealed] = ['log.jsonl', 'all.sealed'].map((name) => readFileSync(file(name), 'latin1'));
    for (const text of [plain, sealed])
      for (const word of [ADA, 'jo@private.example', '@example.com', '"keys"']) expect(text).not.toContain(word);
    expect(plain).toContain('Logins fail');
    expect(sealed).not.toContain('Logins fail');
  });

  it('of which a letter was changed, a line dropped or the end cut off is refused before anything is changed', async () => {
    const candor = candorAt(first, home);
    const text = readFileSync(file('log.jsonl'), 'utf8');
    const lines = text.trimEnd().split('\n');
    const broken: [string, string, string][] = [
      ['changed', text.replace('"title":"Logins fail"', '"title":"Logins work"'), 'was changed after it was written'],
      ['dropped', lines.toSpliced(2, 1).join('\n'), 'a line was changed, dropped or inserted'],
      ['cut', lines.slice(0, -1).join('\n'), 'has no end'],
      ['other', '{"a":1}\n', 'is not the beginning of an export'],
    ];
    for (const [name, content, says] of broken) {
      writeFileSync(file(name), content);
      expect(await candor.run('import-log', file(name), '--yes')).toMatchObject({
        code: 2,
        out: expect.stringContaining(says),
      });
    }
    copyFileSync(file('all.sealed'), file('cut.sealed'));
    writeFileSync(file('cut.sealed'), readFileSync(file('all.sealed')).subarray(0, -40));
    expect(await candor.run('import-log', file('cut.sealed'), '--yes')).toMatchObject({
      code: 2,
      out: expect.stringContaining('changed or cut off'),
    });
  });
});

describe('what was exported, everything destroyed, brought to the same address', () => {
  let second: LocalSystem;
  let said: string;

  beforeAll(async () => {
    await first.end();
    second = await startLocalSystem({ port, startsAt: '10:00' });
    await second.passTo(at);
    const candor = candorAt(second, home);
    const dry = await candor.run('import-log', file('all.sealed'));
    expect(dry).toMatchObject({ code: 0, out: expect.stringContaining('Nothing was changed') });
    expect((await second.get('/v1/incidents')).body.incidents).toEqual([]);
    await candor.killed(
      async () => (await second.get('/v1/control')).body.frozen,
      'import-log',
      file('all.sealed'),
      '--yes',
    );
    const brought = await candor.run('import-log', file('all.sealed'), '--yes');
    said = brought.out;
    expect(brought.code).toBe(0);
  });
  afterAll(() => second?.end());

  it('is every page, feed, document and log byte for byte, but for times of rendering', async () => {
    await second.swept();
    expect(withoutRendering(await pagesOf(second, ids), at)).toEqual(withoutRendering(pages, at));
  });

  it('counts on how often pages were written, since readers and buckets hold them by that number', async () => {
    const rev = async (text: string | undefined) => Number(/data-rev="(\d+)"/.exec(text ?? '')?.[1]);
    expect(await rev((await second.onSite('/')).text)).toBeGreaterThan(await rev(pages['/']));
  });

  it('is sound against the heads that were kept', async () => {
    const verified = await candorAt(second, home).run('verify', second.urls.site, '--against', file('heads.json'));
    expect(verified).toMatchObject({ code: 0, out: expect.stringContaining('3 incidents, 0 with a fault') });
  });

  it('posts, mails and reminds nobody again, also once it is released', async () => {
    await candorAt(second, home).run('release');
    await second.put('/v1/channels/mail', { mode: 'live' });
    for (let minute = 0; minute < 3; minute += 1) await second.swept();
    expect(await second.posts()).toEqual([]);
    expect((await followersOf(second).told(ADA)).length).toBe(0);
    expect((await second.inbox()).filter(({ incident }) => incident !== undefined)).toEqual([]);
  });

  it('tells who followed of what is said from then on, and the link in a mail from before ends it', async () => {
    const followers = followersOf(second);
    await second.say(ids.at(-1)!, 'updates', { message: 'We found the cause.' });
    await second.until('the mail', async () => (await followers.told(ADA)).length === 1);
    expect(said).toContain('With people of the house and subscribers');
    // Functions read a key anew within five minutes.
    await second.passTo(new Date(Date.parse(await second.now()) + 6 * 60_000).toISOString());
    await fetch(goodbye, { method: 'POST' });
    await second.until(
      'nobody follows',
      async () => (await second.get('/v1/subscribers')).body.subscribers.length === 0,
    );
  });

  it('changes nothing when it is brought once more', async () => {
    const again = await candorAt(second, home).run('import-log', file('all.sealed'), '--yes', '--json');
    expect(JSON.parse(again.out.slice(again.out.lastIndexOf('\n{') + 1))).toMatchObject({ added: 0 });
  });
});

describe('brought to another address, without people', () => {
  it('it has links of its own, the same chains, and says what no longer works', async () => {
    const other = await startLocalSystem({ startsAt: '10:00' });
    try {
      await other.passTo(at);
      const candor = candorAt(other, home);
      const { code, out } = await candor.run('import-log', file('log.jsonl'), '--yes');
      expect(code).toBe(0);
      expect(out).toContain('their links lead here');
      expect(out).toContain('links in mails to subscribers end nothing any more');
      expect(await candor.run('verify', other.urls.site, '--against', file('heads.json'))).toMatchObject({ code: 0 });
      const feed = (await other.onSite('/history.atom')).text;
      expect(feed).toContain(`${other.urls.site}/incidents/${ids[0]}`);
      expect(await other.posts()).toEqual([]);
    } finally {
      await other.end();
    }
  });
});
