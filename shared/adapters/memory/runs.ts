import { type Run, unbegun } from '../../core/subscribers/run.ts';
import { SHARDS } from '../../core/subscribers/subscriber.ts';
import type { Runs } from '../../ports/runs.ts';
import { atOnce, stored } from './table.ts';

/** How far the shards were gone through, in memory. */
export function memoryRuns(): Runs {
  const kept = new Map<string, Run>();
  return {
    of: (incident, channel) =>
      atOnce(() =>
        Array.from(
          { length: SHARDS[channel] },
          (_, shard) => kept.get(`${incident}#${channel}#${shard}`) ?? unbegun(shard),
        ),
      ),
    put: (incident, channel, run) =>
      atOnce(() => {
        const key = `${incident}#${channel}#${run.shard}`;
        if ((kept.get(key)?.version ?? 0) !== run.version) return undefined;
        const next = stored({ ...run, version: run.version + 1 });
        kept.set(key, next);
        return next;
      }),
  };
}
