import type { Status } from '../entry.ts';
import type { PromiseRow } from '../incident.ts';
import type { Instant } from '../instant.ts';

/** Every rule by its id, which clients override and the log keeps: an id is never renamed or used for something else. */
export type RuleId =
  | 'promised-time-passed'
  | 'promise-in-text'
  | 'eta-before-identified'
  | 'absolute'
  | 'announced-late'
  | 'blame'
  | 'boilerplate'
  | 'cause-while-investigating'
  | 'due-promise-unmentioned'
  | 'happened-earlier'
  | 'hedge'
  | 'others-go-on-here'
  | 'promise-tighter-than-median'
  | 'resolved-without-scope'
  | 'resolved-without-word-on-data'
  | 'said-before'
  | 'time-without-zone';

/** The only rules that make a person answer: each is about what the public would be misled by. */
export const ASKING: ReadonlySet<RuleId> = new Set([
  'promised-time-passed',
  'promise-in-text',
  'eta-before-identified',
  'others-go-on-here',
]);

/**
 * Something that speaks against a text. `hint` never refuses; `ask` is refused unless its rule is overridden.
 * `suggestion` is advice to the author; where a field can follow it at once, `accept` says which and how.
 */
export type Finding = {
  rule: RuleId;
  level: 'hint' | 'ask';
  field: string;
  quote: string;
  reason: string;
  suggestion?: string;
  accept?: Acceptance;
};

/** What to set which field of the same body to, where one tap can follow a suggestion. */
export type Acceptance = { field: string; value: string };

/** What a rule says; its level follows from the rule, and from whether this is an incident's first post. */
export type Remark = Omit<Finding, 'level'>;

/** One rule, or a small family of them. Pure: the same statement always gets the same remarks. */
export type Rule = (statement: Statement) => readonly Remark[];

/** What remains until resolution, by history: half of the incidents like this one took longer than `p50Ms`. */
export type Odds = { p50Ms: number; p80Ms?: number };

/** A text of a statement, by the field that carries it. */
export type FieldText = { field: 'title' | 'message' | 'workaround' | 'ifLate' | 'note'; text: string };

/** A statement as the rules look at it: what it says, and what would hold after it. */
export type Statement = {
  kind: 'opened' | 'update' | 'reopened' | 'resolved' | 'correction' | 'other';
  texts: readonly FieldText[];
  /** After this statement. */
  status: Status;
  now: Instant;
  /** The structured promises that stand after it, those included that the cadence would set. */
  standing: Readonly<Partial<Record<PromiseRow['promise'], Instant>>>;
  /** The restore time that this statement newly gives. */
  newEta: Instant | undefined;
  /** Promises that are due and unanswered at this moment. */
  overdue: readonly PromiseRow[];
  odds: Odds | undefined;
  /** Of a retraction: the incidents that were merged into what it takes back. */
  takesBackToo: readonly string[];
  /** Where it says that the service is back: since when by its own field, and the ETA that was missed, if one was. */
  account: { backAt: Instant | undefined; missedEta: Instant | undefined; openedAt: Instant } | undefined;
};
