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
