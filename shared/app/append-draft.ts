import { chained } from '../core/chain.ts';
import type { Draft } from '../core/entry.ts';
import { evolve } from '../core/evolve.ts';
import type { Incident, ReportedIncident } from '../core/incident.ts';
import type { Instant } from '../core/instant.ts';
import type { Policy } from '../core/policy.ts';
import { firstWatchAt } from '../core/watch.ts';
import type { Randomness } from '../ports/clock.ts';
import type { CommandKey, IncidentLog, StoredEntry } from '../ports/incident-log.ts';

/**
 * Adds what is said behind `incident`: the entry and the incident after it, or 'conflict' if somebody came first.
 * `command`: the key of the command that says it; the pipeline's own words have none.
 */
export async function appendDraft(
  ports: { log: IncidentLog; randomness: Randomness; policy: Policy },
  incident: Incident,
  draft: Draft,
  now: Instant,
  command?: CommandKey,
): Promise<{ entry: StoredEntry; after: ReportedIncident } | 'conflict'> {
  const head = incident.phase === 'unreported' ? undefined : incident.head;
  const salts = { content: ports.randomness.salt(), private: ports.randomness.salt() };
  const said = chained(draft, { incident: incident.id, head, now, salts });
  const entry: StoredEntry = command === undefined ? said : { ...said, command };
  const after = evolve(incident, entry) as ReportedIncident;
  const outcome = await ports.log.append(entry, firstWatchAt(after, ports.policy, entry.at));
  return outcome === 'conflict' ? outcome : { entry, after };
}
