import type { Entry } from '../core/entry.ts';
import type { Instant } from '../core/instant.ts';

/** What is stored beside an entry and outside its hash: whoever repeats a command is recognised by these. */
export type CommandKey = { keyHash: string; bodyHash: string };

export type StoredEntry = Entry & { command?: CommandKey };

/** A page of incident ids, and where the next one starts. */
export type IdPage = { ids: readonly string[]; next?: string };

/** The chains of all incidents. The only truth; everything else is computed from it or can be thrown away. */
export interface IncidentLog {
  /** All entries of one incident, oldest first, strongly consistent; empty if it was never reported. */
  load(incident: string): Promise<readonly StoredEntry[]>;
  /**
   * Adds `entry` behind its predecessor in one conditional put, together with the time at which the incident is to be
   * looked at next. `conflict` if another entry has that number already: load again and decide again.
   */
  append(entry: StoredEntry, watchAt: Instant | undefined): Promise<'appended' | 'conflict'>;
  /**
   * Removes content and salt of one entry, and what it left for an apology to quote: the only change a statement ever
   * sees. Doing it twice is harmless.
   */
  redact(incident: string, seq: number): Promise<void>;

  /** Incidents whose `watchAt` is not after `now`, earliest first. A hint: the index may lag, so look at the log. */
  due(now: Instant, limit: number): Promise<readonly { incident: string; seq: number; watchAt: Instant }[]>;
  /** The `watchAt` of one entry, strongly consistent; undefined if it is not watched. */
  watched(incident: string, seq: number): Promise<Instant | undefined>;
  /** Moves (or with `to: undefined` ends) the watch of an entry if it still is `from`. False if somebody was faster. */
  rewatch(incident: string, seq: number, from: Instant | undefined, to: Instant | undefined): Promise<boolean>;
  /** Ends the watch of an entry behind which there are others, whatever it was. Doing it twice is harmless. */
  unwatch(incident: string, seq: number): Promise<void>;

  /** Incidents first reported in a month (`2026-11`), newest first; may lag by a second. */
  openedIn(month: string, page?: { limit: number; after?: string }): Promise<IdPage>;
}
