import { describe, expect, it } from 'vitest';
import type { Delivery } from '../../shared/core/delivery.ts';
import { MINUTE_MS, plus } from '../../shared/core/instant.ts';
import { TEN_O_CLOCK } from '../support/entries.ts';
import type { MakeStores } from './stores.ts';

const at = TEN_O_CLOCK;
const aMinuteLater = plus(at, MINUTE_MS);
const claimed: Delivery & { state: 'claimed' } = { state: 'claimed', at, leaseUntil: aMinuteLater, attempt: 1 };
const throttled: Delivery = { state: 'throttled', at, retryAt: aMinuteLater, attempt: 1, reason: '429' };
const delivered: Delivery = { state: 'delivered', at, receipt: '1852', text: 'Some payments fail.' };
const unknown: Delivery = { state: 'unknown', at, reason: 'no proof after 15 minutes' };

const FROZEN = {
  key: '3lz',
  keyedAt: at,
  generation: 0,
  createdAt: at,
  text: 'Some payments fail.',
  digest: 'abc',
  mayStand: false,
  covers: [],
};

/** What delivery records must do, wherever they are kept. */
export function deliveriesContract(make: MakeStores) {
  describe('what a channel did', () => {
    it('is pending while nothing is recorded', async () => {
      const { deliveries } = await make();
      expect(await deliveries.of('i1', 'x')).toEqual(new Map());
    });

    it('is kept per incident, channel and entry, in the order of the entries', async () => {
      const { deliveries } = await make();
      await deliveries.put('i1', 'x', 10, delivered);
      await deliveries.put('i1', 'x', 2, throttled);
      await deliveries.put('i1', 'site', 1, delivered);
      await deliveries.put('i2', 'x', 1, claimed);
      expect([...(await deliveries.of('i1', 'x'))]).toEqual([
        [2, throttled],
        [10, delivered],
      ]);
      expect([...(await deliveries.of('i1', 'site'))]).toEqual([[1, delivered]]);
    });

    it('is told of every channel at once, also of one that nobody knows any more', async () => {
      const { deliveries } = await make();
      await deliveries.put('i1', 'x', 2, throttled);
      await deliveries.put('i1', 'an old one', 1, delivered);
      await deliveries.put('i2', 'x', 1, claimed);
      expect(await deliveries.onAll('i1')).toEqual(
        new Map([
          ['an old one', new Map([[1, delivered]])],
          ['x', new Map([[2, throttled]])],
        ]),
      );
      expect(await deliveries.onAll('i3')).toEqual(new Map());
    });

    it('loses its texts up to an entry on every channel, and nothing else', async () => {
      const { deliveries } = await make();
      const { text: _text, ...told } = delivered as Delivery & { text: string };
      await deliveries.put('i1', 'x', 1, delivered);
      await deliveries.put('i1', 'x', 2, unknown);
      await deliveries.put('i1', 'x', 3, delivered);
      await deliveries.put('i1', 'site', 2, { ...told, shown: 'a title' } as Delivery);
      await deliveries.put('i2', 'x', 1, delivered);
      for (const _twice of [1, 2]) await deliveries.forgetTexts('i1', 3);
      expect(await deliveries.of('i1', 'x')).toEqual(
        new Map([
          [1, told],
          [2, unknown],
          [3, delivered],
        ]),
      );
      expect(await deliveries.of('i1', 'site')).toEqual(new Map([[2, told]]));
      expect((await deliveries.of('i2', 'x')).get(1)).toEqual(delivered);
    });

    it('goes from one attempt to the next until it ends', async () => {
      const { deliveries } = await make();
      for (const next of [claimed, throttled, { ...claimed, attempt: 2 }, unknown, delivered] as const) {
        await deliveries.put('i1', 'x', 1, next);
        expect((await deliveries.of('i1', 'x')).get(1)).toEqual(next);
      }
    });

    it('is taken by one alone of those who saw the same', async () => {
      const { deliveries } = await make();
      expect(await deliveries.swap('i1', 'x', 1, undefined, claimed)).toBe(true);
      expect(await deliveries.swap('i1', 'x', 1, undefined, { ...claimed, attempt: 5 })).toBe(false);
      const again = { ...claimed, attempt: 2 } as const;
      expect(await deliveries.swap('i1', 'x', 1, claimed, again)).toBe(true);
      expect(await deliveries.swap('i1', 'x', 1, claimed, { ...again, leaseUntil: at })).toBe(false);
      expect((await deliveries.of('i1', 'x')).get(1)).toEqual(again);
    });

    it('loses the text of what was frozen for it, and keeps what finds it', async () => {
      const { deliveries } = await make();
      const { text: _text, ...left } = FROZEN;
      await deliveries.put('i1', 'x', 1, { ...claimed, frozen: FROZEN });
      for (const _twice of [1, 2]) await deliveries.forgetTexts('i1', 3);
      expect((await deliveries.of('i1', 'x')).get(1)).toEqual({ ...claimed, frozen: left });
    });

    it.each(['dropped', 'expired'] as const)('is not %s by one who looked before it was delivered', async (state) => {
      const { deliveries } = await make();
      const delivered = { state: 'delivered', at: TEN_O_CLOCK, receipt: 'post 1' } as const;
      await deliveries.put('i1', 'x', 1, delivered);
      await deliveries.put('i1', 'x', 1, { state, at: TEN_O_CLOCK, reason: 'nobody waits for it' });
      expect(await deliveries.of('i1', 'x')).toEqual(new Map([[1, delivered]]));
    });

    it.each([claimed, throttled])('is never under way again after its end ($state)', async (again) => {
      const { deliveries } = await make();
      await deliveries.put('i1', 'x', 1, delivered);
      await deliveries.put('i1', 'x', 1, again);
      expect((await deliveries.of('i1', 'x')).get(1)).toEqual(delivered);
    });
  });
}

/** What reminder records must do, wherever they are kept. */
export function remindersContract(make: MakeStores) {
  const key = '0007#restoreBy#PT15M#commander';
  const leaseUntil = aMinuteLater;

  describe('a reminder', () => {
    it('is held by exactly one of many who claim it', async () => {
      const { reminders } = await make();
      const claims = await Promise.all(Array.from({ length: 20 }, () => reminders.claim('i1', key, at, leaseUntil)));
      expect(claims.filter(Boolean)).toHaveLength(1);
      expect(await reminders.of('i1')).toEqual(new Map([[key, { state: 'claimed', leaseUntil }]]));
    });

    it('may be claimed again when the lease has ended, and not before', async () => {
      const { reminders } = await make();
      await reminders.claim('i1', key, at, leaseUntil);
      expect(await reminders.claim('i1', key, plus(leaseUntil, -1), plus(leaseUntil, MINUTE_MS))).toBe(false);
      expect(await reminders.claim('i1', key, leaseUntil, plus(leaseUntil, MINUTE_MS))).toBe(true);
      expect(await reminders.claim('i1', key, leaseUntil, plus(leaseUntil, MINUTE_MS))).toBe(false);
    });

    it('that was sent is never claimed again', async () => {
      const { reminders } = await make();
      await reminders.claim('i1', key, at, leaseUntil);
      await reminders.sent('i1', key, at);
      expect(await reminders.claim('i1', key, plus(leaseUntil, MINUTE_MS), plus(leaseUntil, 2 * MINUTE_MS))).toBe(
        false,
      );
      expect(await reminders.of('i1')).toEqual(new Map([[key, { state: 'sent', at }]]));
    });

    it('is kept by incident and key', async () => {
      const { reminders } = await make();
      await reminders.claim('i1', 'a', at, leaseUntil);
      await reminders.sent('i1', 'b', at);
      expect([...(await reminders.of('i1')).keys()]).toEqual(['a', 'b']);
      expect(await reminders.claim('i2', 'a', at, leaseUntil)).toBe(true);
    });
  });
}

/** What the control record must do, wherever it is kept. */
export function controlContract(make: MakeStores) {
  const frozen = { since: at, reason: 'Legal asked us to', by: 'operator' };

  describe('the control record', () => {
    it('says nothing before anybody switched anything', async () => {
      const { control } = await make();
      expect(await control.read()).toEqual({ channels: {} });
    });

    it('keeps each switch apart from the others', async () => {
      const { control, table } = await make();
      await Promise.all([
        control.setMode('x', 'live'),
        control.setMode('site', 'off'),
        control.freeze(frozen),
        control.swept(at),
      ]);
      expect(await control.read()).toEqual({ channels: { x: 'live', site: 'off' }, frozen, lastSweepAt: at, table });
      await control.freeze(undefined);
      await control.setMode('x', 'shadow');
      expect(await control.read()).toEqual({ channels: { x: 'shadow', site: 'off' }, lastSweepAt: at, table });
    });

    it('keeps of a sweep what it found, and not what an earlier one did', async () => {
      const { control, table } = await make();
      const found = { people: { armed: true }, byHand: { incident: 'i1', since: at } } as const;
      await control.swept(at, found);
      expect(await control.read()).toEqual({ channels: {}, lastSweepAt: at, table, ...found });
      await control.swept(aMinuteLater, { people: found.people });
      expect(await control.read()).toEqual({
        channels: {},
        lastSweepAt: aMinuteLater,
        table,
        people: found.people,
      });
    });

    it('never takes the time of the last sweep back', async () => {
      const { control } = await make();
      for (const [sweptAt, last] of [
        [at, at],
        [aMinuteLater, aMinuteLater],
        [at, aMinuteLater],
      ] as const) {
        await control.swept(sweptAt);
        expect((await control.read()).lastSweepAt).toBe(last);
      }
    });
  });
}

/** What hold records must do, wherever they are kept. */
export function holdsContract(make: MakeStores) {
  describe('a hold of the apology', () => {
    it('is given once a silence, and again in a later one', async () => {
      const { holds } = await make();
      const first = { until: aMinuteLater, silenceSince: at };
      expect(await holds.of('i1')).toBeUndefined();
      expect(await holds.hold('i1', first)).toBe(true);
      expect(await holds.hold('i1', { until: plus(aMinuteLater, MINUTE_MS), silenceSince: at })).toBe(false);
      expect(await holds.of('i1')).toEqual(first);
      expect(await holds.hold('i1', { until: aMinuteLater, silenceSince: aMinuteLater })).toBe(true);
    });
  });
}
