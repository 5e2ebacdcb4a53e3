import {
  ADVISED_STATUSES,
  type AdvisedStatus,
  type Phase,
  type ResolvedIncident,
  resolvedIncident,
} from '../../../shared/core/advisor/past.ts';
import { epochMs, instant } from '../../../shared/core/instant.ts';
import { phaseSaid } from '../../../shared/core/recogniser/phases.ts';
import type { PublicRecord } from '../history/history.ts';

/** Updates after the end, or about something else than an outage that is going on. */
const OVER = ['resolved', 'completed', 'postmortem'];

/**
 * What can be replayed of a record; undefined for maintenance, for times that are only approximate, for what has no
 * end, ends before it was told, or was told only when it was over. Clock zero is the first public post.
 */
export function timelineOf(record: PublicRecord): ResolvedIncident | undefined {
  const [first] = record.updates;
  const end = endOf(record);
  if (record.kind === 'maintenance' || /approx/i.test(record.time_quality ?? '')) return undefined;
  if (!first || end === undefined || OVER.includes(first.status)) return undefined;
  const openedMs = epochMs(first.at);
  if (end < openedMs) return undefined;
  return resolvedIncident(instant(openedMs), instant(end), phasesOf(record, openedMs, end));
}

/** Some pages say *available* and date the end before it: the public knew it at the later of both. */
function endOf({ resolved_at, updates }: PublicRecord): number | undefined {
  if (!resolved_at) return undefined;
  const available = updates.find((update) => update.status === 'available');
  return Math.max(epochMs(resolved_at), available ? epochMs(available.at) : 0);
}

function phasesOf({ updates }: PublicRecord, openedMs: number, endMs: number): Phase[] {
  const phases: Phase[] = [{ status: 'investigating', fromMs: 0 }];
  for (const { at, status, body } of updates) {
    const fromMs = epochMs(at) - openedMs;
    if (fromMs < 0 || epochMs(at) >= endMs || OVER.includes(status)) continue;
    const before = phases.at(-1)!;
    const now = statusOf(status, body, before.status);
    if (now === before.status) continue;
    if (before.fromMs === fromMs) phases.pop();
    phases.push({ status: now, fromMs });
  }
  return phases;
}

/** The record's own word if it has one; else what the text says, which only ever goes forward. */
function statusOf(status: string, body: string, before: AdvisedStatus): AdvisedStatus {
  const own = ADVISED_STATUSES.find((known) => known === status);
  if (own) return own;
  const said = phaseSaid(body) ?? before;
  return ADVISED_STATUSES.indexOf(said) > ADVISED_STATUSES.indexOf(before) ? said : before;
}
