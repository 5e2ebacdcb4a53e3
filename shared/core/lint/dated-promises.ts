import type { PromiseName } from '../entry.ts';
import type { Instant } from '../instant.ts';
import { straight } from './phrases.ts';
import { sentencesIn } from './sentences.ts';
import { type TimeInText, timesIn } from './times-in-text.ts';

/** A dated promise that stands in a text: what is promised, for when, and where it says so. */
export type DatedPromise = { kind: PromiseName; at: Instant; quote: string; from: number; to: number };

const UPDATE =
  /\b(?:updates?|updated|(?:further|more|additional|latest) (?:information|details|news)|keep you (?:posted|informed)|status report|report back|share (?:more|what)|hear from us|check back|(?:another|next) (?:post|message|statement|word))\b/i;
const REPORT =
  /\b(?:post-?mortem|root[- ]cause analysis|rca|incident (?:report|review)|(?:full|detailed|written|final) (?:report|analysis|review)|report by|retrospective)\b/i;
const RESTORE =
  /\b(?:etas?|e\.t\.a|restor\w*|resol\w+|fix(?:ed|es)?|back (?:up|online|to normal|in service|by|at|in|within)|be back|recover\w*|repair\w*|mitigat\w*|complet\w*|operational|normal(?:ly)?|up and running|online|available|work(?:ing)? again|finish\w*|in place|deploy\w*|roll(?:ed|ing)? out)\b/i;

const FUTURE =
  /\b(?:will|'ll|shall|expect(?:s|ing|ed)?|anticipat\w+|estimat\w+|aim(?:s|ing)?|target\w*|plan(?:s|ning|ned)?|should|etas?|e\.t\.a|next|another|going to|intend|promise|hope|on track|by)\b/i;

/** What was, or what was once said: no promise of this text. */
const PAST =
  /\b(?:was|were|had|has been|have been|has|since|started|began|occurred|happened|saw|noticed|detected|reported|identified|at which|between|previously|original(?:ly)?|we (?:said|promised|announced|gave|missed)|earlier|missed|passed|did not|instead of|no longer|not by)\b/i;

/** Right before a time, these say that it is a beginning or a place in the past. */
const SINCE = /\b(?:since|from|between|after|as of|starting(?: at)?|began at|started at|of)\s*$/i;

/**
 * The promises with a time in `text`, read as posted at `postedAt`. A time in a statement about the past is none. Each
 * time is judged by the words between the time before it and the one after it.
 */
export function recognisePromises(text: string, { postedAt }: { postedAt: Instant }): DatedPromise[] {
  return sentencesIn(straight(text)).flatMap((sentence) => {
    const times = timesIn(sentence.text, postedAt);
    return times.flatMap((time, index): DatedPromise[] => {
      const before = sentence.text.slice(times[index - 1]?.to ?? 0, time.from);
      const after = sentence.text.slice(time.to, times[index + 1]?.from ?? sentence.text.length);
      const kind = promised(before, time, after);
      if (kind === undefined) return [];
      const from = sentence.from + time.from;
      return [
        { kind, at: time.at, quote: text.slice(from, sentence.from + time.to), from, to: sentence.from + time.to },
      ];
    });
  });
}

function promised(before: string, time: TimeInText, after: string): PromiseName | undefined {
  if (SINCE.test(before)) return undefined;
  const said = clauseEnd(before);
  const lead = time.form === 'span' ? `${said} ${time.quote}` : said;
  // "By 15:00 UTC we expect to be back": what is promised may follow its time.
  const follows =
    /^\W*(?:by|before|around|at|in|within)?\W*$/i.test(said.trim()) || !(FUTURE.test(lead) && kindOf(lead));
  const words = follows && startsClause(said) ? `${lead} ${clauseStart(after)}` : lead;
  if (PAST.test(words) && !/\b(?:will|'ll|shall|next update|eta|expected (?:to|by)|should)\b/i.test(words))
    return undefined;
  if (/\b(?:we (?:said|promised|announced|gave|missed)|original(?:ly)?|previously|instead of|no longer)\b/i.test(words))
    return undefined;
  return FUTURE.test(words) ? kindOf(words) : undefined;
}

const startsClause = (said: string): boolean => said.trim().split(/\s+/).length <= 3;

/** The last clause before a time, and the first one after it. */
const clauseEnd = (before: string): string =>
  before.split(/[;:—](?=\s)(?<!eta:)|, (?:and|but|so) |, (?=we\b)/i).at(-1) ?? '';
const clauseStart = (after: string): string => after.split(/;|, (?:and|but|so) /i)[0] ?? '';

function kindOf(words: string): PromiseName | undefined {
  if (UPDATE.test(words)) return 'nextUpdateBy';
  if (REPORT.test(words)) return 'reportBy';
  return RESTORE.test(words) ? 'restoreBy' : undefined;
}
