import type { PromiseName } from '../entry.ts';
import { DAY_MS, HOUR_MS, type Instant, MINUTE_MS, msBetween } from '../instant.ts';
import { type RecognisedPromise, recognisePromises } from '../recogniser/promises.ts';
import { sentencesOf } from '../recogniser/sentences.ts';
import type { Remark, Rule, Statement } from './finding.ts';

const GOALS: Record<PromiseName, string> = {
  nextUpdateBy: 'an update',
  restoreBy: 'that service will be back',
  reportBy: 'a report',
};

/** Kinds that make promises. A correction says what was wrong with one; others look back. */
const PROMISING: readonly Statement['kind'][] = ['opened', 'update', 'reopened', 'resolved', 'correction'];

/** Every time that the text promises: one that has passed, and one that is tracked by nothing. */
export const promisesInText: Rule = (statement) => {
  if (!PROMISING.includes(statement.kind)) return [];
  return statement.texts.flatMap(({ field, text }) =>
    promisesOf(text, statement.now).flatMap((promise): Remark[] => {
      const { kind, at, quote } = promise;
      if (at <= statement.now) {
        return [
          {
            rule: 'promised-time-passed',
            field,
            quote,
            reason: `promises ${GOALS[kind]} for a time that has passed already; if it is meant for another day, say the date`,
            suggestion: 'Say that it was not kept, and give a time that lies ahead or none.',
          },
        ];
      }
      if (isCarried(promise, statement)) return [];
      return [
        {
          rule: 'promise-in-text',
          field: kind,
          quote,
          reason: `the ${field} promises ${GOALS[kind]} by a time that nobody would be reminded of and that could slip unseen`,
          suggestion: at,
          accept: { field: kind, value: at },
        },
      ];
    }),
  );
};

/** "We had expected to be back by 14:00": who tells what was once promised promises nothing. */
const RECALLED =
  /\b(?:was|were|been) (?:\w+ )?(?:expected|estimated|planned|due|supposed|promised)\b|\b(?:we|had) (?:had )?(?:\w+ly )?(?:expected|estimated|planned|aimed|hoped|said|promised|targeted)\b/i;

type Dated = RecognisedPromise & { at: Instant };

/** What the text promises by itself. A time that cannot be told without guessing is none of the lint's business. */
const promisesOf = (text: string, now: Instant): Dated[] =>
  recognisePromises(text, { postedAt: now }).filter((promise): promise is Dated => {
    const { at, from } = promise;
    const sentence = sentencesOf(text).find((one) => one.from <= from && from < one.to);
    return at !== undefined && !RECALLED.test(text.slice(sentence?.from ?? 0, from));
  });

/** A day without a zone begins and ends half a day earlier or later elsewhere. */
const ELSEWHERE_MS = 12 * HOUR_MS;

/** Words are rounder than clocks: a minute, or a twentieth of the span, is the same promise; of a day, any time in it. */
function isCarried({ kind, at, isWholeDay }: Dated, { standing, now }: Statement): boolean {
  const tracked = standing[kind];
  if (tracked === undefined) return false;
  if (isWholeDay) return msBetween(tracked, at) <= DAY_MS + ELSEWHERE_MS && msBetween(at, tracked) <= ELSEWHERE_MS;
  return Math.abs(msBetween(at, tracked)) <= Math.max(MINUTE_MS, msBetween(now, at) / 20);
}

/** Until the cause is known, a time to be back is a guess; no time yet is an honest answer. */
export const etaTooEarly: Rule = ({ status, newEta, texts, kind, now }) => {
  if (status !== 'investigating' || !PROMISING.includes(kind) || kind === 'correction') return [];
  const reason = 'gives a time to be back while we are still looking for the cause';
  const suggestion = 'Say that there is no time yet, or set the status to identified if the cause is known.';
  if (newEta !== undefined)
    return [{ rule: 'eta-before-identified', field: 'restoreBy', quote: newEta, reason, suggestion }];
  return texts.flatMap(({ field, text }) =>
    promisesOf(text, now)
      .filter((promise) => promise.kind === 'restoreBy' && promise.at > now)
      .map(({ quote }): Remark => ({ rule: 'eta-before-identified', field, quote, reason, suggestion })),
  );
};
