import type { Status } from '../core/entry.ts';
import type { ImportRecord } from '../core/imported.ts';

/** What the list of imports says of one of them. */
export type ImportSummary = {
  id: string;
  title: string;
  from: string;
  status: Status;
  openedAt: string;
  hash: string;
  rev: number;
  removed?: true;
};

/** Incidents that another system told. They lie beside the log, and nothing in it refers to them. */
export interface Imports {
  read(id: string): Promise<ImportRecord | undefined>;
  /** Keeps the record if its `rev` follows the stored one. `conflict` if somebody else has changed it meanwhile. */
  put(record: ImportRecord): Promise<'put' | 'conflict'>;
  /** All of them, in no order that means anything. */
  all(): Promise<readonly ImportSummary[]>;
  /** Ids of those that were opened in a month (`2026-11`), newest first; removed ones are among them. */
  openedIn(month: string): Promise<readonly string[]>;
}
