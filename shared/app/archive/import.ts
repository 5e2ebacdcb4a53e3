import { entryFault } from '../../core/chain-item.ts';
import { chunksOf } from '../../core/chunks.ts';
import type { Entry } from '../../core/entry.ts';
import type { Archive, ArchivedItem, ArchivePart } from '../../ports/archive.ts';
import type { ArchiveRecord } from './export.ts';

/** Why nothing of what was sent was taken: where in it, and what about it. `differs`: an incident of ours is another one. */
export type NotTaken = { record: number; item?: number; reason: string; differs?: string };

/** How many items were not there before, and how many were. */
export type Added = { added: number; there: number };

type Ports = { archive: Archive };

/** A statement is kept as it is, with its keys beside it. */
const asEntry = (item: ArchivedItem): Entry => item as unknown as Entry;

/**
 * Adds what an export holds to what is there: each chain whole and linked, or nothing of what was sent. What is there
 * already stays as it is, so that doing it again, after whatever end, comes to the same.
 */
export async function addArchived({ archive }: Ports, records: readonly ArchiveRecord[]): Promise<Added | NotTaken> {
  const isEntry = (item: ArchivedItem) => archive.placeOf(item)?.seq !== undefined;
  for (const [record, { part, incident, items }] of records.entries())
    for (const [item, one] of items.entries()) {
      const reason = whyNot(archive, part, incident, one);
      if (reason !== undefined) return { record, item, reason };
    }
  const all = records.flatMap(({ items }) => items);
  const there = new Map((await thereOf(archive, all)).map((item) => [keyOf(item), item]));
  for (const [record, { items }] of records.entries()) {
    const fault = await chainFault(archive, items.filter(isEntry), there);
    if (fault !== undefined) return { record, ...fault };
  }
  const missing = all.filter((item) => !there.has(keyOf(item)));
  await addChains(archive, missing.filter(isEntry));
  await archive.addOthers(missing.filter((item) => !isEntry(item)));
  return { added: missing.length, there: all.length - missing.length };
}

const keyOf = ({ pk, sk }: ArchivedItem): string => `${pk}\n${sk}`;

const thereOf = async (archive: Archive, items: readonly ArchivedItem[]): Promise<readonly ArchivedItem[]> =>
  (await Promise.all(chunksOf(items, 100).map((some) => archive.thereOf(some)))).flat();

function whyNot(archive: Archive, part: ArchivePart, incident: string | undefined, item: ArchivedItem) {
  const place = archive.placeOf(item);
  if (place?.part !== part) return `is keyed ${item.pk} / ${item.sk}, which is nothing of ${part}`;
  if (place.incident !== incident) return `belongs to ${place.incident}, and not to ${incident}`;
  if (place.seq === undefined) return undefined;
  const entry = asEntry(item);
  if (entry.incident !== incident) return `is a statement of incident ${entry.incident}, and not of ${incident}`;
  if (entry.seq !== place.seq) return `is number ${entry.seq} where ${place.seq} belongs`;
  const fault = entryFault(entry);
  return fault === undefined ? undefined : `entry ${entry.seq} of ${incident} ${fault}`;
}

/** The first entry that does not go on where the one before it ends, or that is another one here. */
async function chainFault(
  archive: Archive,
  entries: readonly ArchivedItem[],
  there: ReadonlyMap<string, ArchivedItem>,
): Promise<Omit<NotTaken, 'record'> | undefined> {
  let before: Entry | undefined;
  for (const item of entries) {
    const entry = asEntry(item);
    const { incident, seq, prev, hash } = entry;
    const ours = there.get(keyOf(item));
    if (ours !== undefined && asEntry(ours).hash !== hash)
      return { reason: `entry ${seq} of ${incident} is another one here`, differs: incident };
    if (seq > 1) before ??= await entryAt(archive, incident, seq - 1);
    const links = seq === 1 ? prev === null : before?.seq === seq - 1 && before.hash === prev;
    if (!links) return { reason: `entry ${seq} of ${incident} does not go on where the one before it ends` };
    before = entry;
  }
  return undefined;
}

async function entryAt(archive: Archive, incident: string, seq: number): Promise<Entry | undefined> {
  const item = (await archive.incident(incident, false)).find((one) => archive.placeOf(one)?.seq === seq);
  return item && asEntry(item);
}

/** So many chains grow at the same time; within one, statements follow each other. */
const SIDE_BY_SIDE = 20;

async function addChains(archive: Archive, entries: readonly ArchivedItem[]): Promise<void> {
  const chains = [...Map.groupBy(entries, ({ pk }) => pk).values()];
  for (const some of chunksOf(chains, SIDE_BY_SIDE))
    await Promise.all(
      some.map(async (chain) => {
        for (const item of chain) {
          if (await archive.addEntry(item)) continue;
          const [ours] = await archive.thereOf([item]);
          // Somebody spoke here meanwhile, under the same number.
          if (ours && asEntry(ours).hash !== asEntry(item).hash)
            throw new Error(`entry ${asEntry(item).seq} of ${item.pk} was put by somebody else meanwhile`);
        }
      }),
    );
}
