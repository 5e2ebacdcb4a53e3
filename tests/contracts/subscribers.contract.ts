import { describe, expect, it } from 'vitest';
import { MINUTE_MS, plus } from '../../shared/core/instant.ts';
import { unbegun } from '../../shared/core/subscribers/run.ts';
import { EVERYTHING, SHARDS, type Subscriber, shardOf } from '../../shared/core/subscribers/subscriber.ts';
import { claimed, type Telling, told } from '../../shared/core/subscribers/telling.ts';
import { TEN_O_CLOCK } from '../support/entries.ts';
import type { MakeStores } from './stores.ts';

const at = TEN_O_CLOCK;

/** Ids of one shard, in order. */
const idsOfOneShard = (count: number): string[] => {
  const ids: string[] = [];
  for (let n = 0; ids.length < count; n += 1) {
    const id = n.toString(36).padStart(20, '0');
    if (shardOf(id, 'mail') === 3) ids.push(id);
  }
  return ids;
};

const [first = '', second = '', third = '', fourth = ''] = idsOfOneShard(4);

const subscriber = (id: string, more: Partial<Subscriber> = {}): Subscriber => ({
  id,
  kind: 'mail',
  address: `${id}@example.com`,
  state: 'confirmed',
  choice: EVERYTHING,
  consent: { at, how: 'form', words: '1' },
  confirmedAt: at,
  version: 1,
  ...more,
});

const claim = (seq: number, attempt: string, row?: Telling) =>
  claimed(row, { seq, tries: 1, attempt, at, claimMs: MINUTE_MS });

/** What those who ask to be told must find, wherever it is kept. */
export function subscribersContract(make: MakeStores) {
  describe('a subscriber', () => {
    it('is put in the place of the version that was read, by one of many', async () => {
      const { subscribers } = await make();
      expect(await subscribers.of('mail', first)).toBeUndefined();
      expect(await subscribers.put(subscriber(first), 0)).toBe(true);
      expect(await subscribers.put(subscriber(first, { zone: 'Asia/Tokyo' }), 0)).toBe(false);
      const changes = await Promise.all(
        ['Europe/Berlin', 'Asia/Tokyo'].map((zone) => subscribers.put(subscriber(first, { zone, version: 2 }), 1)),
      );
      expect(changes.filter(Boolean)).toHaveLength(1);
      expect(await subscribers.of('mail', first)).toMatchObject({ version: 2 });
      expect(await subscribers.of('hooks', first)).toBeUndefined();
    });

    it('is deleted when it leaves, and is known to have left until it comes back by itself', async () => {
      const { subscribers } = await make();
      await subscribers.put(subscriber(first), 0);
      for (const _ of [1, 2]) await subscribers.remove('mail', { id: first, why: 'left', at });
      expect(await subscribers.of('mail', first)).toBeUndefined();
      expect(await subscribers.gone('mail', first)).toEqual({ id: first, why: 'left', at });
      expect(await subscribers.gone('mail', second)).toBeUndefined();
      await subscribers.forgive('mail', first);
      expect(await subscribers.gone('mail', first)).toBeUndefined();
    });

    it('lies beside the others of its shard, in order, and is read from any place on', async () => {
      const { subscribers } = await make();
      for (const id of [third, first, fourth, second]) await subscribers.put(subscriber(id), 0);
      await subscribers.remove('mail', { id: fourth, why: 'left', at });
      const page = async (range: { after?: string; upTo?: string; limit: number }) =>
        (await subscribers.page('mail', 3, range)).map(({ id }) => id);
      expect(await page({ limit: 2 })).toEqual([first, second]);
      expect(await page({ limit: 2, after: second })).toEqual([third]);
      expect(await page({ limit: 9, after: first, upTo: second })).toEqual([second]);
      expect(await page({ limit: 9, after: third, upTo: second })).toEqual([]);
      expect(await subscribers.page('mail', 4, { limit: 9 })).toEqual([]);
      expect(await subscribers.page('hooks', 3, { limit: 9 })).toEqual([]);
    });
  });

  describe('how far somebody was told', () => {
    it('is claimed by one of many, and marked by whoever claimed it', async () => {
      const { tellings } = await make();
      const claims = await Promise.all(
        ['a', 'b'].map((attempt) => tellings.swap('i1', 'mail', first, undefined, claim(1, attempt))),
      );
      expect(claims.filter(Boolean)).toHaveLength(1);
      const row = (await tellings.of('i1', 'mail', first))!;
      expect(await tellings.swap('i1', 'mail', first, { ...row, attempt: 'c' }, told(row, at))).toBe(false);
      expect(await tellings.swap('i1', 'mail', first, row, told(row, at))).toBe(true);
      expect(await tellings.swap('i1', 'mail', first, row, claim(2, 'd'))).toBe(false);
      expect(await tellings.of('i1', 'mail', first)).toEqual(told(row, at));
    });

    it('is read for a stretch of a shard, of one incident and one channel', async () => {
      const { tellings } = await make();
      for (const id of [first, second, third]) await tellings.swap('i1', 'mail', id, undefined, claim(1, id));
      await tellings.swap('i2', 'mail', second, undefined, claim(7, 'other'));
      const rows = await tellings.between('i1', 'mail', 3, first, second);
      expect([...rows.keys()]).toEqual([first, second]);
      expect(rows.get(second)?.seq).toBe(1);
      expect(await tellings.between('i1', 'hooks', 3, first, third)).toEqual(new Map());
    });
  });

  describe('how far the shards were gone through', () => {
    it('is every shard, and each is changed by one of many', async () => {
      const { runs } = await make();
      expect(await runs.of('i1', 'mail')).toEqual(Array.from({ length: SHARDS.mail }, (_, shard) => unbegun(shard)));
      const lease = (by: string) => ({ ...unbegun(5), seq: 2, lease: { by, until: plus(at, MINUTE_MS) } });
      const puts = await Promise.all(['a', 'b'].map((by) => runs.put('i1', 'mail', lease(by))));
      const [won] = puts.filter((run) => run !== undefined);
      expect(puts.filter((run) => run !== undefined)).toHaveLength(1);
      expect((await runs.of('i1', 'mail'))[5]).toEqual(won);
      expect(await runs.put('i1', 'mail', { ...won!, at: first })).toMatchObject({ at: first, version: 2 });
      expect(await runs.put('i1', 'mail', { ...won!, at: second })).toBeUndefined();
    });
  });

  describe('one value that many change', () => {
    it('is changed in the version that was read, by one of many', async () => {
      const { pace } = await make();
      expect(await pace.read()).toEqual({ state: undefined, version: 0 });
      const swaps = await Promise.all([1, 2].map((fullAt) => pace.swap(0, { fullAt })));
      expect(swaps.filter(Boolean)).toHaveLength(1);
      const { state, version } = await pace.read();
      expect(await pace.swap(version, { fullAt: state!.fullAt + 1 })).toBe(true);
      expect(await pace.swap(version, { fullAt: 0 })).toBe(false);
      expect((await pace.read()).state).toEqual({ fullAt: state!.fullAt + 1 });
    });
  });
}
