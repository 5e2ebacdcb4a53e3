import { epochMs, SECOND_MS } from '../../core/instant.ts';
import {
  ARCHIVE_PARTS,
  type Archive,
  type ArchivedItem,
  type ArchivePart,
  type ExportPlace,
  OF_PEOPLE,
} from '../../ports/archive.ts';
import type { Clock } from '../../ports/clock.ts';
import type { IncidentLog } from '../../ports/incident-log.ts';
import { monthBefore } from '../read-incidents.ts';

export type ExportPorts = { archive: Archive; log: IncidentLog; clock: Clock };

/** One line of an export: what belongs together. */
export type ArchiveRecord = { part: ArchivePart; incident?: string; items: readonly ArchivedItem[] };

/** Some of an export, and where it goes on; without `next` that was all. */
export type Exported = { records: readonly ArchiveRecord[]; next?: ExportPlace };

/** Far below the 6 MB that a function may answer; what one more step brings comes on top. */
const ENOUGH_BYTES = 1_500_000;
/** What is not read by then is left to the next call: the function has ten seconds. */
const ENOUGH_MS = 4 * SECOND_MS;
const IDS_AT_ONCE = 25;
/** So many months without an incident in a row, and we take it that there was nothing before; as a rebuild does. */
const QUIET_MONTHS = 24;

/**
 * The records of an export from a place on, as many as fit into one answer. Whatever is said meanwhile may be in it or not;
 * each incident is read at one moment. `people`: with whoever can be reached, and what they were told.
 */
export async function exportFrom(
  ports: ExportPorts,
  from: ExportPlace | undefined,
  people: boolean,
): Promise<Exported> {
  const until = epochMs(ports.clock.now()) + ENOUGH_MS;
  const records: ArchiveRecord[] = [];
  let bytes = 0;
  let place: ExportPlace | undefined = from ?? { part: 'incidents' };
  while (place !== undefined && bytes < ENOUGH_BYTES && epochMs(ports.clock.now()) < until) {
    const step: Exported = await oneStep(ports, place, people);
    const filled = step.records.filter(({ items }) => items.length > 0);
    records.push(...filled);
    bytes += filled.reduce((sum, record) => sum + Buffer.byteLength(JSON.stringify(record)), 0);
    place = step.next;
  }
  return place === undefined ? { records } : { records, next: place };
}

async function oneStep(ports: ExportPorts, place: ExportPlace, people: boolean): Promise<Exported> {
  if (place.part === 'incidents' || place.part === 'told')
    return ofIncidents(ports, { ...place, part: place.part }, people);
  const { items, next } = await ports.archive.rest(place.part, place.from);
  return following(
    [{ part: place.part, items }],
    place.part,
    people,
    next === undefined ? undefined : { part: place.part, from: next },
  );
}

/** `next`, or where the next part begins. */
function following(
  records: readonly ArchiveRecord[],
  part: ArchivePart,
  people: boolean,
  next: ExportPlace | undefined,
): Exported {
  if (next !== undefined) return { records, next };
  const behind = ARCHIVE_PARTS[ARCHIVE_PARTS.indexOf(part) + 1];
  if (behind === undefined || (OF_PEOPLE.includes(behind) && !people)) return { records };
  return { records, next: { part: behind } };
}

async function ofIncidents(
  { archive, log, clock }: ExportPorts,
  place: ExportPlace & { part: 'incidents' | 'told' },
  people: boolean,
): Promise<Exported> {
  const { part, month = clock.now().slice(0, 7), quiet = 0, after, done = 0, from } = place;
  const page = await log.openedIn(month, { limit: IDS_AT_ONCE, ...(after === undefined ? {} : { after }) });
  const here = { part, month, quiet: page.ids.length > 0 ? 0 : quiet, after };
  const ids = page.ids.slice(done);
  const [id] = ids;
  if (id !== undefined && part === 'told') {
    const { items, next } = await archive.told(id, from);
    const records = [{ part, incident: id, items }];
    return { records, next: next === undefined ? { ...here, done: done + 1 } : { ...here, done, from: next } };
  }
  if (id !== undefined) {
    const records = await Promise.all(
      ids.map(async (one) => ({ part, incident: one, items: await archive.incident(one, people) })),
    );
    return { records, next: { ...here, done: page.ids.length } };
  }
  if (page.next !== undefined) return { records: [], next: { part, month, quiet: 0, after: page.next } };
  const silent = page.ids.length === 0 && after === undefined ? quiet + 1 : 0;
  const next = silent >= QUIET_MONTHS ? undefined : { part, month: monthBefore(month), quiet: silent };
  return following([], part, people, next);
}
