import { DAY_MS, type Instant } from '../instant.ts';
import type { DeskSource } from './mention.ts';

/** A case is forgotten after so long, with what support wrote about it (docs/rules.md, Desk privacy). */
export const CASE_KEPT_MS = 30 * DAY_MS;

/** So many notes are kept of one case, newest last, each so long at most (docs/rules.md, Desk). */
export const CASE_NOTES = 50;
export const CASE_NOTE_LENGTH = 500;

/** How support says that a case stands. */
export const CASE_STATES = ['open', 'waiting-for-customer', 'solved'] as const;
export type CaseState = (typeof CASE_STATES)[number];

export type CaseNote = { at: Instant; by: string; state?: CaseState; text?: string };

/** Somebody who wrote to us in private, under a name that they can say over the phone. Of what they wrote, nothing. */
export type DeskCase = {
  name: string;
  incident?: string;
  source: DeskSource;
  person: string;
  /** The message that began it, by our id. */
  mention: string;
  at: Instant;
  state: CaseState;
  /** When the ticket system took it; absent until it did. */
  handedAt?: Instant;
  notes: readonly CaseNote[];
  version: number;
};

/** What the follow-up is called that waits, beside its incident, for whoever has this case. */
export const followUpOf = (name: string): string => `desk-${name}`;

/** The case after a note of support's. */
export const withNote = (one: DeskCase, note: CaseNote): DeskCase => ({
  ...one,
  state: note.state ?? one.state,
  notes: [...one.notes, note].slice(-CASE_NOTES),
  version: one.version + 1,
});
