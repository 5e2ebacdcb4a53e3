import { createHash } from 'node:crypto';

/** Something that somebody says where we hear it. `from`: a short name, the same person each time. */
export type Spoken = {
  from: string;
  text: string;
  /** Which post it answers, ours or somebody else's. */
  replyTo?: string | undefined;
  /** Which post it shows around its own words. */
  quote?: string | undefined;
  /** BCP 47. */
  language?: string | undefined;
  /** False for what speaks of us and not to us: it is counted and never shown to us. */
  toUs?: boolean | undefined;
};

/** What somebody said, as it stands there. `at`: ISO instant. */
export type Said = { id: string; from: string; text: string; at: string; replyTo: string | null; gone: boolean };

/** A private message between us and somebody. */
export type Message = { id: string; with: string; by: 'them' | 'us'; text: string; at: string };

/**
 * The people on one network who speak to us or of us. They are bound by nothing that the network asks of programs; what they
 * said is in the journal of the network before a call returns.
 */
export interface People {
  /** What they said is there from then on; `unknown` names the field that leads to no post. */
  say(spoken: Spoken, nowMs: number): Said | { unknown: 'replyTo' | 'quote' };
  /** A message that only we read; undefined where there are none. */
  write?(message: Pick<Spoken, 'from' | 'text' | 'language'>, nowMs: number): Message;
  /** Somebody deletes what they said; false if it is not there. */
  takeBack(id: string, nowMs: number): boolean;
  /** What they said, oldest first, also what is gone. */
  said(nowMs: number): readonly Said[];
  /** Messages of both sides, oldest first. */
  messages(): readonly Message[];
}

/** So many characters that are always the same for a name: the ids of people who are nowhere registered. */
export const digestOf = (name: string): string => createHash('sha256').update(name.toLowerCase()).digest('hex');

/** A name as a network lets people be called, at most so long; two names that only the network cannot tell apart stay two. */
export function handleFor(name: string, strange: RegExp, instead: string, most: number): string {
  const handle = name.replaceAll(strange, instead);
  return handle === name && handle.length <= most
    ? handle
    : `${handle.slice(0, most - 5)}${digestOf(name).slice(0, 5)}`;
}

/** What a fault has made of something that was said. ISO instants. */
export type Troubled = {
  /** Until then it is not shown to us. */
  hiddenUntil?: string;
  /** Its author deletes it then. */
  goneAt?: string;
};

type Conditions = { use(name: 'mention-late' | 'mention-deleted', nowMs: number): { ms?: number } | undefined };

const MINUTE_MS = 60_000;

/** The faults that every network has for what others say, with one line each. */
export const mentionFaults = {
  'mention-late': { says: 'what others say from now on is not shown to us (for 60 s, or the delay)' },
  'mention-deleted': { says: 'what others say from now on is deleted by its author (after 60 s, or the delay)' },
};

/** What the faults in force make of something that is said now. */
export function troubled(faults: Conditions, nowMs: number): Troubled {
  const late = faults.use('mention-late', nowMs);
  const deleted = faults.use('mention-deleted', nowMs);
  return {
    ...(late && { hiddenUntil: new Date(nowMs + (late.ms ?? MINUTE_MS)).toISOString() }),
    ...(deleted && { goneAt: new Date(nowMs + (deleted.ms ?? MINUTE_MS)).toISOString() }),
  };
}

export const isHidden = ({ hiddenUntil }: Troubled, nowMs: number): boolean =>
  hiddenUntil !== undefined && nowMs < Date.parse(hiddenUntil);

export const isOver = ({ goneAt }: Troubled, nowMs: number): boolean =>
  goneAt !== undefined && Date.parse(goneAt) <= nowMs;
