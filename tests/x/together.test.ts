import { describe, expect, it } from 'vitest';
import { publishX } from '../../shared/app/x/publish.ts';
import { HOUR_MS, MINUTE_MS, plus, SECOND_MS } from '../../shared/core/instant.ts';
import { weightOf, X_LIMIT } from '../../shared/wording/x/weight.ts';
import { house } from './support/house.ts';

const WORDS = 'All services work again since 10:20 UTC. No orders were lost.';

const TITLES: Record<string, string> = { i1: 'Checkout is failing', i2: 'Search is down', i3: 'Logins fail' };

/** A house in which these incidents are open, and X was told of them. */
async function storm(titles: Record<string, string> = TITLES, options: Parameters<typeof house>[0] = {}) {
  const home = house(options);
  for (const [id, title] of Object.entries(titles)) await home.say(id, 'opened', { title });
  await home.settle(MINUTE_MS);
  home.clock.pass(20 * MINUTE_MS);
  const ids = Object.keys(titles);
  const before = home.texts().length;
  const resolve = (id: string, more: Parameters<typeof home.say>[2] = {}) =>
    home.say(id, 'resolved', { message: WORDS, private: { together: { act: 'a1', incidents: ids } }, ...more });
  return {
    ...home,
    ids,
    resolve,
    /** What X was told since, as whole posts. */
    since: () => home.x.posts().slice(before),
    ends: async () => Promise.all(ids.map(async (id) => (await home.deliveries(id)).get(2))),
  };
}

describe('incidents that are resolved together', () => {
  it('are one post that names them, stands in no thread, and that each of them points to', async () => {
    const { ids, resolve, settle, since, ends, account } = await storm();
    for (const id of ids) await resolve(id);
    await settle(MINUTE_MS);
    expect(since()).toHaveLength(1);
    const [post] = since();
    expect(post!.replyTo).toBeNull();
    expect(post!.text).toBe(
      `3 incidents are resolved:
– Checkout is failing
– Search is down
– Logins fail

${WORDS}

10:20 UTC
https://status.example.com`,
    );
    const said = { state: 'delivered', receipt: post!.id, joint: true };
    expect(await ends()).toMatchObject([said, said, said]);
    expect((await account()).open).toEqual([]);
  });

  it('say how many they are where their names leave no room for what was said', async () => {
    const many = Object.fromEntries(
      Array.from({ length: 12 }, (_, n) => [`i${n}`, `Region ${n} answers slowly again`]),
    );
    const { ids, resolve, settle, since } = await storm(many);
    for (const id of ids) await resolve(id, { message: `${WORDS} ${'We watched it for an hour. '.repeat(20)}` });
    await settle(MINUTE_MS);
    const [post, ...more] = since();
    expect(more).toEqual([]);
    expect(post!.text).toMatch(
      /^12 incidents are resolved\.\n\nAll services work again .*…\n\n10:20 UTC\nhttps:\/\/status\.example\.com$/s,
    );
    expect(weightOf(post!.text)).toBeLessThanOrEqual(X_LIMIT);
  });

  it('wait for the last of them, and whoever is nudged last posts for all', async () => {
    const { resolve, look, clock, since } = await storm();
    await resolve('i1');
    await look('i1');
    clock.pass(2 * SECOND_MS);
    await resolve('i2');
    await look('i2');
    expect(since()).toEqual([]);
    clock.pass(2 * SECOND_MS);
    await resolve('i3');
    await look('i3');
    expect(since()).toHaveLength(1);
  });

  it('wait 20 seconds and no longer for one that its request did not reach; that one is said when it comes', async () => {
    const { resolve, settle, look, clock, since, deliveries } = await storm();
    await resolve('i1');
    await resolve('i2');
    clock.pass(19 * SECOND_MS);
    await look('i1');
    expect(since()).toEqual([]);
    await settle(2 * SECOND_MS);
    expect(since().map(({ text }) => text.split('\n')[0])).toEqual(['2 incidents are resolved:']);
    clock.pass(HOUR_MS);
    await resolve('i3');
    await look('i3');
    expect(since()).toHaveLength(2);
    expect(since()[1]!.text).toMatch(/^Resolved: All services work again/);
    expect((await deliveries('i3')).get(2)).not.toMatchObject({ joint: true });
  });

  it('do not wait for one that was over, drilled or never known', async () => {
    const home = await storm();
    await home.say('i3', 'resolved', { message: 'Logins work again.' });
    await home.look('i3');
    await home.say('drill', 'opened', { title: 'A drill', private: { handling: 'drill' } });
    const together = { act: 'a1', incidents: ['i1', 'i2', 'i3', 'drill', 'nothere'] };
    for (const id of ['i1', 'i2', 'drill']) await home.resolve(id, { private: { together } });
    await home.look('i2');
    const texts = home.since().map(({ text }) => text);
    expect(texts).toHaveLength(2);
    expect(texts[1]).toMatch(/^2 incidents are resolved:\n– Search is down\n– Checkout is failing\n/);
    await home.settle(MINUTE_MS);
    expect(home.since()).toHaveLength(2);
    expect((await home.deliveries('drill')).get(2)).toMatchObject({ state: 'dropped' });
  });

  it('say nothing of one that X never heard of: it was off, the impact was too low, or machines were held', async () => {
    const { ids, say, resolve, settle, look, since, control, clock, deliveries } = await storm(TITLES, {
      rules: { minImpact: 'minor' },
    });
    await control.setMode('x', 'off');
    await say('off', 'opened', { title: 'Said while X was off' });
    await look('off');
    await control.setMode('x', 'live');
    await say('low', 'opened', { title: 'Too small', impact: 'none' });
    await control.freeze({ since: clock.now(), reason: 'a storm', by: 'ada' });
    await say('held', 'opened', { title: 'Held back', automated: true });
    await look('held');
    await look('low');
    const together = { act: 'a1', incidents: [...ids, 'off', 'low', 'held'] };
    for (const id of [...ids, 'off', 'held']) await resolve(id, { private: { together } });
    await resolve('low', { private: { together }, impact: 'none' });
    await settle(HOUR_MS);
    await control.freeze(undefined);
    await settle(HOUR_MS);
    const [post, ...more] = since();
    expect(more).toEqual([]);
    expect(post!.text).toMatch(/^3 incidents are resolved:/);
    for (const id of ['off', 'low', 'held'])
      expect([...(await deliveries(id)).values()].map(({ state }) => state)).toEqual(['dropped', 'dropped']);
  });

  it('take along what X could not be told before, each of its own incident', async () => {
    const { ids, say, resolve, settle, x, clock, since, deliveries } = await storm();
    x.faults.inject({ fault: 'payment-required', forMs: 30 * MINUTE_MS }, clock.ms);
    await say('i2', 'update', { message: 'We found it.' });
    for (const id of ids) await resolve(id);
    await settle(2 * HOUR_MS);
    const [post, ...more] = since();
    expect(more).toEqual([]);
    expect(post!.text).toContain('Said at 10:20:00 UTC, posted late.');
    expect((await deliveries('i2')).get(2)).toMatchObject({ state: 'coalesced', into: 3, receipt: post!.id });
    expect((await deliveries('i2')).get(3)).toMatchObject({ state: 'delivered', receipt: post!.id, joint: true });
  });

  it('are looked for before they are said again, when the answer of X was lost', async () => {
    const { ids, resolve, settle, x, clock, since, ends } = await storm();
    x.faults.inject({ fault: 'lost-response', times: 1 }, clock.ms);
    for (const id of ids) await resolve(id);
    await settle(HOUR_MS);
    expect(since()).toHaveLength(1);
    expect(await ends()).toMatchObject(ids.map(() => ({ state: 'delivered', receipt: since()[0]!.id })));
  });

  it('go on in their own threads when one comes back', async () => {
    const { ids, resolve, say, settle, x, since } = await storm();
    for (const id of ids) await resolve(id);
    await settle(MINUTE_MS);
    await say('i1', 'reopened', { message: 'It fails again.' });
    await settle(MINUTE_MS);
    expect(since()[1]!.replyTo).toBe(x.posts()[0]!.id);
  });

  it('are told apart by the act: resolved again, one is not part of the first', async () => {
    const { ids, resolve, say, settle, since } = await storm();
    for (const id of ids) await resolve(id);
    await settle(MINUTE_MS);
    for (const id of ['i1', 'i2']) await say(id, 'reopened', { message: 'It fails again.' });
    await settle(MINUTE_MS);
    const again = { together: { act: 'a2', incidents: ids } };
    for (const id of ['i1', 'i2']) await resolve(id, { private: again });
    await settle(MINUTE_MS);
    expect(since().map(({ text }) => text.split('\n')[0])).toEqual([
      '3 incidents are resolved:',
      expect.stringMatching(/^Reopened/),
      expect.stringMatching(/^Reopened/),
      '2 incidents are resolved:',
    ]);
  });

  it('are shown once to people while X is in shadow', async () => {
    const { ids, resolve, settle, rehearsals, ends } = await storm(TITLES, { mode: 'shadow' });
    const before = rehearsals.length;
    for (const id of ids) await resolve(id);
    await settle(MINUTE_MS);
    expect(rehearsals.slice(before)).toEqual([
      expect.objectContaining({ text: expect.stringContaining('3 incidents are resolved:') }),
    ]);
    expect(await ends()).toMatchObject(ids.map(() => ({ state: 'delivered', shadow: true, joint: true })));
  });

  it('say where a time that was given was missed, and the report that is promised', async () => {
    const home = house();
    const due = plus(home.clock.now(), 10 * MINUTE_MS);
    const reportBy = plus(home.clock.now(), 48 * HOUR_MS);
    await home.say('i1', 'opened', { title: 'Checkout is failing', promises: { restoreBy: due } });
    await home.say('i2', 'opened', { title: 'Search is down' });
    await home.settle(MINUTE_MS);
    home.clock.pass(30 * MINUTE_MS);
    const together = { act: 'a1', incidents: ['i1', 'i2'] };
    const more = { message: WORDS, private: { together }, promises: { reportBy } };
    await home.say('i1', 'resolved', { ...more, settles: [{ seq: 1, promise: 'restoreBy', as: 'slipped' }] });
    await home.say('i2', 'resolved', more);
    await Promise.all(['i1', 'i2'].map((id) => publishX(home.ports, id)));
    await home.settle(MINUTE_MS);
    expect(home.texts()).toHaveLength(3);
    expect(home.texts()[2]).toContain(
      'Times that we gave were missed in 1 of them.\n10:30 UTC · Report by 24 Nov, 10:00 UTC.',
    );
  });
});
