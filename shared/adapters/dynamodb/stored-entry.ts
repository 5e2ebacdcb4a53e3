import type { Entry } from '../../core/entry.ts';
import type { Instant } from '../../core/instant.ts';
import type { CommandKey, StoredEntry } from '../../ports/incident-log.ts';
import { entryKey, WATCH_PARTITION } from './keys.ts';

/** The item of an entry: its own fields as they are, and beside them what lies outside the hash. */
export type EntryItem = Entry &
  Partial<CommandKey> & {
    pk: string;
    sk: string;
    watchPk?: string;
    watchAt?: Instant;
    historyMonth?: string;
    openedAt?: Instant;
  };

/** DynamoDB refuses an item over 400 KB. Texts have at most 5,000 characters, so one this big is our own mistake. */
const LARGEST_ENTRY_BYTES = 390_000;

/** The item that an entry is stored as. The watch goes in the same put, so that no crash can come between them. */
export function entryItem({ command, ...entry }: StoredEntry, watchAt: Instant | undefined): EntryItem {
  const item: EntryItem = {
    ...entryKey(entry.incident, entry.seq),
    ...entry,
    ...command,
    ...(watchAt === undefined ? {} : { watchPk: WATCH_PARTITION, watchAt }),
    ...(entry.seq === 1 ? { historyMonth: entry.at.slice(0, 7), openedAt: entry.at } : {}),
  };
  const bytes = Buffer.byteLength(JSON.stringify(item));
  if (bytes > LARGEST_ENTRY_BYTES) {
    throw new RangeError(`entry ${entry.seq} of incident ${entry.incident} has ${bytes} bytes, too many for one item`);
  }
  return item;
}

/** The entry that an item holds. */
export function storedEntry(item: EntryItem): StoredEntry {
  const { pk, sk, watchPk, watchAt, historyMonth, openedAt, keyHash, bodyHash, ...entry } = item;
  if (keyHash === undefined || bodyHash === undefined) return entry;
  return { ...entry, command: { keyHash, bodyHash } };
}
