import { chunksOf } from '../../core/chunks.ts';
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

/** One line of an export: what belongs together. `goesOn`: the line before it is the beginning of the same incident. */
export type ArchiveRecord = {
  part: ArchivePart;
  incident?: string;
  goesOn?: true;
  items: readonly ArchivedItem[];
};

/** Some of an export, and where it goes on; without `next` that was all. */
export type Exported = { records: readonly ArchiveRecord[]; next?: ExportPlace };

/**
 * Far below the 6 MB that a function may answer: two steps may each go beyond it by an item, which is 400 KB at most, and
 * a body within the answer of a function is escaped once more.
 */
const ENOUGH_BYTES = 1_500_000;
/** So many incidents are read side by side. */
const READ_TOGETHER = 5;
/** What is not read by then is left to the next call: the function has ten seconds. */
const ENOUGH_MS = 4 * SECOND_MS;
const IDS_AT_ONCE = 25;
/** So many months without an incident in a row, and we take it that there was nothing before; as a rebuild does. */
const QUIET_MONTHS = 24;

/**
 * The records of an export from a place on, as many as fit into one answer. Whatever is said meanwhile may be in it or not;
 * an incident is read at one moment, but for one that takes several lines. `people`: with whoever can be reached, and what they were told.
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
    const read = (one: string) => archive.incident(one, people);
    const { records, read: whole, upTo } = await asManyAsFit(ids, read, from);
    return { records, next: { ...here, done: done + whole, ...(upTo === undefined ? {} : { from: upTo }) } };
  }
  if (page.next !== undefined) return { records: [], next: { part, month, quiet: 0, after: page.next } };
  const silent = page.ids.length === 0 && after === undefined ? quiet + 1 : 0;
  const next = silent >= QUIET_MONTHS ? undefined : { part, month: monthBefore(month), quiet: silent };
  return following([], part, people, next);
}

/**
 * Records of these incidents until they are enough: how many went whole, and behind which item the next one goes on.
 * `from`: that item, where the first of them goes on.
 */
async function asManyAsFit(
  ids: readonly string[],
  read: (id: string) => Promise<readonly ArchivedItem[]>,
  from: string | undefined,
): Promise<{ records: ArchiveRecord[]; read: number; upTo?: string }> {
  const records: ArchiveRecord[] = [];
  let [bytes, whole] = [0, 0];
  for (const some of chunksOf(ids, READ_TOGETHER))
    for (const [index, all] of (await Promise.all(some.map(read))).entries()) {
      const behind = whole === 0 ? from : undefined;
      const left = all.slice(behind === undefined ? 0 : all.findIndex(({ sk }) => sk === behind) + 1);
      const items: ArchivedItem[] = [];
      for (const item of left) {
        if (bytes >= ENOUGH_BYTES) break;
        items.push(item);
        bytes += Buffer.byteLength(JSON.stringify(item));
      }
      const goesOn = behind === undefined ? {} : { goesOn: true as const };
      if (items.length > 0) records.push({ part: 'incidents', incident: some[index]!, ...goesOn, items });
      const last = items.at(-1);
      if (items.length < left.length) return { records, read: whole, ...(last === undefined ? {} : { upTo: last.sk }) };
      whole += 1;
    }
  return { records, read: whole };
}
