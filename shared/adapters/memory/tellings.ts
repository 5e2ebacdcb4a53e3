import { type PersonalChannel, shardOf } from '../../core/subscribers/subscriber.ts';
import type { Telling } from '../../core/subscribers/telling.ts';
import type { Tellings } from '../../ports/tellings.ts';
import { atOnce, stored } from './table.ts';

/** How far each person was told, in memory. */
export function memoryTellings(): Tellings {
  const shards = new Map<string, Map<string, Telling>>();
  const rowsOf = (incident: string, channel: PersonalChannel, shard: number) => {
    const key = `${incident}#${channel}#${shard}`;
    const rows = shards.get(key) ?? new Map<string, Telling>();
    shards.set(key, rows);
    return rows;
  };

  return {
    of: (incident, channel, id) => atOnce(() => rowsOf(incident, channel, shardOf(id, channel)).get(id)),
    between: (incident, channel, shard, first, last) =>
      atOnce(
        () =>
          new Map(
            [...rowsOf(incident, channel, shard)]
              .filter(([id]) => id >= first && id <= last)
              .toSorted(([a], [b]) => (a < b ? -1 : 1)),
          ),
      ),
    swap: (incident, channel, id, before, next) =>
      atOnce(() => {
        const rows = rowsOf(incident, channel, shardOf(id, channel));
        const stands = rows.get(id);
        if (stands?.attempt !== before?.attempt || stands?.state !== before?.state) return false;
        rows.set(id, stored(next));
        return true;
      }),
  };
}
