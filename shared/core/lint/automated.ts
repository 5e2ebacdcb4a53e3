import { absolutes } from './absolutes.ts';
import { blame } from './blame.ts';
import { causeTooEarly } from './causes.ts';
import type { Statement } from './finding.ts';
import { boilerplate, hedges } from './hedges.ts';

/** Why a sentence may not go out without a person, and the words that it is about. */
export type Objection = { quote: string; reason: string };

const UNKNOWN = 'claims what the pipeline cannot know: it knows only what was said, and when';
const LIABILITY = 'touches cause, fault, loss or entitlement, which no automated text speaks of';

/** What no sentence may claim that goes out by itself. Where it is denied ("we have not confirmed that"), it is not. */
const UNKNOWABLE = [
  {
    pattern:
      /\b(?:is|are|remains?) (?:still )?(?:down|broken|failing|unavailable|offline|back|fixed|restored|repaired|over)\b/i,
    reason: UNKNOWN,
  },
  {
    pattern:
      /\b(?:engineers?|teams?|somebody|someone|a person|we) (?:is|are) (?:already |now )?(?:on (?:it|this)|working|investigating)\b/i,
    reason: UNKNOWN,
  },
  { pattern: /\bdata (?:is|are|was|were|remains?) (?:safe|intact|not lost)\b/i, reason: UNKNOWN },
  {
    pattern: /\b(?:refund\w*|compensat\w*|credits?|entitle\w*|liab\w*|negligen\w*|our fault|at fault|damages?)\b/i,
    reason: LIABILITY,
  },
  { pattern: /\b(?:forgive\w*|bear with|your understanding)\b/i, reason: 'asks readers for something' },
] as const;

const DENIED = /\b(?:not|nobody|neither|cannot|without|no one)\b|n't\b/i;

/** What speaks against `text` as words that nobody reads before they are public. */
export function objectionsTo(text: string): Objection[] {
  const statement: Statement = {
    kind: 'other',
    texts: [{ field: 'message', text }],
    status: 'investigating',
    now: '',
    standing: {},
    newEta: undefined,
    overdue: [],
    odds: undefined,
    takesBackToo: [],
    account: undefined,
  };
  const wordy = [hedges, boilerplate, absolutes, blame, causeTooEarly].flatMap((rule) => rule(statement));
  const claims = UNKNOWABLE.flatMap(({ pattern, reason }) => {
    const match = pattern.exec(text);
    const isDenied = match !== null && reason === UNKNOWN && DENIED.test(text.slice(0, match.index));
    return match === null || isDenied ? [] : [{ quote: match[0], reason }];
  });
  return [...wordy.map(({ quote, reason }) => ({ quote, reason })), ...claims];
}
