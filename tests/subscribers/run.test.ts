import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MINUTE_MS, plus } from '../../shared/core/instant.ts';
import {
  ahead,
  begun,
  isDone,
  NOBODY,
  nextLookAt,
  nextOpen,
  type Run,
  turned,
  unbegun,
} from '../../shared/core/subscribers/run.ts';
import { TEN_O_CLOCK } from '../support/entries.ts';

const now = TEN_O_CLOCK;
const lease = { by: 'w', until: plus(now, MINUTE_MS) };
const told = (last: string, more: boolean) => ({ last, more, counts: { ...NOBODY, of: 1, told: 1 } });
const idle = ({ lease: _lease, ...run }: Run): Run => run;

/** Goes on until the round is over, telling ids two at a time; `newer` says before which page newer words come. */
function goThrough(ids: readonly string[], newer: ReadonlySet<number>): { run: Run; heard: Map<string, number> } {
  const heard = new Map<string, number>();
  let seq = 1;
  let run = begun(unbegun(0), seq, lease);
  for (let page = 0; page < 100 && run.round === 'under way'; page += 1) {
    if (newer.has(page)) run = begun(run, ++seq, lease);
    const { after, upTo } = ahead(run);
    const next = ids
      .filter((id) => (after === undefined || id > after) && (upTo === undefined || id <= upTo))
      .slice(0, 2);
    for (const id of next) heard.set(id, run.seq);
    run = turned(run, {
      more: next.length === 2,
      counts: NOBODY,
      ...(next.length === 0 ? {} : { last: next.at(-1)! }),
    });
  }
  return { run, heard };
}

describe('a round through a shard', () => {
  it('looks at everybody with the newest words, wherever newer ones come in', () => {
    const ids = fc
      .uniqueArray(fc.string({ minLength: 1, maxLength: 3 }), { maxLength: 12 })
      .map((all) => all.toSorted());
    fc.assert(
      fc.property(ids, fc.uniqueArray(fc.integer({ min: 0, max: 9 })), (all, newer) => {
        const { run, heard } = goThrough(all, new Set(newer));
        expect(run.round).toBe('over');
        expect([...heard.keys()].toSorted()).toEqual(all);
        expect([...heard.values()].every((seq) => seq === run.seq)).toBe(true);
      }),
    );
  });

  it('goes on with newer words from where it is, and takes the beginning last', () => {
    const { heard } = goThrough(['a', 'b', 'c', 'd', 'e'], new Set([1]));
    expect([...heard.keys()]).toEqual(['a', 'b', 'c', 'd', 'e']);
    let run = begun(unbegun(0), 1, lease);
    run = begun(turned(run, told('b', true)), 2, lease);
    expect(ahead(run)).toEqual({ after: 'b' });
    run = turned(run, told('d', false));
    expect(run).toMatchObject({ wrapped: true, round: 'under way' });
    expect(ahead(run)).toEqual({ upTo: 'b' });
    expect(turned(run, told('b', false))).toMatchObject({ round: 'over', counts: { of: 2, told: 2 } });
  });

  it('is gone through once more where somebody has to wait', () => {
    const waits = plus(now, 3 * MINUTE_MS);
    const run = idle(turned(begun(unbegun(0), 1, lease), { ...told('a', false), waits }));
    expect(isDone([run], 1)).toBe(false);
    expect(nextLookAt([run], 1, now)).toBe(waits);
    expect(nextOpen([run], 1, now)).toBeUndefined();
    expect(nextOpen([run], 1, waits)).toBe(run);
    expect(isDone([turned(begun(run, 1, lease), told('a', false))], 1)).toBe(true);
  });
});

describe('the next shard', () => {
  const over = (shard: number, seq: number): Run => ({ ...unbegun(shard), seq });

  it('is the one in whose midst somebody was, then where people waited longest, and the rest of a round last', () => {
    const midst: Run = { ...over(3, 2), round: 'under way', at: 'x' };
    const rest: Run = { ...over(4, 2), round: 'under way', wrapped: true, from: 'x' };
    const runs = [over(0, 1), unbegun(1), over(2, 1), midst, rest];
    const order: number[] = [];
    for (let left = runs; left.length > 0; ) {
      const next = nextOpen(left, 2, now)!;
      order.push(next.shard);
      left = left.filter((run) => run !== next);
    }
    expect(order).toEqual([3, 1, 0, 2, 4]);
  });

  it('is none that another worker has, until its lease is over', () => {
    const held: Run = { ...unbegun(0), seq: 1, round: 'under way', lease };
    expect(nextOpen([held], 1, now)).toBeUndefined();
    expect(nextLookAt([held], 1, now)).toBe(lease.until);
    expect(nextOpen([held], 1, lease.until)).toBe(held);
  });
});
