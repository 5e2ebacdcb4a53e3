import { findChainFault, logLine } from '../../../shared/core/chain.ts';
import { entryFault } from '../../../shared/core/chain-item.ts';
import type { Entry } from '../../../shared/core/entry.ts';

/** How the chains of a table are: how many, and which do not fit together. */
export type Chains = { incidents: number; statements: number; newest: string | undefined; faults: string[] };

/** Holds every chain among these statements against its own hashes. They may come in any order. */
export async function chainsIn(statements: AsyncIterable<object>): Promise<Chains> {
  const chains = new Map<string, Entry[]>();
  let newest: string | undefined;
  let count = 0;
  for await (const one of statements) {
    const entry = one as Entry;
    count += 1;
    if (newest === undefined || entry.at > newest) newest = entry.at;
    chains.set(entry.incident, [...(chains.get(entry.incident) ?? []), entry]);
  }
  const faults = [...chains].flatMap(([incident, entries]) => {
    const inOrder = entries.toSorted((a, b) => a.seq - b.seq);
    const fault = findChainFault(inOrder.map(logLine));
    if (fault) return [`${incident}: entry on line ${fault.line} ${fault.reason}`];
    const changed = inOrder.find((entry) => entryFault(entry) !== undefined);
    return changed ? [`${incident}: entry ${changed.seq} ${entryFault(changed)}`] : [];
  });
  return { incidents: chains.size, statements: count, newest, faults };
}
