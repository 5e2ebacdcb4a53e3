import type { FrozenPost } from '../core/channel/frozen.ts';
import type { Closing } from '../core/channel/gate.ts';
import type { Instant } from '../core/instant.ts';
import type { KeyedGateKind, LearnedLimits } from '../core/keyed/account.ts';

/** A post whose text was not forgotten. */
export type SayablePost = FrozenPost & { text: string };

/** What one attempt to say something came to. */
export type SayOutcome =
  | { outcome: 'delivered'; receipt: string }
  /** Something else stands there under this key. */
  | { outcome: 'conflict'; reason: string }
  /** This post is refused, and would be each time. */
  | { outcome: 'refused'; why: 'parent-gone' | 'refused'; reason: string }
  /** Nothing is taken from us for now. */
  | ({ outcome: 'closed' } & Closing<KeyedGateKind>)
  /** It cannot be there: nobody heard us. */
  | { outcome: 'not-sent'; reason: string }
  /** It may be there. */
  | { outcome: 'unknown'; reason: string };

/** Whether a post stands there. `unreadable` proves nothing. */
export type FindOutcome = { found: string } | 'absent' | { unreadable: string };

/** An account on a network that goes by keys. Each call is one attempt. */
export interface KeyedChannel {
  say(post: SayablePost): Promise<SayOutcome>;
  /** Looks for what a claim may have made. `known`: receipts of other statements, none of which is it. */
  find(post: FrozenPost, known: ReadonlySet<string>): Promise<FindOutcome>;
  /** Receipts of our posts since then. */
  standing(since: Instant): Promise<{ receipts: ReadonlySet<string> } | { unreadable: string }>;
  /** How long a post may be there now; left out, where that never changes. Undefined if it could not be read. */
  limits?(): Promise<Omit<LearnedLimits, 'at'> | undefined>;
}
