import { chained } from '../core/chain.ts';
import type { Draft } from '../core/entry.ts';
import { evolve } from '../core/evolve.ts';
import type { ReportedIncident } from '../core/incident.ts';
import type { Instant } from '../core/instant.ts';
import { firstWatchAt } from '../core/watch.ts';
import type { CommandPorts } from './run-command.ts';

/** Adds what the pipeline says by itself behind `incident`: the incident after it, or 'conflict' if somebody came first. */
export async function appendDraft(
  ports: Pick<CommandPorts, 'log' | 'randomness' | 'policy'>,
  incident: ReportedIncident,
  draft: Draft,
  now: Instant,
): Promise<ReportedIncident | 'conflict'> {
  const salts = { content: ports.randomness.salt(), private: ports.randomness.salt() };
  const entry = chained(draft, { incident: incident.id, head: incident.head, now, salts });
  const after = evolve(incident, entry) as ReportedIncident;
  return (await ports.log.append(entry, firstWatchAt(after, ports.policy, entry.at))) === 'conflict'
    ? 'conflict'
    : after;
}
