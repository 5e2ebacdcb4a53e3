import { adviseEta, type EtaAdvice } from '../core/advisor/advise.ts';
import { pastOf, phasesOf } from '../core/advisor/own-history.ts';
import { ownRecord, type SpanRecord } from '../core/advisor/own-record.ts';
import type { AdvisedStatus } from '../core/advisor/past.ts';
import { calibrationFrom } from '../core/advisor/replay.ts';
import type { ReportedIncident } from '../core/incident.ts';
import { type Instant, msBetween } from '../core/instant.ts';
import { refuse } from '../core/refusal.ts';
import type { Clock } from '../ports/clock.ts';
import type { IncidentLog } from '../ports/incident-log.ts';
import type { SiteIndex } from '../ports/site-index.ts';
import { allIncidents, readIncident } from './read-incidents.ts';

/** How many of the newest incidents are read for one advice. */
const NEWEST = 200;
const PAGE = 100;

export type IncidentAdvice = EtaAdvice & {
  incident: string;
  status: AdvisedStatus;
  elapsedMs: number;
  inStatusMs: number;
  /** The team's own ETAs by their length; empty while it has given none. */
  record: readonly SpanRecord[];
};

/**
 * What history says about the time until incident `id` is resolved; undefined if there is no such incident. Refuses
 * with `incident-not-open` once it is over.
 */
export async function etaAdvice(
  ports: { log: IncidentLog; siteIndex: SiteIndex; clock: Clock },
  id: string,
): Promise<IncidentAdvice | undefined> {
  const incident = await readIncident(ports.log, id);
  if (!incident) return undefined;
  if (incident.type === 'maintenance') refuse('is-maintenance');
  if (incident.phase !== 'open') refuse('incident-not-open');
  const now = ports.clock.now();
  const others = (await newest(ports.log, now)).filter((other) => other.id !== id && other.handling !== 'drill');
  const history = others
    .flatMap((other) => pastOf(other) ?? [])
    .toSorted((a, b) => (a.resolvedAt < b.resolvedAt ? 1 : -1));
  const open = others
    .filter((other) => other.phase === 'open')
    .map((other) => ({ ageMs: msBetween(other.openedAt, now) }));
  const phase = phasesOf(incident).at(-1) ?? { status: 'investigating' as const, fromMs: 0 };
  const elapsedMs = msBetween(incident.openedAt, now);
  const situation = { status: phase.status, elapsedMs, inStatusMs: elapsedMs - phase.fromMs };
  const advice = adviseEta({ ...situation, history, open, calibration: calibrationFrom(history), now });
  return { incident: id, ...situation, ...advice, record: ownRecord(others) };
}

async function newest(log: IncidentLog, now: Instant): Promise<ReportedIncident[]> {
  const first = await allIncidents(log, now, PAGE);
  if (first.next === undefined || first.incidents.length >= NEWEST) return first.incidents;
  return [...first.incidents, ...(await allIncidents(log, now, NEWEST - PAGE, first.next)).incidents];
}
