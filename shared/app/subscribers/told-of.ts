import type { Deliveries } from '../../core/delivery.ts';
import type { ReportedIncident } from '../../core/incident.ts';
import type { Instant } from '../../core/instant.ts';
import { type Progress, progressOf } from '../../core/subscribers/progress.ts';
import { PERSONAL_CHANNELS } from '../../core/subscribers/subscriber.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Runs } from '../../ports/runs.ts';

/**
 * How many were told each statement, by channel and by the number of the statement; undefined while nobody was counted for
 * any. How far the shards are is read only where one is under way.
 */
export async function toldOf(
  { runs, clock }: { runs: Pick<Runs, 'of'>; clock: Clock },
  { id, entries }: ReportedIncident,
  deliveries: ReadonlyMap<string, Deliveries>,
): Promise<Record<string, Record<string, Progress>> | undefined> {
  const now: Instant = clock.now();
  const told = await Promise.all(
    PERSONAL_CHANNELS.map(async (channel) => {
      const of = deliveries.get(channel) ?? new Map();
      const isUnderWay = [...of.values()].some(({ state }) => state === 'claimed');
      const shards = isUnderWay ? await runs.of(id, channel) : [];
      const known = entries.flatMap(({ seq }) => {
        const progress = progressOf(of.get(seq), seq, shards, now);
        return progress === undefined ? [] : [[String(seq), progress] as const];
      });
      return [channel, Object.fromEntries(known)] as const;
    }),
  );
  const some = told.filter(([, by]) => Object.keys(by).length > 0);
  return some.length === 0 ? undefined : Object.fromEntries(some);
}
