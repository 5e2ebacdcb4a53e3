import { describe, expect, it } from 'vitest';
import { HOUR_MS, MINUTE_MS, plus, SECOND_MS } from '../../shared/core/instant.ts';
import { house } from './support/house.ts';

describe('an incident on X', () => {
  it('is told as one thread, in order, with link and anchor at its ends only', async () => {
    const { say, settle, x, ports } = house();
    await say('i1', 'opened', { message: 'Card payments fail.' });
    await say('i1', 'update', { message: 'The cause is a full disk.', status: 'identified' });
    const end = await say('i1', 'resolved', { message: 'Payments work.' });
    await settle();

    const posts = x.posts();
    expect(posts.map((post) => post.replyTo)).toEqual([null, posts[0]!.id, posts[1]!.id]);
    expect(posts[0]!.text).toContain('Investigating: Checkout is failing');
    expect(posts[0]!.text).toContain('https://status.example.com/incidents/i1');
    expect(posts[1]!.text).toContain('Identified: The cause is a full disk.');
    expect(posts[1]!.text).not.toContain('https://');
    expect(posts[2]!.text).toContain(`Log ${end.hash.slice(0, 8)}`);
    const deliveries = await ports.deliveries.of('i1', 'x');
    expect([...deliveries.values()].map((one) => one.state)).toEqual(['delivered', 'delivered', 'delivered']);
  });

  it('is told once, however often and by however many we are nudged', async () => {
    const { say, look, x, settle } = house();
    await say('i1', 'opened');
    await say('i1', 'update');
    await Promise.all(Array.from({ length: 8 }, () => look('i1')));
    await settle();
    expect(x.posts()).toHaveLength(2);
  });

  it('is told by the worker that holds the account when others find it taken', async () => {
    const { say, ports, x } = house();
    await say('i1', 'opened');
    await say('i2', 'opened', { title: 'Search is down' });
    const { publishX } = await import('../../shared/app/x/publish.ts');
    const post = ports.x.post;
    let nested = false;
    ports.x.post = async (text, replyTo) => {
      if (!nested) {
        nested = true;
        await publishX(ports, 'i2');
      }
      return post(text, replyTo);
    };
    await publishX(ports, 'i1');
    expect(x.posts()).toHaveLength(2);
  });

  it('is asked for once at the worker that holds the account, however often others find it taken', async () => {
    const { say, look, ports, account } = house();
    await say('i1', 'opened');
    await say('i2', 'opened', { title: 'Search is down' });
    const { post } = ports.x;
    const askedFor: (readonly string[] | undefined)[] = [];
    ports.x.post = async (text, replyTo) => {
      ports.x.post = post;
      for (let nudge = 0; nudge < 3; nudge += 1) await look('i2');
      askedFor.push((await account()).attempt?.again);
      return post(text, replyTo);
    };
    await look('i1');
    expect(askedFor).toEqual([['i2']]);
  });
});

describe('a worker that was suspended between recording a post and sending it', () => {
  /** A house whose next worker stands still for `seconds` behind its record. */
  const suspended = async (seconds: number) => {
    const home = house();
    await home.say('i1', 'opened');
    const claimedAt = home.clock.now();
    const { swap } = home.ports.account;
    home.ports.account.swap = async (version, state) => {
      const swapped = await swap(version, state);
      home.ports.account.swap = swap;
      home.clock.pass(seconds * SECOND_MS);
      return swapped;
    };
    let toldToX = 0;
    const { post } = home.ports.x;
    home.ports.x.post = (text, replyTo) => {
      toldToX += 1;
      return post(text, replyTo);
    };
    await home.look('i1');
    return { ...home, claimedAt, toldToX: () => toldToX };
  };

  it('sends it within five seconds', async () => {
    const { toldToX, account, claimedAt } = await suspended(5);
    expect(toldToX()).toBe(1);
    expect((await account()).spent).toMatchObject([{ at: claimedAt }]);
  });

  it('sends nothing later: it is owed as if it had never been tried, and costs nothing', async () => {
    const { toldToX, account, settle, x } = await suspended(6);
    expect(toldToX()).toBe(0);
    expect(await account()).toMatchObject({ spent: [], month: { dollars: 0 } });
    await settle();
    expect(x.posts()).toHaveLength(1);
  });
});

describe('a post without an answer', () => {
  it('is found on the timeline and not sent again', async () => {
    const { say, settle, x, deliveries, clock } = house();
    x.faults.inject({ fault: 'lost-response' }, clock.ms);
    await say('i1', 'opened');
    await say('i1', 'update');
    await settle();
    expect(x.posts()).toHaveLength(2);
    expect((await deliveries('i1')).get(1)).toMatchObject({ state: 'delivered', receipt: x.posts()[0]!.id });
  });

  it('is sent again with the same bytes once it is surely absent', async () => {
    const { say, settle, x, clock, ports } = house();
    const sent: string[] = [];
    const post = ports.x.post;
    ports.x.post = (text, replyTo) => {
      sent.push(text);
      return post(text, replyTo);
    };
    x.faults.inject({ fault: 'lost-request' }, clock.ms);
    await say('i1', 'opened');
    const before = clock.ms;
    await settle();
    expect(x.posts()).toHaveLength(1);
    expect(sent).toEqual([sent[0], sent[0]]);
    expect(clock.ms - before).toBeGreaterThan(2 * MINUTE_MS);
    expect(clock.ms - before).toBeLessThan(4 * MINUTE_MS);
  });

  it('is not sent again once its words were redacted, and nobody is mailed them', async () => {
    const { say, redact, look, settle, x, clock, pages, deliveries } = house();
    x.faults.inject({ fault: 'lost-request' }, clock.ms);
    await say('i1', 'opened', { title: 'Logins of ada fail', message: 'Ask ada.' });
    await look('i1');
    await say('i1', 'redaction', { corrects: 1 });
    await redact('i1', 1);
    await settle();
    expect(JSON.stringify([x.posts(), pages])).not.toContain('ada');
    expect((await deliveries('i1')).get(1)).toMatchObject({ state: 'dropped' });
  });

  it('whose words were redacted is looked for as before, and a person is told to look for it without them', async () => {
    const { say, redact, look, settle, x, clock, pages } = house();
    x.faults.inject({ fault: 'lost-response' }, clock.ms);
    x.faults.inject({ fault: 'unauthorized', on: 'read', forMs: 20 * MINUTE_MS }, clock.ms);
    await say('i1', 'opened', { title: 'Logins of ada fail', message: 'Ask ada.' });
    await look('i1');
    await say('i1', 'redaction', { corrects: 1 });
    await redact('i1', 1);
    await settle();
    expect(JSON.stringify(pages)).toContain('Look there, and delete it if it stands');
    expect(JSON.stringify(pages)).not.toContain('ada');
  });

  it('is waited for while X is slow and shows it late, also without a duplicate filter', async () => {
    const { say, settle, x, clock } = house();
    x.faults.inject({ fault: 'duplicate-filter-off' }, clock.ms);
    x.faults.inject({ fault: 'slow', ms: 60_000 }, clock.ms);
    x.faults.inject({ fault: 'delayed-visibility', ms: 60_000 }, clock.ms);
    await say('i1', 'opened');
    await settle();
    expect(x.posts()).toHaveLength(1);
  });

  it('holds everything back on the account until we know', async () => {
    const { say, look, x, clock } = house();
    x.faults.inject({ fault: 'lost-response' }, clock.ms);
    x.faults.inject({ fault: 'delayed-visibility' }, clock.ms);
    await say('i1', 'opened');
    await say('i2', 'opened', { title: 'Search is down' });
    await look('i1');
    await look('i2');
    expect(x.posts()).toHaveLength(1);
  });

  it('ends as unknown after 15 minutes without proof, a person is paged, and the account goes on', async () => {
    const { say, settle, x, clock, deliveries, pages } = house();
    x.faults.inject({ fault: 'lost-response' }, clock.ms);
    x.faults.inject({ fault: 'unauthorized', on: 'read', forMs: 20 * MINUTE_MS }, clock.ms);
    await say('i1', 'opened');
    await settle(16 * MINUTE_MS);
    expect((await deliveries('i1')).get(1)).toMatchObject({ state: 'unknown' });
    expect(pages.map((page) => page.subject)).toContain('Nobody knows whether this is on X');
    await say('i1', 'update');
    await settle();
    expect(x.posts()).toHaveLength(2);
  });

  it('is never sent again after the word "duplicate"', async () => {
    const { say, settle, deliveries, ports } = house();
    let sent = 0;
    const post = ports.x.post;
    ports.x.post = async (text, replyTo) => {
      sent += 1;
      await post(text, replyTo);
      return { outcome: 'duplicate', reason: 'You are not allowed to create a Tweet with duplicate content.' };
    };
    ports.x.ownPosts = async () => ({ posts: [] });
    await say('i1', 'opened');
    await settle(HOUR_MS);
    expect(sent).toBe(1);
    expect((await deliveries('i1')).get(1)).toMatchObject({ state: 'unknown' });
  });
});

describe('a worker that was suspended between claim and post', () => {
  it('does not post what it claimed long ago', async () => {
    const { say, look, x, clock, ports } = house();
    await say('i1', 'opened');
    const swap = ports.account.swap;
    ports.account.swap = async (version, next) => {
      const held = await swap(version, next);
      ports.account.swap = swap;
      clock.pass(10 * SECOND_MS);
      return held;
    };
    await look('i1');
    expect(x.posts()).toEqual([]);
    expect((await ports.account.read()).state).toMatchObject({ spent: [] });
    expect((await ports.account.read()).state.attempt).toBeUndefined();
    await look('i1');
    expect(x.posts()).toHaveLength(1);
  });
});

describe('modes', () => {
  it('shows a person in shadow what would have been posted, and posts nothing', async () => {
    const { say, settle, x, rehearsals, deliveries } = house({ mode: 'shadow' });
    await say('i1', 'opened', { message: 'Card payments fail.' });
    await settle();
    expect(x.posts()).toEqual([]);
    expect(rehearsals.map((one) => one.text)).toEqual([expect.stringContaining('Card payments fail.')]);
    expect((await deliveries('i1')).get(1)).toMatchObject({ state: 'delivered', shadow: true });
  });

  it('drops everything when off', async () => {
    const { say, settle, x, deliveries } = house({ mode: 'off' });
    await say('i1', 'opened');
    await settle();
    expect(x.posts()).toEqual([]);
    expect((await deliveries('i1')).get(1)).toMatchObject({ state: 'dropped' });
  });

  it('holds automated words while frozen, and says what a person says', async () => {
    const { say, settle, look, x, control, clock, deliveries } = house();
    const due = plus(clock.now(), MINUTE_MS);
    await say('i1', 'opened', { promises: { nextUpdateBy: due } });
    await look('i1');
    clock.pass(2 * MINUTE_MS);
    await control.freeze({ since: clock.now(), reason: 'drill', by: 'operator' });
    const settles = [{ seq: 1, promise: 'nextUpdateBy' as const, as: 'slipped' as const }];
    await say('i1', 'apology', { settles, message: 'We promised an update and did not give it. We are sorry.' });
    await look('i1');
    expect(x.posts()).toHaveLength(1);
    await say('i1', 'update', { message: 'A person is back.' });
    await settle(MINUTE_MS);
    expect(x.posts().at(-1)!.text).toContain('A person is back.');
    expect((await deliveries('i1')).get(2)).toMatchObject({ state: 'coalesced', into: 3 });
  });

  it('says of what is held when it will be looked at again, and from that second on the next time', async () => {
    const { say, look, control, clock, deliveries } = house();
    await say('i1', 'opened', { promises: { nextUpdateBy: plus(clock.now(), MINUTE_MS) } });
    await look('i1');
    clock.pass(2 * MINUTE_MS);
    await control.freeze({ since: clock.now(), reason: 'drill', by: 'operator' });
    await say('i1', 'apology', { settles: [{ seq: 1, promise: 'nextUpdateBy', as: 'slipped' }] });
    await look('i1');
    const first = plus(clock.now(), MINUTE_MS);
    expect((await deliveries('i1')).get(2)).toMatchObject({ state: 'throttled', retryAt: first });
    clock.pass(MINUTE_MS - 1);
    await look('i1');
    expect((await deliveries('i1')).get(2)).toMatchObject({ retryAt: first });
    clock.pass(1);
    await look('i1');
    expect((await deliveries('i1')).get(2)).toMatchObject({ retryAt: plus(first, MINUTE_MS) });
  });

  it('sends nothing automated again while frozen, though it was sent before and got lost', async () => {
    const { say, settle, look, x, control, clock } = house();
    await say('i1', 'opened', { promises: { nextUpdateBy: plus(clock.now(), MINUTE_MS) } });
    await look('i1');
    clock.pass(2 * MINUTE_MS);
    const settles = [{ seq: 1, promise: 'nextUpdateBy' as const, as: 'slipped' as const }];
    x.faults.inject({ fault: 'lost-request' }, clock.ms);
    await say('i1', 'apology', { settles, message: 'We promised an update and did not give it. We are sorry.' });
    await look('i1');
    await control.freeze({ since: clock.now(), reason: 'drill', by: 'operator' });
    await settle(HOUR_MS);
    expect(x.posts()).toHaveLength(1);
    await control.freeze(undefined);
    await settle(HOUR_MS);
    expect(x.posts()).toHaveLength(2);
  });
});
