import { describe, expect, it } from 'vitest';
import { tryAgainOnX } from '../../shared/app/x/attempt.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS, plus, SECOND_MS } from '../../shared/core/instant.ts';
import { house } from './support/house.ts';

/** X cannot be reached until the returned function is called. */
function cutOff(home: ReturnType<typeof house>): () => void {
  const { post } = home.ports.x;
  home.ports.x.post = async () => ({ outcome: 'not_sent', reason: 'ECONNREFUSED' });
  return () => {
    home.ports.x.post = post;
  };
}

const slipped = { settles: [{ seq: 1, promise: 'nextUpdateBy' as const, as: 'slipped' as const }] };

describe('after X could not be reached', () => {
  it('one post states the latest truth, and when it was said', async () => {
    const home = house();
    const reconnect = cutOff(home);
    await home.say('i1', 'opened', { message: 'Card payments fail.' });
    await home.settle(10 * MINUTE_MS);
    await home.say('i1', 'update', { message: 'A disk is full.', status: 'identified' });
    await home.settle(HOUR_MS);
    await home.say('i1', 'update', { message: 'The disk was replaced.', status: 'monitoring' });
    await home.settle(HOUR_MS);
    reconnect();
    await home.settle();

    expect(home.texts()).toHaveLength(1);
    expect(home.texts()[0]).toContain('Monitoring: Checkout is failing\n\nThe disk was replaced.');
    expect(home.texts()[0]).toContain('posted late');
    const deliveries = await home.deliveries('i1');
    expect(deliveries.get(1)).toMatchObject({ state: 'coalesced', into: 3 });
    expect(deliveries.get(2)).toMatchObject({ state: 'coalesced', into: 3 });
  });

  it('attempts that never left cost nothing of the budget', async () => {
    const home = house();
    const reconnect = cutOff(home);
    await home.say('i1', 'opened');
    await home.settle(2 * HOUR_MS);
    expect((await home.account()).spent).toEqual([]);
    expect((await home.account()).month.dollars).toBe(0);
    reconnect();
    await home.settle();
    expect((await home.account()).spent).toHaveLength(1);
  });

  it('it is tried after 20 s, 1, 2, 5 and then every 15 minutes', async () => {
    const home = house();
    const tries: number[] = [];
    home.ports.x.post = async () => {
      tries.push(home.clock.ms);
      return { outcome: 'not_sent', reason: 'ECONNREFUSED' };
    };
    await home.say('i1', 'opened');
    await home.settle(HOUR_MS);
    const gaps = tries.slice(1).map((at, index) => (at - tries[index]!) / SECOND_MS);
    expect(gaps.slice(0, 6)).toEqual([20, 60, 120, 300, 900, 900]);
    expect((await home.deliveries('i1')).get(1)).toMatchObject({ state: 'throttled', attempt: tries.length });
  });

  it('an apology is said for itself and a correction too, whatever waits with them', async () => {
    const home = house();
    const due = plus(home.clock.now(), 30 * MINUTE_MS);
    await home.say('i1', 'opened', { promises: { nextUpdateBy: due } });
    await home.settle(MINUTE_MS);
    const reconnect = cutOff(home);
    await home.say('i1', 'update');
    await home.settle(MINUTE_MS);
    await home.say('i1', 'apology', { ...slipped, message: 'We promised an update and are sorry.' });
    await home.say('i1', 'update');
    await home.say('i1', 'correction', { corrects: 1, message: 'It is not the cards, it is the bank.' });
    await home.say('i1', 'update');
    await home.settle(HOUR_MS);
    reconnect();
    await home.settle();

    const states = [...(await home.deliveries('i1')).values()].map((one) => one.state);
    expect(states).toEqual(['delivered', 'coalesced', 'delivered', 'coalesced', 'delivered', 'delivered']);
    expect(home.texts()[1]).toContain('We promised an update and are sorry.');
    expect(home.texts()[2]).toContain('Correction of what we said at 10:00 UTC: It is not the cards');
  });
});

describe('while X works', () => {
  it('nothing is folded, however fast it comes', async () => {
    const home = house();
    await home.say('i1', 'opened');
    for (let n = 0; n < 5; n++) await home.say('i1', 'update', { message: 'We are still looking.' });
    await home.say('i1', 'resolved');
    await home.settle();
    expect(home.texts()).toHaveLength(7);
    expect(new Set(home.texts()).size).toBe(7);
  });

  it('an update that hangs does not hold up a resolution', async () => {
    const home = house();
    await home.say('i1', 'opened');
    await home.settle(MINUTE_MS);
    await home.say('i1', 'update');
    home.clock.pass(MINUTE_MS);
    await home.say('i1', 'resolved');
    await home.settle();
    expect((await home.deliveries('i1')).get(2)).toMatchObject({ state: 'coalesced', into: 3 });
  });
});

describe('an apology', () => {
  it('is owed only for a promise that X was given in time', async () => {
    const home = house();
    const reconnect = cutOff(home);
    const due = plus(home.clock.now(), 10 * MINUTE_MS);
    await home.say('i1', 'opened', { promises: { nextUpdateBy: due } });
    await home.settle(12 * MINUTE_MS);
    await home.say('i1', 'apology', { ...slipped, message: 'We promised an update and are sorry.' });
    reconnect();
    await home.settle(HOUR_MS);
    expect(home.texts()).toHaveLength(1);
    expect(home.texts()[0]).not.toContain('10:10');
    expect((await home.deliveries('i1')).get(2)).toMatchObject({ state: 'dropped' });
  });

  it('is said in one post for all incidents that slipped together, and their threads go on', async () => {
    const home = house();
    const due = plus(home.clock.now(), 30 * MINUTE_MS);
    const next = plus(home.clock.now(), HOUR_MS);
    await home.say('i1', 'opened', { title: 'Checkout is failing', promises: { nextUpdateBy: due } });
    await home.say('i2', 'opened', { title: 'Search is down', promises: { nextUpdateBy: due } });
    await home.settle(MINUTE_MS);
    home.clock.pass(33 * MINUTE_MS);
    await home.say('i1', 'apology', { ...slipped, promises: { nextUpdateBy: next } });
    await home.say('i2', 'apology', { ...slipped, promises: { nextUpdateBy: null } });
    await home.settle(MINUTE_MS);
    await home.say('i2', 'update', { message: 'The index is back.' });
    await home.settle(MINUTE_MS);

    const [first, second, joint, last] = home.x.posts();
    expect(joint!.replyTo).toBeNull();
    expect(joint!.text).toBe(
      `We did not keep the times that we gave, and we are sorry.

Checkout is failing: update by 10:30 UTC. Next update by 11:00 UTC.

Search is down: update by 10:30 UTC. No new time is given until a person can keep it.

10:33 UTC`,
    );
    for (const id of ['i1', 'i2']) {
      expect((await home.deliveries(id)).get(2)).toMatchObject({ state: 'delivered', receipt: joint!.id, joint: true });
    }
    expect(last!.replyTo).toBe(second!.id);
    expect(first!.replyTo).toBeNull();
  });

  it('is said together for as many incidents as fit into a post, and then for the rest', async () => {
    const home = house();
    const due = plus(home.clock.now(), 30 * MINUTE_MS);
    const titles = { i1: 'Checkout is failing', i2: 'Search is down', i3: 'Logins fail', i4: 'Webhooks are late' };
    for (const [id, title] of Object.entries(titles))
      await home.say(id, 'opened', { title, promises: { nextUpdateBy: due } });
    await home.settle(MINUTE_MS);
    home.clock.pass(33 * MINUTE_MS);
    for (const id of Object.keys(titles))
      await home.say(id, 'apology', { ...slipped, promises: { nextUpdateBy: null } });
    await home.settle(MINUTE_MS);

    const [joint, rest, ...more] = home.texts().slice(4);
    expect(Object.values(titles).filter((title) => joint!.includes(title))).toHaveLength(2);
    expect(Object.values(titles).filter((title) => rest!.includes(title))).toHaveLength(2);
    expect(more).toEqual([]);
    for (const id of Object.keys(titles))
      expect((await home.deliveries(id)).get(2)).toMatchObject({ state: 'delivered', joint: true });
  });

  it('is not owed in public for what was promised in shadow', async () => {
    const home = house({ mode: 'shadow' });
    await home.say('i1', 'opened', { promises: { nextUpdateBy: plus(home.clock.now(), 10 * MINUTE_MS) } });
    await home.settle(MINUTE_MS);
    await home.control.setMode('x', 'live');
    home.clock.pass(15 * MINUTE_MS);
    await home.say('i1', 'apology', slipped);
    await home.settle(MINUTE_MS);
    expect(home.texts()).toEqual([]);
  });
});

describe('a refusal of the account', () => {
  it('stops all posts, a person is told once, and they follow when it is mended', async () => {
    const home = house();
    home.x.faults.inject({ fault: 'payment-required', forMs: 2 * HOUR_MS }, home.clock.ms);
    await home.say('i1', 'opened');
    await home.say('i2', 'opened', { title: 'Search is down' });
    await home.settle(HOUR_MS);
    expect(home.texts()).toEqual([]);
    expect(home.pages.map((page) => page.subject)).toEqual(['X takes no posts from us']);
    expect((await home.deliveries('i2')).get(1)).toMatchObject({ state: 'throttled' });
    await home.settle(2 * HOUR_MS);
    expect(home.texts()).toHaveLength(2);
  });

  it('is tried again at once when a person arms X, and a limit is waited for', async () => {
    const home = house();
    home.x.faults.inject({ fault: 'payment-required' }, home.clock.ms);
    await home.say('i1', 'opened');
    await home.settle(SECOND_MS);
    expect(home.texts()).toEqual([]);
    await tryAgainOnX(home.ports.account);
    await home.settle(SECOND_MS);
    expect(home.texts()).toHaveLength(1);

    home.x.faults.inject({ fault: 'rate-limited-24h', resetMs: 3 * HOUR_MS }, home.clock.ms);
    await home.say('i1', 'update');
    await home.settle(SECOND_MS);
    await tryAgainOnX(home.ports.account);
    await home.settle(SECOND_MS);
    expect(home.texts()).toHaveLength(1);
  });

  it('a rate limit waits for the time that X names', async () => {
    const home = house();
    const begun = home.clock.ms;
    home.x.faults.inject({ fault: 'rate-limited-24h', resetMs: 3 * HOUR_MS }, begun);
    await home.say('i1', 'opened');
    await home.settle();
    const [post] = home.x.posts();
    expect(Date.parse(post!.at) - begun).toBeGreaterThanOrEqual(3 * HOUR_MS);
    expect(Date.parse(post!.at) - begun).toBeLessThan(3 * HOUR_MS + MINUTE_MS);
  });
});

describe('a refusal of a reply', () => {
  it('as not summoned: every post stands alone from then on, and a person is told', async () => {
    const home = house();
    await home.say('i1', 'opened');
    await home.settle(MINUTE_MS);
    home.x.faults.inject({ fault: 'not-summoned' }, home.clock.ms);
    await home.say('i1', 'update');
    await home.say('i1', 'update');
    await home.settle();
    expect(home.x.posts().map((post) => post.replyTo)).toEqual([null, null, null]);
    expect(home.texts()[2]).toContain('Investigating: Checkout is failing');
    expect(home.texts()[2]).not.toContain('https://');
    expect(home.pages.map((page) => page.subject)).toEqual(['X refuses replies to our own posts']);
  });

  it('because its parent was deleted: the one before is answered, and nothing is posted again', async () => {
    const home = house();
    await home.say('i1', 'opened');
    await home.say('i1', 'update');
    await home.settle(MINUTE_MS);
    const [root, tail] = home.x.posts();
    home.clock.pass(10 * MINUTE_MS);
    home.x.removeByHand(tail!.id, home.clock.ms);
    await home.say('i1', 'update');
    await home.settle();
    expect(home.x.posts().map((post) => post.replyTo)).toEqual([null, root!.id]);
    expect((await home.deliveries('i1')).get(2)).toMatchObject({ state: 'delivered', removedAt: expect.any(String) });
  });

  it('because a fresh parent is not visible yet: it waits, and stays in the thread', async () => {
    const home = house();
    await home.say('i1', 'opened');
    await home.settle(SECOND_MS);
    home.x.faults.inject({ fault: 'parent-deleted' }, home.clock.ms);
    await home.say('i1', 'update');
    await home.settle();
    expect(home.x.posts()[1]!.replyTo).toBe(home.x.posts()[0]!.id);
  });
});

describe('what X is not told', () => {
  it('an incident below the impact that the house chose, until it grows', async () => {
    const home = house({ rules: { minImpact: 'major' } });
    await home.say('i1', 'opened', { impact: 'minor' });
    await home.say('i1', 'update', { impact: 'major' });
    await home.say('i1', 'update', { impact: 'minor' });
    await home.settle();
    const states = [...(await home.deliveries('i1')).values()].map((one) => one.state);
    expect(states).toEqual(['dropped', 'delivered', 'delivered']);
  });

  it('does not hold up what it is told, which follows at the same look', async () => {
    const home = house({ rules: { minImpact: 'major' } });
    await home.say('i1', 'opened', { impact: 'minor' });
    await home.say('i1', 'update', { impact: 'major' });
    await home.look('i1');
    expect(home.texts()).toHaveLength(1);
  });

  it('a correction or a retraction of what it never heard', async () => {
    const home = house({ mode: 'off' });
    await home.say('i1', 'opened');
    await home.settle(MINUTE_MS);
    await home.control.setMode('x', 'live');
    await home.say('i1', 'correction', { corrects: 1 });
    await home.say('i1', 'retracted');
    await home.settle();
    expect(home.texts()).toEqual([]);
  });

  it('an incident that has been over for a day', async () => {
    const home = house();
    const reconnect = cutOff(home);
    await home.say('i1', 'opened');
    await home.say('i1', 'resolved');
    await home.settle(DAY_MS + HOUR_MS);
    reconnect();
    await home.settle();
    expect(home.texts()).toEqual([]);
    const states = [...(await home.deliveries('i1')).values()].map((one) => one.state);
    expect(states).toEqual(['expired', 'expired']);
  });

  it('words that were redacted before they were posted', async () => {
    const home = house();
    await home.say('i1', 'opened', { message: 'The password is hunter2.' });
    await home.redact('i1', 1);
    await home.say('i1', 'redaction', { corrects: 1 });
    await home.say('i1', 'update');
    await home.settle();
    expect(home.texts()).toHaveLength(1);
    expect(home.texts()[0]).not.toContain('hunter2');
  });
});

describe('the people on call', () => {
  it('are paged once when a resolution has waited ten minutes for X', async () => {
    const home = house();
    await home.say('i1', 'opened');
    await home.settle(MINUTE_MS);
    cutOff(home);
    await home.say('i1', 'resolved');
    const said = home.clock.ms;
    await home.settle(9 * MINUTE_MS);
    expect(home.pages).toEqual([]);
    await home.settle(2 * MINUTE_MS);
    expect(home.pages.map((page) => page.subject)).toEqual(['Not on X after 10 minutes: resolved']);
    expect(home.clock.ms - said).toBeLessThan(12 * MINUTE_MS);
    await home.settle(5 * HOUR_MS);
    expect(home.pages).toHaveLength(1);
  });
});

describe('money', () => {
  it('is kept for what matters: first the links go, then routine updates', async () => {
    const home = house({ rules: { dollarsPerMonth: 0.3, links: 'always' } });
    await home.say('i1', 'opened');
    for (let n = 0; n < 12; n++) await home.say('i1', 'update');
    await home.settle(MINUTE_MS);
    expect(home.texts().filter((text) => text.includes('https://'))).toHaveLength(1);
    expect(home.texts()).toHaveLength(3);
    await home.say('i1', 'resolved');
    await home.settle(MINUTE_MS);
    expect(home.texts()).toHaveLength(4);
    expect((await home.account()).month).toEqual({ name: '2026-11', dollars: 0.245 });
  });
});
