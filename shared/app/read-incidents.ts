import { replayed } from '../core/evolve.ts';
import { isLive, type Maintenance, type Outage, type ReportedIncident } from '../core/incident.ts';
import { HOUR_MS, type Instant, MINUTE_MS, msBetween, plus } from '../core/instant.ts';
import { sameWords } from '../core/lint/said-before.ts';
import { isMaintenance } from '../core/maintenance.ts';
import type { Clock } from '../ports/clock.ts';
import type { IncidentLog } from '../ports/incident-log.ts';
import type { SiteIndex } from '../ports/site-index.ts';

type ReadPorts = { log: IncidentLog; siteIndex: SiteIndex };

/** What was just opened is looked at within seconds (docs/rules.md, Look ahead). */
const SOON_MS = MINUTE_MS;

/** The incident as its chain tells it now; undefined if it was never reported. */
export async function readIncident(log: IncidentLog, id: string): Promise<ReportedIncident | undefined> {
  const incident = replayed(id, await log.load(id));
  return incident.phase === 'unreported' ? undefined : incident;
}

/**
 * Every open incident, newest first. The site index lags behind by its publisher, the watch list by its index; what either
 * knows is looked up in the log, so an incident that was opened a moment ago is here as soon as one of them has it.
 */
export const openIncidents = async (ports: ReadPorts, now: Instant): Promise<Outage[]> =>
  (await unfinished(ports, now)).filter(isOutage).filter((incident) => incident.phase === 'open');

/** Every maintenance that is to come, under way, or ended by the clock and not confirmed; newest first. */
export const openMaintenances = async (ports: ReadPorts, now: Instant): Promise<Maintenance[]> =>
  (await unfinished(ports, now))
    .filter(isMaintenance)
    .filter((one) => isLive(one) || (one.phase === 'completed' && !one.confirmed));

/** The maintenance that is going on and concerns one of `components`, if there is one. */
export async function maintenanceOn(
  ports: ReadPorts & { clock: Clock },
  components: readonly string[],
): Promise<string | undefined> {
  if (components.length === 0) return undefined;
  const going = (await openMaintenances(ports, ports.clock.now())).filter(({ phase }) => phase === 'open');
  return going.find((work) => work.components.some(({ id }) => components.includes(id)))?.id;
}

/** What was opened a moment ago may not be on the site index yet; in a storm the newest of it are looked at. */
const NOT_SHOWN_YET = 3;

/**
 * What was opened or announced within `ms` in these words, whatever kind it is, and what is too new to tell. A chain is read
 * only for those: with thirty incidents open, each opening would else read thirty. Empty if it cannot be read: nobody may be
 * kept from speaking by it.
 */
export const begunAlike = (
  ports: ReadPorts,
  now: Instant,
  ms: number,
  words: { title: string; message: string },
): Promise<readonly ReportedIncident[]> =>
  candidates(ports, now, ms, words)
    .then((ids) => loaded(ports.log, ids))
    .then(
      (all) => all.filter(({ entries }) => msBetween(entries[0]?.at ?? now, now) <= ms),
      () => [],
    );

async function candidates(
  { log, siteIndex }: ReadPorts,
  now: Instant,
  ms: number,
  { title, message }: { title: string; message: string },
): Promise<string[]> {
  const [view, watched] = await Promise.all([siteIndex.read(), log.due(plus(now, SOON_MS), 500)]);
  const alike = view.open.filter(
    ({ openedAt, entries: [first] }) =>
      msBetween(openedAt, now) <= ms &&
      sameWords(first?.title ?? '', title) &&
      sameWords(first?.message ?? '', message),
  );
  const shown = new Set([...view.open, ...view.newest].map(({ id }) => id));
  const unknown = [...new Set(watched.map((one) => one.incident))].filter((id) => !shown.has(id));
  return [...alike.map(({ id }) => id), ...unknown.slice(-NOT_SHOWN_YET)];
}

const isOutage = (incident: ReportedIncident): incident is Outage => incident.type === 'outage';

/** What may be unfinished: a few that are over may be among them. */
async function unfinished({ log, siteIndex }: ReadPorts, now: Instant): Promise<ReportedIncident[]> {
  const [view, watched] = await Promise.all([siteIndex.read(), log.due(plus(now, 100 * 24 * HOUR_MS), 500)]);
  const ids = new Set([...view.open.map((row) => row.id), ...watched.map((one) => one.incident)]);
  const incidents = await Promise.all([...ids].map((id) => readIncident(log, id)));
  return incidents.filter((incident) => incident !== undefined).toSorted((a, b) => (a.openedAt < b.openedAt ? 1 : -1));
}

export type Page<T> = { incidents: T[]; next?: string };

/** The longest stretch without incidents that the list looks across, in months; a longer one ends it. */
const EMPTY_MONTHS = 24;

/** How many bytes an incident takes of an answer. */
export type Weighed<T> = (incident: T) => number;

/**
 * A function may answer 6 MB (**AWS's docs**), of which the rest is for headers and for what surrounds a list. A page ends
 * before an incident with which it would be more (docs/rules.md, Sizes of lists).
 */
export const LARGEST_PAGE_BYTES = 5_500_000;

/** All incidents, newest first, a page at a time. `after` is the `next` of the page before. */
export const allIncidents = (
  log: IncidentLog,
  now: Instant,
  limit: number,
  after?: string,
  weighed?: Weighed<Outage>,
): Promise<Page<Outage>> => pageOf(log, isOutage, now, limit, after, weighed);

/** All maintenances, by when they were announced, newest first, a page at a time. */
export const allMaintenances = (
  log: IncidentLog,
  now: Instant,
  limit: number,
  after?: string,
  weighed?: Weighed<Maintenance>,
): Promise<Page<Maintenance>> => pageOf(log, isMaintenance, now, limit, after, weighed);

/** Chains of one sort. They are read until the page is full, since the index does not know the sorts apart. */
async function pageOf<T extends ReportedIncident>(
  log: IncidentLog,
  isWanted: (incident: ReportedIncident) => incident is T,
  now: Instant,
  limit: number,
  after?: string,
  weighed: Weighed<T> = () => 0,
): Promise<Page<T>> {
  let left = LARGEST_PAGE_BYTES;
  let [month, place] = splitCursor(after) ?? [now.slice(0, 7), undefined];
  const found: T[] = [];
  for (let empty = 0; empty < EMPTY_MONTHS; ) {
    const page = await log.openedIn(month, {
      limit: limit - found.length,
      ...(place === undefined ? {} : { after: place }),
    });
    for (const incident of (await loaded(log, page.ids)).filter(isWanted)) {
      left -= weighed(incident);
      const last = found.at(-1);
      if (left < 0 && last) return { incidents: found, next: placeOf(last) };
      found.push(incident);
    }
    empty = page.ids.length === 0 ? empty + 1 : 0;
    const next = page.next === undefined ? monthBefore(month) : `${month}:${page.next}`;
    if (found.length >= limit) return { incidents: found, next };
    [month, place] = page.next === undefined ? [monthBefore(month), undefined] : [month, page.next];
  }
  return { incidents: found };
}

const loaded = async (log: IncidentLog, ids: readonly string[]): Promise<ReportedIncident[]> =>
  (await Promise.all(ids.map((id) => readIncident(log, id)))).filter((incident) => incident !== undefined);

/** Where an incident stands in the list: what comes behind it is asked for with this. */
const placeOf = ({ id, openedAt }: ReportedIncident): string => `${openedAt.slice(0, 7)}:${openedAt}~${id}`;

/** True if `after` is the `next` of some page: a month, and perhaps the last incident of it that was shown. */
export const isPlaceInList = (after: string): boolean =>
  /^\d{4}-(0[1-9]|1[0-2])(:\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z~[\w-]{1,64})?$/.test(after);

function splitCursor(cursor: string | undefined): [string, string | undefined] | undefined {
  const match = cursor === undefined ? null : /^(\d{4}-\d{2})(?::(.+))?$/.exec(cursor);
  return match ? [match[1] as string, match[2]] : undefined;
}

/** The month before `2026-01` is `2025-12`. */
export function monthBefore(month: string): string {
  const [year, number] = month.split('-').map(Number) as [number, number];
  return number === 1 ? `${year - 1}-12` : `${year}-${String(number - 1).padStart(2, '0')}`;
}
