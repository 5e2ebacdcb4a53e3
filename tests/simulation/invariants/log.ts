import { bodyOf, findChainFault, hashOf, logLine } from '../../../shared/core/chain.ts';
import { MINUTE_MS, plus } from '../../../shared/core/instant.ts';
import { nextWatchAt } from '../../../shared/core/watch.ts';
import { trueIncident } from '../chronicle.ts';
import type { ChangeInvariant, FinalInvariant } from './invariant.ts';

/** Every entry comes behind the one before it, points at it, and has the hash that its content gives it. */
export const chainsOnlyGrow: ChangeInvariant = (change, { chains }) => {
  if (change.type !== 'entry') return undefined;
  const { entry } = change;
  const chain = chains.get(entry.incident) ?? [];
  const before = chain.at(-2);
  const place = `entry ${entry.seq} of ${entry.incident}`;
  if (entry.seq !== (before?.seq ?? 0) + 1) return `${place} was put where ${(before?.seq ?? 0) + 1} belongs`;
  if (entry.prev !== (before?.hash ?? null)) return `${place} does not point at the entry before it`;
  if (before && entry.at <= before.at) return `${place} is not later than the one before it`;
  return hashOf(bodyOf(entry)) === entry.hash ? undefined : `${place} has another hash than its content gives`;
};

/** A command that is repeated, with the same key, is one entry. */
export const commandsHappenOnce: ChangeInvariant = (change, { chains }) => {
  if (change.type !== 'entry' || change.entry.command === undefined) return undefined;
  const { keyHash } = change.entry.command;
  const same = (chains.get(change.entry.incident) ?? []).filter((entry) => entry.command?.keyHash === keyHash);
  return same.length > 1 ? `command ${keyHash} became ${same.length} entries` : undefined;
};

/** What was acknowledged was stored before, exactly as it was acknowledged. */
export const acknowledgedIsStored: ChangeInvariant = (change, { chains }) => {
  if (change.type !== 'acknowledged') return undefined;
  const { entry, keyHash } = change;
  const stored = (chains.get(entry.incident) ?? [])[entry.seq - 1];
  return stored?.hash === entry.hash ? undefined : `${keyHash} was acknowledged, but entry ${entry.seq} is another`;
};

/** Every new entry carries the time at which its incident is looked at next; nothing else would bring it up again. */
export const newEntriesAreWatched: ChangeInvariant = (change) => {
  if (change.type !== 'entry' || change.watchAt !== undefined) return undefined;
  return `nothing says when to look at entry ${change.entry.seq} of ${change.entry.incident} again`;
};

/** In the end the table holds what was appended and acknowledged, to the last hash, and every chain verifies. */
export const nothingWasLostOrChanged: FinalInvariant = ({ chronicle, table }) => {
  for (const [id, chain] of chronicle.chains) {
    const stored = [...(table.incidents.get(id)?.entries.values() ?? [])].map((row) => row.entry);
    const inOrder = stored.toSorted((a, b) => a.seq - b.seq);
    if (inOrder.map((entry) => entry.hash).join() !== chain.map((entry) => entry.hash).join()) {
      return `${id} has ${stored.length} entries in the table that are not the ${chain.length} that were appended`;
    }
    const fault = findChainFault(inOrder.map(logLine));
    if (fault) return `the chain of ${id} is broken: entry ${fault.seq} ${fault.reason}`;
  }
  const gone = [...chronicle.acknowledged].find(
    ([, entry]) => chronicle.chains.get(entry.incident)?.[entry.seq - 1]?.hash !== entry.hash,
  );
  return gone ? `${gone[0]} was acknowledged and is gone` : undefined;
};

/** As long as something lies ahead of an incident, its newest entry is watched. */
export const whatLiesAheadIsWatched: FinalInvariant = ({ chronicle, table, now }) => {
  for (const id of chronicle.chains.keys()) {
    const incident = trueIncident(chronicle, id);
    if (incident.phase === 'unreported') continue;
    const next = nextWatchAt(incident, chronicle.policy, now, { reminders: false });
    const watchAt = table.incidents.get(id)?.entries.get(incident.head.seq)?.watchAt;
    if (next !== undefined && watchAt === undefined) return `${id} has something ahead at ${next}, and nobody watches`;
  }
  return undefined;
};

/** A tick and what it takes. */
const ONE_TICK_MS = 2 * MINUTE_MS;

/** Entries that have others behind them leave the watch list once their time has come: else each is looked at for ever. */
export const supersededIsForgotten: FinalInvariant = ({ chronicle, table, now }) => {
  for (const [id, chain] of chronicle.chains) {
    const rows = table.incidents.get(id)?.entries;
    const old = chain.slice(0, -1).find(({ seq }) => (rows?.get(seq)?.watchAt ?? now) < plus(now, -ONE_TICK_MS));
    if (old) return `entry ${old.seq} of ${id} is still on the watch list, and there are ${chain.length}`;
  }
  return undefined;
};
