import type { Billed } from '../core/desk/bill.ts';
import type { Author, DeskSource, Heard } from '../core/desk/mention.ts';
import type { Instant } from '../core/instant.ts';

/** What one reading came to. `unreadable` proves nothing; `until`: asking before then is in vain. */
export type Reading = { billed: Billed } & (
  | {
      heard: readonly Heard[];
      /** Of what was asked about: those that their authors or the far side have taken away. */
      gone: readonly string[];
    }
  | { unreadable: string; until?: Instant }
);

/** What one attempt to answer came to. */
export type AnswerOutcome = { billed: Billed } & (
  | { outcome: 'sent'; receipt: string }
  /**
   * It is refused, and would be each time. `not-summoned`: the far side takes no answer of a program to this;
   * `gone`: what we answer is not there any more; `blocked`: its author does not want to hear us; `closed`: they take
   * no messages.
   */
  | { outcome: 'refused'; why: 'not-summoned' | 'gone' | 'blocked' | 'closed' | 'refused'; reason: string }
  /** Nothing is taken from us for now. */
  | { outcome: 'held'; reason: string; until?: Instant }
  /** It cannot be there: nobody heard us. */
  | { outcome: 'not-sent'; reason: string }
  /** It may be there. */
  | { outcome: 'unknown'; reason: string }
);

/** One answer, as it goes out. `key` names it for ever: the same answer has the same key in every attempt. */
export type OutgoingAnswer = {
  key: string;
  text: string;
  /** When it was made, which is in every attempt the same. */
  at: Instant;
  to: Pick<Heard, 'theirs' | 'author' | 'conversation' | 'thread' | 'direct'>;
  /** The private case that it belongs to. */
  case?: string;
};

/** A place where customers are heard and answered. Each call is one attempt; nothing is repeated inside. */
export interface DeskSourcePort {
  readonly source: DeskSource;
  /**
   * What was said to us since then, our own posts left out. Windows overlap: the same may come again, and what a far side
   * loses behind a cursor comes with a later window. `known`: what we have heard in it, to notice what is gone;
   * `met`: whom, so that nobody is asked for a name that we have. Left out of a place that cannot be read, and tells us itself (shared/app/desk/take-message.ts).
   */
  since?(since: Instant, known: readonly string[], met?: readonly Author[]): Promise<Reading>;
  /** Private messages since then; left out where there are none. */
  messagesSince?(since: Instant, met?: readonly Author[]): Promise<Reading>;
  /** Answers where it was said: in public in its thread, or as a message if it was one. */
  answer(answer: OutgoingAnswer): Promise<AnswerOutcome>;
  /** Writes to somebody who wrote to us before; left out where there are no messages. */
  message?(to: Author, message: Pick<OutgoingAnswer, 'key' | 'text' | 'at'>): Promise<AnswerOutcome>;
  /**
   * Whether an answer of which nobody knows stands there. `unreadable` proves nothing. Left out where nobody can look: what
   * is unknown there stays so.
   */
  find?(
    answer: OutgoingAnswer,
  ): Promise<{ billed: Billed } & ({ found: string } | { absent: true } | { unreadable: string })>;
  /** What its author said of late, when a person asks for it: read before you answer. */
  stream?(author: Author): Promise<Reading>;
}

/** A place that is read, and where what stands there can be looked for. */
export type ReadDeskSource = DeskSourcePort & Required<Pick<DeskSourcePort, 'since' | 'find'>>;

/** How many posts with our words there were, minute by minute, without reading one of them. */
export interface ComplaintCounts {
  since(
    query: string,
    since: Instant,
  ): Promise<
    { billed: Billed } & (
      | { minutes: readonly { at: Instant; count: number }[] }
      | { unreadable: string; until?: Instant }
    )
  >;
}
