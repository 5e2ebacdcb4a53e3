import type { MemoryTable } from '../../shared/adapters/memory/table.ts';
import { partitionOf } from '../../shared/adapters/memory/table.ts';
import { etagOf } from '../../shared/app/etag.ts';
import { isEnded } from '../../shared/core/delivery.ts';
import { replayed } from '../../shared/core/evolve.ts';
import { graceEnds } from '../../shared/core/promises.ts';
import type { StoredEntry } from '../../shared/ports/incident-log.ts';
import type { SimulatedPorts } from './use-cases.ts';

/** A mistake that somebody might make, put between the code and its ports. */
export type PlantedFault = {
  /** Changes the table itself, below everything that watches it. */
  inTable?: (ports: SimulatedPorts, table: MemoryTable) => SimulatedPorts;
  /** Changes what one run of a function does with its ports. */
  inFunction?: (ports: SimulatedPorts, name: string) => SimulatedPorts;
};

/** Seven mistakes; the simulation is worth its time only if it catches each. */
export const plantedFaults = {
  /** An entry is put whether or not its number is taken. */
  'drop the condition on append': {
    inTable: (ports, table) => ({
      ...ports,
      log: {
        ...ports.log,
        append(entry, watchAt) {
          partitionOf(table, entry.incident).entries.delete(entry.seq);
          return ports.log.append(entry, watchAt);
        },
      },
    }),
  },

  /** The intent goes first, and the deliveries that it was for afterwards. */
  'clear the X intent before its delivery is put': {
    inFunction(ports, name) {
      if (name !== 'publish-x') return ports;
      const held: (() => Promise<void>)[] = [];
      return {
        ...ports,
        deliveries: {
          ...ports.deliveries,
          async put(incident, channel, seq, delivery) {
            const put = () => ports.deliveries.put(incident, channel, seq, delivery);
            const { attempt } = (await ports.account.read()).state;
            if (attempt !== undefined && isEnded(delivery)) held.push(put);
            else await put();
          },
        },
        account: {
          ...ports.account,
          async swap(version, next) {
            const swapped = await ports.account.swap(version, next);
            if (swapped) for (const put of held.splice(0)) await put();
            return swapped;
          },
        },
      };
    },
  },

  /** What was read before the claim is taken for what is true at the moment of sending. */
  'skip the re-read before a reminder': {
    inFunction(ports, name) {
      if (name !== 'remind') return ports;
      let first: Promise<readonly StoredEntry[]> | undefined;
      return {
        ...ports,
        log: {
          ...ports.log,
          load(incident) {
            first ??= ports.log.load(incident);
            return first;
          },
        },
      };
    },
  },

  /** Whether a promise was kept is found by comparing times, not by what the chain says of it. */
  'settle by clock instead of chain': {
    inFunction(ports, name) {
      if (name !== 'sweep' && name !== 'look') return ports;
      return {
        ...ports,
        log: { ...ports.log, load: async (incident) => settledByClock(await ports.log.load(incident)) },
      };
    },
  },

  /** What is there when its time comes is taken for what the author of a kept text had seen. */
  'publish a kept text over what was said': {
    inFunction(ports, name) {
      if (name !== 'sweep' && name !== 'look') return ports;
      return {
        ...ports,
        drafts: {
          ...ports.drafts,
          async waiting() {
            const waiting = await ports.drafts.waiting();
            return Promise.all(
              waiting.map(async (draft) => {
                const incident = replayed(draft.incident, await ports.log.load(draft.incident));
                return incident.phase === 'unreported' ? draft : { ...draft, seen: etagOf(incident) };
              }),
            );
          },
        },
      };
    },
  },

  /** The entry is stored, and nothing says when to look at it again. */
  'forget watchAt': {
    inTable: (ports) => ({
      ...ports,
      log: { ...ports.log, append: (entry) => ports.log.append(entry, undefined) },
    }),
  },

  /** What was looked at once stays on the watch list, although others have been said since. */
  'forget a superseded row': {
    inTable: (ports) => ({ ...ports, log: { ...ports.log, unwatch: async () => {} } }),
  },
} satisfies Record<string, PlantedFault>;

export type PlantedFaultName = keyof typeof plantedFaults;

/** The entries with each verdict replaced by what the clocks alone would say: kept if a person spoke before its grace ended. */
function settledByClock(entries: readonly StoredEntry[]): readonly StoredEntry[] {
  const rows = replayed(entries[0]?.incident ?? '', entries).promises;
  return entries.map((entry) => ({
    ...entry,
    settles: entry.automated
      ? entry.settles
      : rows
          .filter((row) => row.seq < entry.seq && entry.at <= graceEnds(row))
          .map((row) => ({ seq: row.seq, promise: row.promise, as: 'kept' as const })),
  }));
}
