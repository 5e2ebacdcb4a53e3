import { chained } from '../../shared/core/chain.ts';
import type { Draft } from '../../shared/core/entry.ts';
import { replayed } from '../../shared/core/evolve.ts';
import type { Incident, ReportedIncident } from '../../shared/core/incident.ts';
import { type Instant, MINUTE_MS, plus } from '../../shared/core/instant.ts';
import { type PublicIncident, publicIncident } from '../../shared/core/public-incident.ts';
import type { StoredEntry } from '../../shared/ports/incident-log.ts';

/** When the examples begin. */
export const TEN_O_CLOCK: Instant = '2026-11-22T10:00:00.000Z';

let salts = 0;

/** A salt as long as a real one, and never the same twice in one process. */
export const freshSalt = (): string => (++salts).toString(16).padStart(32, '0');

/** A person's update in words that do not matter, with whatever the example says instead. */
export function draft(said: Partial<Draft> = {}): Draft {
  return {
    kind: 'update',
    automated: false,
    status: 'investigating',
    impact: 'major',
    promises: {},
    settles: [],
    content: { message: 'We are looking into it.' },
    private: { actor: 'commander', via: 'api' },
    ...said,
  };
}

/** The draft of a first entry. */
export const opening = (said: Partial<Draft> = {}): Draft =>
  draft({ kind: 'opened', content: { title: 'Checkout fails', message: 'Some payments fail.' }, ...said });

export const resolution = (said: Partial<Draft> = {}): Draft =>
  draft({ kind: 'resolved', status: 'resolved', content: { message: 'It works again.' }, ...said });

/** The entry that `said` becomes behind the last of `before`, a minute later unless the example says when. */
export function entryBehind(
  before: readonly StoredEntry[],
  said: Draft,
  { incident = before[0]?.incident ?? 'i1', at }: { incident?: string; at?: Instant } = {},
): StoredEntry {
  const head = before.at(-1);
  const now = at ?? (head === undefined ? TEN_O_CLOCK : plus(head.at, MINUTE_MS));
  return chained(said, { incident, head, now, salts: { content: freshSalt(), private: freshSalt() } });
}

/** A chain of these drafts, oldest first. */
export function chainOf(incident: string, drafts: readonly Draft[], startsAt: Instant = TEN_O_CLOCK): StoredEntry[] {
  const chain: StoredEntry[] = [];
  for (const said of drafts)
    chain.push(entryBehind(chain, said, { incident, at: plus(startsAt, chain.length * MINUTE_MS) }));
  return chain;
}

/** The incident of a chain that is known not to be empty. */
export function incidentOf(entries: readonly StoredEntry[]): ReportedIncident {
  const incident: Incident = replayed(entries[0]?.incident ?? '', entries);
  if (incident.phase === 'unreported') throw new TypeError('a chain without entries tells of no incident');
  return incident;
}

/** What the public sees of a chain. */
export const publicOf = (entries: readonly StoredEntry[]): PublicIncident => publicIncident(incidentOf(entries));
