import { chmodSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { memoryDesk } from '../../shared/adapters/memory/desk.ts';
import { listen } from '../../shared/app/desk/listen.ts';
import type { DeskPorts } from '../../shared/app/desk/ports.ts';
import { readIncident } from '../../shared/app/read-incidents.ts';
import type { DeskSource, Heard } from '../../shared/core/desk/mention.ts';
import { mentionId } from '../../shared/core/desk/names.ts';
import { instant } from '../../shared/core/instant.ts';
import { publicIncident } from '../../shared/core/public-incident.ts';
import { OUTPUTS } from './deployer.ts';
import { doctored } from './doctored.ts';
import type { FakeApi } from './fake-api.ts';
import { terminal } from './terminal.ts';

type Open = { -readonly [Name in keyof DeskPorts]: DeskPorts[Name] };

/** A desk behind the API, to whose sources everything comes that a test says. */
function desked(api: FakeApi, sources: readonly DeskSource[] = ['x']) {
  const heard: Heard[] = [];
  const desk = api.ports.desk as Open;
  // Nobody has connected anything yet.
  desk.stores = memoryDesk();
  const port = (source: DeskSource) => ({
    source,
    since: async () => ({ billed: {}, heard: heard.filter((one) => one.source === source), gone: [] }),
    answer: async () => ({ billed: {}, outcome: 'sent' as const, receipt: 'r' }),
    find: async () => ({ billed: {}, absent: true as const }),
  });
  desk.sources = Object.fromEntries(sources.map((source) => [source, port(source)]));
  return {
    desk,
    connected: async (source: DeskSource = 'x') => (await desk.stores.account(source).read()).state?.connected,
    async says(handle: string, text: string): Promise<string> {
      const at = api.ports.clock.now();
      const one: Heard = {
        ...{ source: 'x', theirs: `t${heard.length}`, author: { theirs: handle, handle }, text, at },
        ...{ summoned: true, direct: false },
      };
      heard.push(one);
      await listen(desk);
      return `x/${mentionId(one)}`;
    },
  };
}

async function atTheDesk(sources?: readonly DeskSource[]) {
  const person = terminal();
  return { ...person, ...desked(person.api, sources) };
}

/** The same with an incident that is open about the website. */
async function inAnOutage() {
  const house = await atTheDesk();
  await house.candor('desk', 'connect', 'x', '--yes');
  await house.candor(
    'open',
    '--title',
    'Pages fail',
    '--impact',
    'major',
    '-c',
    'website=major_outage',
    '-m',
    'We look.',
  );
  const [id = ''] = JSON.parse((await house.candor('list', '--json')).out).incidents.map(
    (one: { id: string }) => one.id,
  );
  const incident = await readIncident(house.api.ports.log, id);
  if (incident) await house.api.ports.siteIndex.note(publicIncident(incident), instant(house.clock.nowMs));
  return { ...house, id };
}

describe('candor desk connect', () => {
  it('says what X costs before it asks, and connects nothing on a no', async () => {
    const { candor, answering, questions, connected } = await atTheDesk();
    answering(() => 'n');
    const { code, err } = await candor('desk', 'connect', 'x');
    expect({ code, asked: questions }).toEqual({ code: 1, asked: ['Hear what customers say on X? [y/N]'] });
    expect(err).toContain('a mention of ours that is read: $0.001');
    expect(err).toContain('$43 a month');
    expect(err).toContain('Nothing was connected.');
    expect(await connected()).toBeUndefined();
  });

  it('connects on a yes, once, and says who did where somebody has', async () => {
    const { candor, answering, connected } = await atTheDesk();
    answering(() => 'y');
    expect((await candor('desk', 'connect', 'x')).out).toContain('X is heard from now on');
    expect(await connected()).toMatchObject({ by: 'local' });
    expect((await candor('desk', 'connect', 'x')).out).toContain('heard already: local connected it at');
  });

  it('says of a place that is free that it is, and of nobody there to be asked that it connects by --yes', async () => {
    const { candor, connected } = await atTheDesk(['bluesky']);
    const { code, err } = await candor('desk', 'connect', 'Bluesky');
    expect(code).toBe(1);
    expect(err).toContain('It costs nothing');
    expect(err).toContain('--yes');
    expect(await connected('bluesky')).toBeUndefined();
  });

  it('says of mail where the ticket system sends to, and by what it is known', async () => {
    const { candor } = await atTheDesk(['mail']);
    const { out } = await candor('desk', 'connect', 'mail', '--yes');
    expect(out).toMatch(/^Mail is heard from now on/);
    expect(out).toContain('POST each message to http://localhost:4311/tickets');
    expect(out).toMatch(/Authorization: Bearer [\w-]{43}\n/);
    const again = await candor('desk', 'connect', 'mail');
    expect(again.out).toMatch(/^Mail is heard already: .*\nHave your ticket system POST/);
    expect((await candor('desk', 'connect', 'mail', '--json')).out).not.toContain('Bearer');
  });

  it('names what the config lacks for a place that is not deployed, and no place at all as not understood', async () => {
    const { candor } = await atTheDesk();
    expect(await candor('desk', 'connect', 'mastodon', '--yes')).toMatchObject({
      code: 1,
      err: expect.stringContaining('Write "mastodon" into desk.sources of the config'),
    });
    expect(await candor('desk', 'connect', 'fax')).toMatchObject({
      code: 2,
      err: expect.stringContaining('x, bluesky, mastodon, mail'),
    });
  });

  it('has nobody heard any more after a disconnect, and what was heard stay', async () => {
    const { candor, says, connected } = await inAnOutage();
    await says('ana', 'the website is down');
    expect((await candor('desk', 'disconnect', 'x')).out).toContain('not heard any more');
    expect(await connected()).toBeUndefined();
    expect((await candor('desk')).out).toContain('the website is down');
  });
});

describe('the token by which posts are counted on X', () => {
  /** A stage whose config has posts counted, before the simulated X. */
  async function counting() {
    const house = await doctored({ config: { desk: { sources: ['x'], query: 'acme (down OR broken)' } } });
    const file = path.join(house.home, 'bearer');
    const connect = (bearer: string) => {
      writeFileSync(file, bearer);
      chmodSync(file, 0o600);
      return house.candor(
        ...['desk', 'connect', 'x', '--yes', '--stage', 'prod', '--bearer', file],
        ...['--base-url', house.world.url],
      );
    };
    return { ...house, ...desked(house.api), connect, kept: () => house.aws.secrets.get(OUTPUTS.XTokensArn) ?? '' };
  }

  it('is tried, kept beside those of the account and never shown, and is still there for new tokens of the app', async () => {
    const { connect, kept, world, connected, candor, home } = await counting();
    const { code, out, err } = await connect(world.xBearer);
    expect({ code, err }).toMatchObject({ code: 0 });
    expect(out + err).not.toContain(world.xBearer);
    expect(JSON.parse(kept())).toEqual({ ...world.xTokens, bearer: world.xBearer });
    expect(await connected()).toBeDefined();
    const tokens = path.join(home, 'x.json');
    writeFileSync(tokens, JSON.stringify(world.xTokens), { mode: 0o600 });
    await candor('x', 'connect', '--tokens', tokens, '--base-url', world.url);
    expect(JSON.parse(kept())).toEqual({ ...world.xTokens, bearer: world.xBearer });
  });

  it('is not kept, and nothing connected, where X does not count with it', async () => {
    const { connect, kept, world, connected } = await counting();
    const { code, err } = await connect('another-token-of-many-letters');
    expect(code).toBe(1);
    expect(err).toContain('X does not count with that token');
    expect(JSON.parse(kept())).toEqual(world.xTokens);
    expect(await connected()).toBeUndefined();
  });

  it('is asked for by its name where what was given is none', async () => {
    const { connect } = await counting();
    expect(await connect('two words')).toMatchObject({ code: 2, err: expect.stringContaining('"Bearer Token"') });
  });
});

describe('candor desk', () => {
  it('says what to type while nobody is heard', async () => {
    const { candor } = await atTheDesk(['x', 'bluesky']);
    expect((await candor('desk')).out).toContain('candor desk connect x, candor desk connect bluesky');
    expect((await (await atTheDesk([])).candor('desk')).out).toContain('desk.sources of the config is empty');
  });

  it('shows who waits, for how long, about what, and where they are answered', async () => {
    const { candor, says, clock, id } = await inAnOutage();
    const named = await says('ana', 'the website\nis down');
    clock.nowMs += 5 * 60_000;
    const { out } = await candor('desk', 'list', '--state', 'new');
    expect(out).toContain(`${named}  5 min`);
    expect(out).toContain(`waits  ${id}`);
    expect(out).toContain('@ana  the website is down');
    expect(out).toContain('1 person waits, the first for 5 min.');
    expect(out).toContain('http://localhost:4311/console/desk');
  });

  it('shows one with their words, what our page says, what could be said, and the price', async () => {
    const { candor, says } = await inAnOutage();
    const { out } = await candor('desk', 'show', await says('ana', 'the website is down'));
    expect(out).toMatch(/^@ana on X/);
    expect(out).toContain('Our page says now:');
    expect(out).toContain('What could be said ($0.010):');
    expect(out).toContain('Why: says');
  });

  it('takes one for three minutes, and says who has it to whoever comes second', async () => {
    const { candor, says, desk, api } = await inAnOutage();
    const named = await says('ana', 'the website is down');
    expect((await candor('desk', 'take', named)).out).toBe('It is yours until 10:03:00 UTC.');
    const mention = (await desk.stores.mentions.of('x', named.slice(2)))!;
    await desk.stores.mentions.swap({ ...mention, by: 'grace', version: mention.version + 1 });
    expect(await candor('desk', 'take', named)).toMatchObject({
      code: 1,
      err: 'error: Somebody else has just taken it: grace has it until 10:03:00 UTC, unless they take it again.',
    });
    expect(api.received.filter(({ path: where }) => where.endsWith('/answer'))).toEqual([]);
  });

  it('names how a mention is written where it is written otherwise', async () => {
    const { candor } = await atTheDesk();
    for (const wrong of ['ana', 'fax/1', 'x/'])
      expect(await candor('desk', 'show', wrong)).toMatchObject({
        code: 2,
        err: expect.stringContaining('like x/0mx'),
      });
  });

  it('tells of an incident what the desk did in it, and whom it has to tell', async () => {
    const { candor, says, id } = await inAnOutage();
    await says('ana', 'the website is down');
    const { out } = await candor('desk', 'report');
    expect(out).toMatch(/mentions +1 by 1 person/);
    expect(out).toMatch(/never answered +1 person/);
    expect(out).toMatch(/website +1 +0/);
    expect((await candor('desk', 'told', id)).out).toBe('Nobody was answered, so nobody has to be told.');
  });

  it('says what is not seen before anything else', async () => {
    const { candor, desk, says } = await inAnOutage();
    await says('ana', 'the website is down');
    const account = desk.stores.account('x');
    const { state, version } = await account.read();
    const unreadable = { since: '2026-11-22T09:30:00.000Z', reason: 'X answers 503' };
    await account.swap(version, { ...state, unreadable });
    expect((await candor('desk')).out).toMatch(/^X CANNOT BE READ since 09:30 UTC: X answers 503/);
  });
});
