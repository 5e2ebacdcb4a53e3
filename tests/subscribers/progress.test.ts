import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { memoryDeliveries } from '../../shared/adapters/memory/deliveries.ts';
import { memoryRuns } from '../../shared/adapters/memory/runs.ts';
import { memoryTable } from '../../shared/adapters/memory/table.ts';
import { memoryVersioned } from '../../shared/adapters/memory/versioned.ts';
import { watchedPersonal } from '../../shared/app/subscribers/look-again.ts';
import { spoken } from '../../shared/config/voice.ts';
import type { ReportedIncident } from '../../shared/core/incident.ts';
import { epochMs, MINUTE_MS, plus, SECOND_MS } from '../../shared/core/instant.ts';
import { closed, NEW_ACCOUNT, type PersonalAccount } from '../../shared/core/subscribers/account.ts';
import { MAIL } from '../../shared/core/subscribers/facts.ts';
import type { Pace } from '../../shared/core/subscribers/pace.ts';
import { progressOf } from '../../shared/core/subscribers/progress.ts';
import { type Counts, NOBODY, type Run, unbegun } from '../../shared/core/subscribers/run.ts';
import { isShut, standsStill } from '../../shared/core/subscribers/standstill.ts';
import { toldWords } from '../../shared/wording/told.ts';
import { TEN_O_CLOCK } from '../support/entries.ts';

const at = TEN_O_CLOCK;
const later = (minutes: number) => plus(at, minutes * MINUTE_MS);
const claimed = (of?: number) =>
  ({ state: 'claimed', at, leaseUntil: at, attempt: 1, ...(of === undefined ? {} : { of }) }) as const;
const run = (shard: number, counting: Partial<Counts>, more: Partial<Run> = {}): Run => ({
  ...unbegun(shard),
  seq: 2,
  round: 'under way',
  counting: { ...NOBODY, ...counting },
  version: 1,
  ...more,
});

describe('how far a statement has come', () => {
  it('is who was told of those who were counted, and when the rest will be at this pace', () => {
    const runs = [run(0, { of: 900, told: 800, unknown: 3 }), run(1, { of: 300, told: 240, quarantined: 41 })];
    const progress = progressOf(claimed(3_124), 2, runs, later(1))!;
    expect(progress).toEqual({
      of: 3_124,
      told: 1_040,
      unknown: 3,
      refused: 0,
      quarantined: 41,
      restBy: plus(later(1), 117_693),
    });
    expect(toldWords(spoken, progress, later(1), false)).toBe(
      'told 1,040 of 3,124, the rest by 10:03 UTC; 3 unknown: it may have reached them; 41 quarantined',
    );
  });

  it('is not known while nobody was counted, and names no time before there is a pace', () => {
    expect(progressOf(undefined, 2, [], later(1))).toBeUndefined();
    expect(progressOf(claimed(), 2, [], later(1))).toBeUndefined();
    const begun = progressOf(claimed(100), 2, [run(0, { of: 10, told: 10 })], later(1))!;
    expect(begun.restBy).toBeUndefined();
    expect(toldWords(spoken, begun, later(1), false)).toBe('told 10 of 100, more to come');
    expect(progressOf(claimed(100), 2, [run(0, { told: 50 })], plus(at, 4 * SECOND_MS))!.restBy).toBeUndefined();
    expect(progressOf(claimed(100), 2, [run(0, { told: 50 }, { seq: 1 })], later(1))).toMatchObject({
      told: 0,
      of: 100,
    });
  });

  it('is what was recorded once everybody is through', () => {
    const counts = { of: 12, told: 9, unknown: 1, refused: 1, quarantined: 1 };
    const done = progressOf({ state: 'delivered', at, receipt: '9', counts }, 2, [], later(9))!;
    expect(toldWords(spoken, done, later(9), true)).toBe(
      'told 9 of 12; 1 unknown: it may have reached them; 1 refused by the far side; 1 quarantined',
    );
    expect(progressOf({ state: 'delivered', at, receipt: 'x' }, 2, [], later(9))).toBeUndefined();
    expect(toldWords(spoken, { ...NOBODY }, later(9), true)).toBe('nobody to tell: no subscriber asked for this');
  });

  it('never says that more were told than there are, whoever came meanwhile', () => {
    const counts = fc.record({ told: fc.nat(500), unknown: fc.nat(9), refused: fc.nat(9), quarantined: fc.nat(9) });
    fc.assert(
      fc.property(fc.array(counts, { maxLength: 4 }), fc.nat(1_000), fc.nat(3_600), (shards, of, seconds) => {
        const runs = shards.map((one, shard) =>
          run(shard, { ...one, of: one.told + one.unknown + one.refused + one.quarantined }),
        );
        const now = plus(at, seconds * SECOND_MS);
        const progress = progressOf(claimed(of), 2, runs, now)!;
        expect(progress.told + progress.unknown + progress.refused + progress.quarantined).toBeLessThanOrEqual(
          progress.of,
        );
        if (progress.restBy !== undefined) expect(progress.restBy > now).toBe(true);
      }),
    );
  });
});

describe('a channel stands still', () => {
  const owed = { owedSince: at, seq: 2, runs: [unbegun(0)], lastAt: undefined };

  it('when a statement is owed for ten minutes and nobody was taken on', () => {
    expect(standsStill(owed, plus(later(10), -1))).toBe(false);
    expect(standsStill(owed, later(10))).toBe(true);
  });

  it.each([
    ['somebody was told a moment ago, of any incident', { lastAt: later(3) }],
    ['a worker is at it', { runs: [run(0, {}, { lease: { by: 'w', until: later(13) } })] }],
    ['who is left waits for a time of their own', { runs: [run(0, {}, { round: 'over', lookAt: later(30) })] }],
    ['everybody is through', { runs: [run(0, {}, { round: 'over' })] }],
  ])('not while %s', (_why, change) => {
    expect(standsStill({ ...owed, ...change }, later(12))).toBe(false);
  });

  it('when the far side has been closed to us for ten minutes, and not once it may be open again', () => {
    const shut = closed(NEW_ACCOUNT, 'paused', 'paused', at);
    expect([9, 10, 59, 60].map((minutes) => isShut(shut, later(minutes)))).toEqual([false, true, true, false]);
    expect(isShut(NEW_ACCOUNT, later(10))).toBe(false);
  });
});

describe('the sweep asks a channel whether it stands still', () => {
  const incident = { id: 'i1', entries: [{ seq: 1, at }], head: { seq: 1 } } as unknown as ReportedIncident;
  const live = { channels: { mail: 'live' as const } };

  async function channel(state?: PersonalAccount, pace?: Pace) {
    const ports = {
      deliveries: memoryDeliveries(memoryTable()),
      runs: memoryRuns(),
      account: memoryVersioned<PersonalAccount>(),
      pace: memoryVersioned<Pace>(),
    };
    if (state !== undefined) await ports.account.swap(0, state);
    if (pace !== undefined) await ports.pace.swap(0, pace);
    return { ...ports, watched: watchedPersonal(MAIL, ports) };
  }

  it('by what is owed, by its runs and by its pace; what people have stopped is not standing still', async () => {
    const { watched, deliveries } = await channel();
    expect(await watched.standsStill?.(incident, live, later(11))).toBe(true);
    expect(await watched.standsStill?.(incident, { channels: { mail: 'shadow' } }, later(11))).toBe(false);
    const frozen = { ...live, frozen: { since: at, reason: 'x', by: 'ada' } };
    expect(await watched.standsStill?.(incident, frozen, later(11))).toBe(false);
    await deliveries.put('i1', 'mail', 1, { state: 'delivered', at, receipt: '1' });
    expect(await watched.standsStill?.(incident, live, later(11))).toBe(false);
    const atWork = await channel(undefined, { fullAt: epochMs(later(10)) });
    expect(await atWork.watched.standsStill?.(incident, live, later(11))).toBe(false);
  });

  it('and whether the far side has closed, whatever it owes', async () => {
    const { watched } = await channel(closed(NEW_ACCOUNT, 'sandbox', 'sandbox', at));
    expect(await watched.isShut?.(live, later(11))).toBe(true);
    expect(await watched.isShut?.({ channels: { mail: 'off' } }, later(11))).toBe(false);
    expect(await (await channel()).watched.isShut?.(live, later(11))).toBe(false);
  });
});
