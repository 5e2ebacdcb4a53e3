import type { Instant } from '../core/instant.ts';

/** What an export is made of, in the order in which it is taken. Those from `told` on are of people. */
export const ARCHIVE_PARTS = [
  'incidents',
  'imports',
  'acts',
  'drafts',
  'claims',
  'desk',
  'told',
  'people',
  'subscribers',
  'accounts',
  'heard',
] as const;
export type ArchivePart = (typeof ARCHIVE_PARTS)[number];

/** The parts in which addresses stand, or what is kept of whoever has one. */
export const OF_PEOPLE: readonly ArchivePart[] = ['told', 'people', 'subscribers', 'accounts', 'heard'];

/** One item as it is stored, keys included: what is stored keeps its form for ever. */
export type ArchivedItem = Readonly<Record<string, unknown>> & { readonly pk: string; readonly sk: string };

/** Of which part an item is, of which incident, and, of a statement, as which number. */
export type ArchivedPlace = { part: ArchivePart; incident?: string; seq?: number };

/** Some items, and where the next ones begin. */
export type ArchivePage = { items: readonly ArchivedItem[]; next?: string };

/**
 * Where an export stands. Of the parts that go by incidents: in `month`, behind `quiet` months without any, in the page of
 * ids behind `after`, of which `done` are told. `from`: where the items of a part, or of the incident, go on.
 */
export type ExportPlace = {
  part: ArchivePart;
  month?: string | undefined;
  quiet?: number | undefined;
  after?: string | undefined;
  done?: number | undefined;
  from?: string | undefined;
};

/**
 * Since when the site has been there: days before it are not known to have been without an incident. `rev`: how often its
 * shared pages were written. Whoever has one of a later number takes no earlier for newer.
 */
export type PageAge = { since?: Instant; rev: number };

/** Everything that cannot be computed again, as it is stored: what is read of it here can be kept elsewhere. */
export interface Archive {
  /** All of one incident but what is computed, strongly consistent; with `people` also who was answered by the desk, or waits for an answer of their own. */
  incident(id: string, people: boolean): Promise<readonly ArchivedItem[]>;
  /** How far each subscriber was told of an incident, and the cases of those who wrote to us about it, some at a time. */
  told(id: string, from?: string): Promise<ArchivePage>;
  /** The items of another part, some at a time. */
  rest(part: Exclude<ArchivePart, 'incidents' | 'told'>, from?: string): Promise<ArchivePage>;
  page(): Promise<PageAge>;
  /** Has the page be as old and as often written as this one, where it is not already. */
  age(page: PageAge): Promise<void>;
  /** What an item is by its keys; undefined if no export holds such items. */
  placeOf(item: ArchivedItem): ArchivedPlace | undefined;
  /** Those of these that are there already, as they are. A subscriber who left here counts as there: nobody brings them back. */
  thereOf(items: readonly ArchivedItem[]): Promise<readonly ArchivedItem[]>;
  /** Puts one statement unless its number is taken; true if it was put. */
  addEntry(item: ArchivedItem): Promise<boolean>;
  /** Puts items that are not there, in any order. */
  addOthers(items: readonly ArchivedItem[]): Promise<void>;
}

/** The keys beside the log: by the first, subscribers are known and their links signed; of the other, monitors' secrets are made. */
export type ArchiveKeys = { subscribers?: string; intake?: string };

export interface ArchiveKeyStore {
  read(): Promise<ArchiveKeys>;
  /** Puts these in the place of those that are there. What was made with those is void. */
  replace(keys: ArchiveKeys): Promise<void>;
}
