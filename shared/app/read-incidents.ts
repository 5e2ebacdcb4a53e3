import { replayed } from '../core/evolve.ts';
import type { ReportedIncident } from '../core/incident.ts';
import { HOUR_MS, type Instant, plus } from '../core/instant.ts';
import type { Board } from '../ports/board.ts';
import type { IncidentLog } from '../ports/incident-log.ts';

type ReadPorts = { log: IncidentLog; board: Board };

/** The incident as its chain tells it now; undefined if it was never reported. */
export async function readIncident(log: IncidentLog, id: string): Promise<ReportedIncident | undefined> {
  const incident = replayed(id, await log.load(id));
  return incident.phase === 'unreported' ? undefined : incident;
}

/**
 * Every open incident, newest first. The board lags behind by its publisher, the watch list by its index; what either
 * knows is looked up in the log, so an incident that was opened a moment ago is here as soon as one of them has it.
 */
export async function openIncidents({ log, board }: ReadPorts, now: Instant): Promise<ReportedIncident[]> {
  const [view, watched] = await Promise.all([board.read(), log.due(plus(now, 100 * 24 * HOUR_MS), 500)]);
  const ids = new Set([...view.open.map((row) => row.id), ...watched.map((one) => one.incident)]);
  const incidents = await Promise.all([...ids].map((id) => readIncident(log, id)));
  return incidents
    .filter((incident) => incident?.phase === 'open')
    .map((incident) => incident as ReportedIncident)
    .toSorted((a, b) => (a.openedAt < b.openedAt ? 1 : -1));
}

export type IncidentPage = { incidents: ReportedIncident[]; next?: string };

/** The longest stretch without incidents that the list looks across, in months; a longer one ends it. */
const EMPTY_MONTHS = 24;

/** All incidents, newest first, a page at a time. `after` is the `next` of the page before. */
export async function allIncidents(
  log: IncidentLog,
  now: Instant,
  limit: number,
  after?: string,
): Promise<IncidentPage> {
  let [month, place] = splitCursor(after) ?? [now.slice(0, 7), undefined];
  const ids: string[] = [];
  for (let empty = 0; empty < EMPTY_MONTHS; ) {
    const page = await log.openedIn(month, {
      limit: limit - ids.length,
      ...(place === undefined ? {} : { after: place }),
    });
    ids.push(...page.ids);
    empty = page.ids.length === 0 ? empty + 1 : 0;
    const next = page.next === undefined ? monthBefore(month) : `${month}:${page.next}`;
    if (ids.length >= limit) return { incidents: await loaded(log, ids), next };
    [month, place] = page.next === undefined ? [monthBefore(month), undefined] : [month, page.next];
  }
  return { incidents: await loaded(log, ids) };
}

const loaded = async (log: IncidentLog, ids: readonly string[]): Promise<ReportedIncident[]> =>
  (await Promise.all(ids.map((id) => readIncident(log, id)))).filter((incident) => incident !== undefined);

function splitCursor(cursor: string | undefined): [string, string | undefined] | undefined {
  const match = cursor === undefined ? null : /^(\d{4}-\d{2})(?::(.+))?$/.exec(cursor);
  return match ? [match[1] as string, match[2]] : undefined;
}

/** The month before `2026-01` is `2025-12`. */
export function monthBefore(month: string): string {
  const [year, number] = month.split('-').map(Number) as [number, number];
  return number === 1 ? `${year - 1}-12` : `${year}-${String(number - 1).padStart(2, '0')}`;
}
