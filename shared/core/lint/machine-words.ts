import type { Instant } from '../instant.ts';
import { recognisePromises } from '../recogniser/promises.ts';
import { sentencesOf } from '../recogniser/sentences.ts';
import type { Objection } from './automated.ts';
import { causeTooEarly } from './causes.ts';
import type { Statement } from './finding.ts';
import { straight } from './phrases.ts';

// What a house may have its monitors say. A monitor sees that something is wrong, and nothing else.

const BACK =
  '(?:back|fixed|restored|resolved|repaired|mitigated|recovered|solved|over|operational|healthy|normal|working|available|online)';

/** Claims that need somebody who looked, each with the reason that the house reads. */
const CLAIMS = [
  {
    pattern: new RegExp(
      `\\b(?:will|should|shall|going to|expected to|likely to) (?:\\w+ )?be (?:\\w+ )?${BACK}\\b`,
      'i',
    ),
    reason: 'says that it will work again, which only a person can promise',
  },
  {
    pattern: new RegExp(
      `\\b(?:is|are|was|were|has|have|been|everything|now) (?:(?:now|all|fully|again|been|since) )*${BACK}\\b|\\b(?:works?|runs?|running|up) again\\b`,
      'i',
    ),
    reason: 'says that it works again, which only a person says',
  },
  {
    pattern:
      /\b(?:engineers?|teams?|somebody|someone|staff|we) (?:is|are|have|has) (?:\w+ )?(?:on (?:it|this|the case)|working|investigating|looking|identified|found|begun|started)\b/i,
    reason: 'says that people are at work on it, which nobody has said yet',
  },
] as const;

/** Where it is denied, asked or made a condition ("until it is fixed"), nothing is claimed. */
const UNCLAIMED =
  /\b(?:not|nobody|neither|cannot|without|no one|no longer|until|unless|once|whether|if|when|before)\b|n't\b|\?/i;

/** Times are only looked for, never told: any moment will do. */
const ANY_MOMENT: Instant = '2026-01-01T00:00:00.000Z';

/**
 * What `text` claims that a machine may never say, with the words that do: a cause, that it works again or will, a time
 * for that or for the next update, people at work. Empty if a rule may hold it.
 */
export function claimsIn(text: string): Objection[] {
  const times = recognisePromises(text, { postedAt: ANY_MOMENT }).map(
    ({ quote, kind }): Objection => ({
      quote,
      reason:
        kind === 'nextUpdateBy'
          ? 'promises a word by a time that nothing counts; when the next one comes is said by itself'
          : 'gives a time, which only a person can give',
    }),
  );
  const causes = causeTooEarly(asFirstWord(text)).map(
    ({ quote }): Objection => ({ quote, reason: 'names a cause, which a monitor cannot know' }),
  );
  const claims = sentencesOf(straight(text)).flatMap((sentence) =>
    CLAIMS.flatMap(({ pattern, reason }): Objection[] => {
      const match = pattern.exec(sentence.text);
      return match === null || UNCLAIMED.test(sentence.text.slice(0, match.index)) ? [] : [{ quote: match[0], reason }];
    }),
  );
  return [...causes, ...claims, ...times];
}

const asFirstWord = (text: string): Statement => ({
  kind: 'opened',
  texts: [{ field: 'message', text }],
  status: 'investigating',
  now: ANY_MOMENT,
  standing: {},
  newEta: undefined,
  overdue: [],
  odds: undefined,
  takesBackToo: [],
  account: undefined,
});
