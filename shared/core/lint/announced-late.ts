import { DAY_MS, epochMs, type Instant, instant, MINUTE_MS, msBetween } from '../instant.ts';
import { evened } from '../recogniser/evened.ts';
import { sentencesOf } from '../recogniser/sentences.ts';
import { timesIn } from '../recogniser/times.ts';
import type { FieldText, Remark, Rule, Statement } from './finding.ts';

/** A few minutes pass between looking and writing; nobody calls that late. */
const LATE_FROM_MS = 5 * MINUTE_MS;

const RETURNED = /\b(?:back|works?|working|recovered|restored|resolved|normal|normally|fixed)\b/i;
const PAST_TIME = /\b(?:since|as of|at|by|from)\s+(?=\d{1,2}[:.h]\d{2})/gi;

/**
 * The service was back earlier than it is said to be. Said in its own field, both times are shown, and a time that we
 * gave and that was met shows as kept and announced late, though it counts as slipped.
 */
export const announcedLate: Rule = (statement) => {
  const { account } = statement;
  if (account === undefined) return [];
  return account.backAt === undefined ? fromText(statement) : fromField(statement, account.backAt);
};

function fromField({ texts, account }: Statement, backAt: Instant): Remark[] {
  const missed = account?.missedEta;
  const clock = backAt.slice(11, 16);
  if (missed === undefined || backAt > missed || messageOf(texts).includes(clock)) return [];
  return [
    {
      rule: 'announced-late',
      field: 'message',
      quote: '',
      reason: `by your account it was back before ${missed.slice(11, 16)} UTC, the time that we gave; pages will say “kept, announced late”, and the text does not mention it`,
      suggestion: `It was back at ${clock} UTC already; we say so only now.`,
    },
  ];
}

function fromText({ texts, now, account }: Statement): Remark[] {
  const message = messageOf(texts);
  const since = account?.openedAt ?? now;
  for (const sentence of sentencesOf(message)) {
    if (!RETURNED.test(sentence.text)) continue;
    for (const match of sentence.text.matchAll(PAST_TIME)) {
      const rest = sentence.text.slice(match.index + match[0].length);
      const time = timesIn(evened(`at ${rest}`), epochMs(now))[0];
      if (time?.zone === undefined || time.atMs === undefined || time.form !== 'absolute') continue;
      const at = instant(time.atMs > epochMs(now) ? time.atMs - DAY_MS : time.atMs);
      if (at < since || msBetween(at, now) < LATE_FROM_MS) continue;
      const kept = account?.missedEta !== undefined && at <= account.missedEta;
      return [
        {
          rule: 'happened-earlier',
          field: 'happenedAt',
          quote: match[0] + rest.slice(0, time.to - 'at '.length),
          reason: `says that it was back earlier than it is said; in its own field, pages show both times${kept ? ', and that the time that we gave was kept, and announced late' : ''}`,
          suggestion: at,
          accept: { field: 'happenedAt', value: at },
        },
      ];
    }
  }
  return [];
}

const messageOf = (texts: readonly FieldText[]): string => texts.find((one) => one.field === 'message')?.text ?? '';
