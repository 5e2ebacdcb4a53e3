import { describe, expect, it } from 'vitest';
import { tryAgain } from '../../shared/app/keyed/account.ts';
import { publishKeyed } from '../../shared/app/keyed/publish.ts';
import { HOUR_MS, MINUTE_MS, SECOND_MS } from '../../shared/core/instant.ts';
import { BLUESKY } from '../../shared/core/keyed/bluesky.ts';
import type { KeyedFacts } from '../../shared/core/keyed/facts.ts';
import { board } from './support/board.ts';
import { type HouseOptions, house } from './support/house.ts';

/** A network that keeps keys for ever, and one that forgets them after an hour. */
const FOREVER: KeyedFacts = BLUESKY;
const AN_HOUR: KeyedFacts = { ...BLUESKY, keyLivesMs: 55 * MINUTE_MS, keyOf: ({ seq }, _at, turn) => `${seq}-${turn}` };

function home(options: HouseOptions & { is?: KeyedFacts } = {}) {
  const network = board();
  return { network, ...house(options.is ?? FOREVER, () => network.channel, options) };
}

describe('a channel that goes by keys', () => {
  it('is told each statement once and in order, each answering the one before', async () => {
    const { network, say, settle, deliveries } = home();
    for (const kind of ['opened', 'update', 'resolved'] as const) {
      await say('i1', kind);
      await settle();
    }
    const [first, second, third] = network.stands();
    expect(network.texts().map((text) => /Statement \d/.exec(text)?.[0])).toEqual([
      'Statement 1',
      'Statement 2',
      'Statement 3',
    ]);
    expect(first?.thread).toBeUndefined();
    expect(second?.thread).toEqual({ root: 'post 1', parent: 'post 1' });
    expect(third?.thread).toEqual({ root: 'post 1', parent: 'post 2' });
    expect([...(await deliveries('i1')).values()].map(({ state }) => state)).toEqual(Array(3).fill('delivered'));
  });

  it('is sent the very same request again where the first was not answered', async () => {
    const { network, say, settle } = home();
    network.next.push('lost', { outcome: 'unknown', reason: '503' });
    await say('i1', 'opened');
    await settle();
    const requests = network.sent.map(({ mayStand: _doubt, ...request }) => request);
    expect(requests).toEqual(Array(3).fill(requests[0]));
    expect(network.texts()).toHaveLength(1);
  });

  it('tells the rest of the house of it: claimed while nobody knows, with nothing said behind it', async () => {
    const { network, say, look, deliveries } = home();
    network.next.push('lost');
    await say('i1', 'opened');
    await look('i1');
    await say('i1', 'update');
    await look('i1');
    const known = await deliveries('i1');
    expect(known.get(1)?.state).toBe('claimed');
    expect(known.get(2)).toBeUndefined();
    expect(network.sent).toHaveLength(1);
  });

  it('is claimed by one of two workers at once', async () => {
    const { network, say, look } = home();
    await say('i1', 'opened');
    await Promise.all([look('i1'), look('i1'), look('i1')]);
    expect(network.sent).toHaveLength(1);
  });

  it('that others stand still on holds up no other incident', async () => {
    const { network, say, look } = home();
    network.next.push('lost');
    await say('i1', 'opened');
    await look('i1');
    await say('i2', 'opened');
    await look('i2');
    expect(network.texts()).toHaveLength(2);
  });

  it('folds what waited for two hours into the newest words, and says so', async () => {
    const { network, say, look, settle, clock, deliveries } = home();
    network.next.push(...Array.from({ length: 14 }, () => ({ outcome: 'not-sent', reason: 'ECONNREFUSED' }) as const));
    await say('i1', 'opened');
    await look('i1');
    for (let turn = 0; turn < 3; turn++) {
      clock.pass(20 * MINUTE_MS);
      await say('i1', 'update');
      await look('i1');
    }
    await settle();
    expect(network.texts()).toHaveLength(1);
    expect(network.texts()[0]).toContain('Statement 4');
    expect((await deliveries('i1')).get(1)).toMatchObject({ state: 'coalesced', into: 4, receipt: 'post 1' });
  });
});

it('an outage of two hours costs a look every quarter of an hour, whatever waits', async () => {
  const { network, say, look, nextCheck, clock } = home();
  await say('i1', 'opened');
  await look('i1');
  const silence = Array.from({ length: 40 }, () => ({ outcome: 'unknown', reason: '503' }) as const);
  network.next.push({ outcome: 'not-sent', reason: 'ECONNREFUSED' }, ...silence);
  await say('i1', 'update');
  await look('i1');
  clock.pass(30 * SECOND_MS);
  await say('i1', 'update');
  const end = clock.ms + 2 * HOUR_MS;
  let looks = 0;
  for (; clock.ms < end; looks++) {
    await look('i1');
    clock.ms = Math.max(clock.ms + 1, Date.parse((await nextCheck()) ?? ''));
  }
  expect(network.texts()).toHaveLength(1);
  expect(looks).toBeLessThan(20);
});

describe('a channel that forgets its keys', () => {
  it('is looked at before anything is sent again', async () => {
    const { network, say, settle } = home({ is: AN_HOUR });
    network.next.push('lost');
    await say('i1', 'opened');
    await settle();
    expect(network.sent).toHaveLength(1);
    expect(network.texts()).toHaveLength(1);
  });

  it('gets the same words under another key, once the first has been forgotten and nothing stands there', async () => {
    const { network, say, settle, look, clock } = home({ is: AN_HOUR });
    network.next.push({ outcome: 'unknown', reason: '503' });
    network.hide('nobody answers');
    await say('i1', 'opened');
    await look('i1');
    for (let minutes = 0; minutes < 70; minutes += 10) {
      clock.pass(10 * MINUTE_MS);
      await look('i1');
    }
    expect(network.sent.map(({ key }) => key)).toEqual(['1-0']);
    network.hide(undefined);
    await settle();
    expect(network.sent.map(({ key }) => key)).toEqual(['1-0', '1-1']);
    expect(network.sent[1]?.text).toBe(network.sent[0]?.text);
  });
});

describe('what the network refuses', () => {
  it('is not tried again, and a person is paged with the words', async () => {
    const { network, say, settle, pages, deliveries } = home();
    network.next.push({ outcome: 'refused', why: 'refused', reason: '422: too long' });
    await say('i1', 'opened');
    await settle();
    expect((await deliveries('i1')).get(1)).toMatchObject({ state: 'rejected', reason: '422: too long' });
    expect(pages).toHaveLength(1);
    expect(pages[0]?.subject).toBe('Bluesky refused a post');
    expect(pages[0]?.text).toContain('Statement 1 of i1.');
  });

  it('is delivered all the same, if an earlier try that was not answered stands there', async () => {
    const { network, say, settle, deliveries, pages } = home();
    network.next.push('lost', { outcome: 'refused', why: 'refused', reason: '400' });
    await say('i1', 'opened');
    await settle();
    expect((await deliveries('i1')).get(1)).toMatchObject({ state: 'delivered', receipt: 'post 1' });
    expect(pages).toEqual([]);
  });

  it('as an answer to what was taken down is said again by itself', async () => {
    const { network, say, settle, deliveries } = home();
    await say('i1', 'opened');
    await settle();
    network.takeDown('post 1');
    network.next.push({ outcome: 'refused', why: 'parent-gone', reason: '404' });
    await say('i1', 'update');
    await settle();
    expect((await deliveries('i1')).get(1)).toMatchObject({ removedAt: expect.any(String) });
    expect(network.stands().map(({ thread }) => thread)).toEqual([undefined]);
    expect(network.texts()[0]).toContain('Statement 2');
  });

  it('for what stands there in other words is a person’s business', async () => {
    const { network, say, settle, deliveries, pages } = home();
    network.next.push({ outcome: 'conflict', reason: 'InvalidSwap' });
    await say('i1', 'opened');
    await settle();
    expect((await deliveries('i1')).get(1)?.state).toBe('rejected');
    expect(pages).toHaveLength(1);
  });
});

describe('a gate', () => {
  const suspended = { outcome: 'closed', kind: 'suspended', reason: 'AccountTakedown' } as const;

  it('that only a person opens is told once, and holds up every incident', async () => {
    const { network, say, look, pages, deliveries } = home();
    network.next.push(suspended);
    await say('i1', 'opened');
    await say('i2', 'opened');
    for (const id of ['i1', 'i2', 'i1']) await look(id);
    expect(network.sent).toHaveLength(1);
    expect(pages.map(({ subject }) => subject)).toEqual(['Bluesky takes no posts from us']);
    expect((await deliveries('i2')).get(1)).toMatchObject({ state: 'throttled', reason: 'AccountTakedown' });
  });

  it('opens at once when a person arms the channel, but for a limit whose end is known', async () => {
    const { network, say, look, ports } = home();
    network.next.push(suspended);
    await say('i1', 'opened');
    await look('i1');
    await tryAgain(ports.account);
    await look('i1');
    expect(network.texts()).toHaveLength(1);
    network.next.push({ outcome: 'closed', kind: 'rate', reason: '429' });
    await say('i1', 'update');
    await look('i1');
    await tryAgain(ports.account);
    await look('i1');
    expect(network.sent).toHaveLength(3);
  });

  it('does not have said anew what an earlier try may have left there', async () => {
    const { network, say, settle } = home();
    network.next.push('lost', { outcome: 'closed', kind: 'rate', reason: '429' });
    await say('i1', 'opened');
    await settle();
    expect(new Set(network.sent.map(({ text }) => text)).size).toBe(1);
    expect(network.texts()).toHaveLength(1);
  });

  it('pages about an end that waits for ten minutes, once', async () => {
    const { network, say, settle, look, pages, clock } = home();
    await say('i1', 'opened');
    await settle();
    network.next.push(...Array.from({ length: 6 }, () => ({ outcome: 'not-sent', reason: 'ECONNREFUSED' }) as const));
    await say('i1', 'resolved');
    for (let minutes = 0; minutes < 14; minutes++) {
      await look('i1');
      clock.pass(MINUTE_MS);
    }
    expect(pages.map(({ subject }) => subject)).toEqual(['Not on Bluesky after 10 minutes: resolved']);
  });
});

describe('what is not to be public', () => {
  it('is rehearsed in shadow, and posted when the channel is armed', async () => {
    const { network, say, settle, rehearsals, control, look } = home({ mode: 'shadow' });
    await say('i1', 'opened');
    await settle();
    expect(network.sent).toEqual([]);
    expect(rehearsals[0]).toMatchObject({ incident: 'i1', subject: 'Would be on Bluesky: Checkout is failing' });
    await control.setMode('bluesky', 'live');
    await say('i1', 'update');
    await look('i1');
    expect(network.stands()[0]?.thread).toBeUndefined();
  });

  it('is no apology while the house is frozen, and not one that may be there already', async () => {
    const { network, say, look, control, clock, deliveries } = home();
    const apology = { settles: [{ seq: 1, promise: 'nextUpdateBy', as: 'slipped' }] } as const;
    await say('i1', 'opened', { promises: { nextUpdateBy: '2026-11-29T10:00:00.000Z' } });
    await look('i1');
    network.next.push({ outcome: 'unknown', reason: '503' });
    await say('i1', 'apology', apology);
    await look('i1');
    await control.freeze({ since: clock.now(), by: 'ada', reason: 'a wrong alarm' });
    clock.pass(2 * MINUTE_MS);
    await look('i1');
    expect(network.sent).toHaveLength(2);
    expect((await deliveries('i1')).get(2)?.state).toBe('throttled');
  });

  it('is nothing that was redacted before it surely stood there', async () => {
    const { network, say, look, redact, clock, deliveries } = home();
    network.next.push({ outcome: 'unknown', reason: '503' });
    await say('i1', 'opened', { message: 'Call 555 0100.' });
    await look('i1');
    await redact('i1', 1);
    clock.pass(2 * MINUTE_MS);
    for (let turn = 0; turn < 3; turn++) await look('i1');
    expect(network.sent).toHaveLength(1);
    expect((await deliveries('i1')).get(1)).toMatchObject({ state: 'dropped' });
  });

  it('is said of what stands there though its text is gone: that it was delivered', async () => {
    const { network, say, look, redact, clock, deliveries } = home();
    network.next.push('lost');
    await say('i1', 'opened', { message: 'Call 555 0100.' });
    await look('i1');
    await redact('i1', 1);
    clock.pass(2 * MINUTE_MS);
    await look('i1');
    expect((await deliveries('i1')).get(1)).toMatchObject({ state: 'delivered', receipt: 'post 1' });
    expect((await deliveries('i1')).get(1)).not.toHaveProperty('text');
  });

  it('is not sent any more once the channel was switched off, and told if it stands there', async () => {
    const { network, say, look, control, clock, deliveries } = home();
    network.next.push({ outcome: 'unknown', reason: '503' });
    await say('i1', 'opened');
    await look('i1');
    await control.setMode('bluesky', 'off');
    clock.pass(2 * MINUTE_MS);
    await look('i1');
    expect((await deliveries('i1')).get(1)).toMatchObject({ state: 'dropped', reason: 'the channel was off' });
    expect(network.sent).toHaveLength(1);
  });
});

describe('the end of all patience', () => {
  it('is a day after the incident: what nobody says a word about is a person’s to look at', async () => {
    const { network, say, settle, look, pages, deliveries } = home();
    await say('i1', 'opened');
    await settle();
    network.next.push(...Array.from({ length: 200 }, () => ({ outcome: 'unknown', reason: '503' }) as const));
    await say('i1', 'resolved');
    await look('i1');
    network.hide('502');
    await settle(26 * HOUR_MS);
    expect((await deliveries('i1')).get(2)?.state).toBe('unknown');
    expect(pages.at(-1)?.subject).toBe('Nobody knows whether this is on Bluesky');
  });
});

describe('what somebody took down', () => {
  it('is noticed by two readings, never put again, and no longer answered', async () => {
    const { network, say, settle, look, clock, deliveries, watched } = home();
    await say('i1', 'opened');
    await settle();
    await say('i1', 'update');
    await settle();
    network.takeDown('post 2');
    for (let turn = 0; turn < 2; turn++) {
      clock.pass(turn === 0 ? HOUR_MS : 3 * MINUTE_MS);
      expect(await watched.readingDue?.(clock.now())).toBe('i1');
      await look('i1');
    }
    expect((await deliveries('i1')).get(2)).toMatchObject({ state: 'delivered', removedAt: clock.now() });
    await say('i1', 'update');
    await look('i1');
    expect(network.texts()).toHaveLength(2);
    expect(network.stands().at(-1)?.thread).toEqual({ root: 'post 1', parent: 'post 1' });
  });

  it('is not said of what a reading could not see', async () => {
    const { network, say, settle, look, clock, deliveries } = home();
    await say('i1', 'opened');
    await settle();
    network.hide('502');
    for (let turn = 0; turn < 3; turn++) {
      clock.pass(HOUR_MS);
      await look('i1');
    }
    expect((await deliveries('i1')).get(1)).not.toHaveProperty('removedAt');
  });
});

describe('a worker that died', () => {
  it('with its claim leaves it to the next, after its lease', async () => {
    const { network, say, look, ports, clock } = home();
    await say('i1', 'opened');
    const dying = { ...network.channel, say: () => Promise.reject(new Error('killed')) };
    await expect(publishKeyed({ ...ports, channel: dying }, 'i1')).rejects.toThrow('killed');
    await look('i1');
    expect(network.sent).toEqual([]);
    clock.pass(31 * SECOND_MS);
    await look('i1');
    expect(network.texts()).toHaveLength(1);
  });
});
