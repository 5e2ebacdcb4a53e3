import { epochMs, type Instant, instant } from '../instant.ts';
import type { TimeFound } from './durations.ts';
import { evened } from './evened.ts';
import { sentencesOf } from './sentences.ts';
import { timesIn } from './times.ts';
import { type Clocks, OUR_CLOCKS } from './zone-clocks.ts';

/** A time that a text gives the public, with the words that do. `from` and `to` are places in the text. */
export type RecognisedPromise = {
  kind: 'nextUpdateBy' | 'restoreBy' | 'reportBy';
  /** Undefined where the zone or the day that is written cannot be told without guessing. */
  at: Instant | undefined;
  /** The time as it was written. */
  quote: string;
  from: number;
  to: number;
  form: 'relative' | 'absolute';
  /** The zone as it was written. Without one a clock time is read in the writers' own, and a lint may ask. */
  zone?: string;
  /** Only a day was said, and `at` is its end. */
  isWholeDay?: true;
};

/** What may stand before a time that comes first: "At the latest by 14:30 UTC". */
const AT_FIRST = 16;

/** How far, in characters, the word for the repair may stand from the word for the future. */
const NEAR = 60;

type Kind = RecognisedPromise['kind'];

const UPDATE =
  /\b(?:provid|post|send|shar|giv|issu|offer|publish|releas)\w*\b[^.;,]{0,60}\bupdates?\b|\b(?:have|expect|get|receive) (?:to have )?(?:an?|another|the next|our next|more) (?:[\w-]+ ){0,3}?updates?\b|\b(?:next|another|further|additional|status|following|subsequent|regular) (?:[\w-]+ ){0,2}?updates?\b|\bupdate (?:you|again|this|our|the status|the incident|the page|everyone|customers|users|here|with|every)\b|\bupdates? (?:will |is |are |to )?(?:be )?(?:follow|provided|posted|shared|given|sent|issued|published|come|coming|due|expected|planned|scheduled|at|by|in|within|every)\b|\b(?:more|further|additional) (?:information|info|details|news)\b|\b(?:report|check|circle) back\b|\blet you know\b|\bkeep you (?:posted|informed|updated)\b|\bhear from us\b|\bnext (?:communication|post|message|status|report)\b|\bfollow[- ]up\b|\b(?:write|post|speak|report|communicate) again\b|\bbe in touch\b|\b(?:come|get|be) back (?:to you|with (?:more|an? update|another|news))|\bcheck(?:ing)?[- ]in\b|\b(?:page|incident|status|post|notice) will be updated\b|\b(?:further|next) communications?\b/gi;
const REPORT =
  /\b(?:root cause analysis|rca|post-?mortem|incident (?:report|review|summary)|full (?:report|analysis)|preliminary (?:report|analysis))\b/gi;
const REPAIR =
  /\b(?:recover\w*|resol(?:v|u)\w*|restor\w*|fix\w*|hot-?fix\w*|mitigat\w*|remediat\w*|complet\w*|deploy\w*|roll(?:ed|ing|s)?[- ]?(?:out|back)\w*|revert\w*|clear\w*|drain\w*|normal\w*|availab\w*|back (?:up|online|to|in|by|at|before|within|around)|be back|full service|online|finish\w*|process\w*|caught up|catch(?:ing)? up|operational|repair\w*|healthy|in place|backlog|et[ar]|estimated time|(?:up|work|running|working|functioning|accessible) again|up and running|return\w*|done|conclude\w*|ship\w*|sync\w*|solv\w*|usable|accessible|functional|reachable|stabili[sz]\w*|up (?:by|before|within)|last)\b/gi;
const FUTURE =
  /(?<!\b(?:had|was|were|been) (?:originally |initially |first )?)\b(?:expect\w*|anticipat\w*|estimat\w*|et[ar]|should|will|going to|hop(?:e|ing)|aim\w*|target\w*|project(?:ed|ing)|plan(?:s|ned|ning)?|forecast\w*|on track|likely|scheduled to|to follow|believe|shall|intend\w*|due(?! to\b)|needs? (?:another|about|up to|approximately|a further|an additional))\b|'ll\b/gi;
/** An update can be promised without a verb: "Next update: 14:30 UTC". */
const FUTURE_UPDATE = /\b(?:next|another|further|additional)\b|^\W*(?:updates?|more)\b/gi;
/** What a time belongs to when it is none of ours: the past, a symptom, a wait, a beginning, advice to the reader. */
const ELSEWHERE =
  /\b(?:was|were|had|experienced|sustained|began|begins?|beginning|starts?|started|starting|occurred|between|from(?! us\b)|since|as of|ended|observed|saw|detected|monitor\w*|watch\w*|observing|retry|try again|wait|please|if you|maintenance|delay(?:s|ed)? of|provide us|intermittent\w*|already|(?:has|have)(?: now)? been)\b/gi;
const PAST =
  /\b(?:begins?|beginning|starts?|started|starting|was|were|had|experienced|sustained|occurred|since|as of|already|(?:has|have)(?: now)? been)\b/gi;
const NOT = /\b(?:not|no longer|never|unable|cannot|unlikely)\b|n't\b/gi;
const MIGHT_TAKE = /\b(?:may|might|can|could)\b[^.;]{0,40}\btake\b/i;
/** What is said in between, and is not what the time is for: "after the fix, which was tested, is in place, by 15:00". */
const ASIDE =
  /\b(?:after|once|when|as soon as|while|until|unless|if|because|since|although|though|as)\b[^,;()]*,|,\s*(?:which|who|where|whose|that)\b[^,;]*,|\([^()]*\)|[–—][^–—]*[–—]/gi;
const WHOLE = /\b(?:recover|resol|restor|mitigat|fix|roll-?out|roll-?back|repair)\w*/i;

/**
 * Every time that `text`, posted at `postedAt`, promises: for the next update, for the service to be back, or for a
 * report. Rules about words, made for precision: a time in a statement about the past is none, and neither is a vague
 * one ("in a few hours"). A clock time that has only just passed is read as today's, so that it can be found late.
 * `clocks`: what is known of the writers' own; of ours, a time without a zone is UTC.
 */
export function recognisePromises(
  text: string,
  { postedAt, clocks = OUR_CLOCKS }: { postedAt: Instant; clocks?: Clocks },
): RecognisedPromise[] {
  return sentencesOf(evened(text)).flatMap((sentence) => {
    const times = timesIn(sentence.text, epochMs(postedAt), clocks);
    const promises = times.flatMap((time): RecognisedPromise[] => {
      const kind = kindOf(sentence.text, time) ?? kindOf(withoutAsides(sentence.text, time), time);
      if (kind === undefined) return [];
      const [from, to] = [sentence.from + time.from, sentence.from + time.to];
      const quote = text.slice(from, to);
      const zone = time.zone === undefined ? {} : { zone: time.zone };
      const at = time.atMs === undefined ? undefined : instant(time.atMs);
      const whole = time.isWholeDay ? { isWholeDay: true as const } : {};
      return [{ kind, at, quote, from, to, form: time.form, ...zone, ...whole }];
    });
    return oneOfEachKind(promises);
  });
}

/** The sentence with blanks in place of what is said in between before the time. */
const withoutAsides = (sentence: string, { from }: TimeFound): string =>
  sentence.slice(0, from).replace(ASIDE, (aside) => ' '.repeat(aside.length)) + sentence.slice(from);

/** A sentence often says one time twice: "within two hours (by 06:00 US/Pacific)". The exact one counts, if it can be read. */
function oneOfEachKind(promises: readonly RecognisedPromise[]): RecognisedPromise[] {
  const kinds = [...new Set(promises.map((promise) => promise.kind))];
  return kinds.map((kind) => {
    const same = promises.filter((promise) => promise.kind === kind);
    const read = same.filter(({ at }) => at !== undefined);
    return read.find((promise) => promise.form === 'absolute') ?? read[0] ?? same[0]!;
  });
}

const kindOf = (sentence: string, time: TimeFound): Kind | undefined =>
  kindBehind(sentence, time) ?? kindInFront(sentence.slice(0, time.from), sentence.slice(time.to), time);

/** "We will post again by 14:30 UTC": the time comes behind what it is for. */
function kindBehind(sentence: string, time: TimeFound): Kind | undefined {
  // The words that make it a promise may overlap the words that introduce it: "next update at", "ETA is".
  const before = sentence.slice(0, time.from) + leadWords(time);
  const after = sentence.slice(time.to);
  const update = nearest(UPDATE, before);
  const report = nearest(REPORT, before);
  const repair = nearest(REPAIR, before);
  const future = nearest(FUTURE, before);
  const announced = Math.max(future, nearest(FUTURE_UPDATE, before));
  const elsewhere = nearest(ELSEWHERE, before);
  if (announced < 0) return undefined;
  if (elsewhere > announced && elsewhere > update && elsewhere > repair) return undefined;
  if (report >= 0 && report > update && report > repair - 60) return 'reportBy';
  if (update >= 0 && update > lastNew(repair, update, before))
    return elsewhere > update + 30 ? undefined : 'nextUpdateBy';
  if ((repair < 0 || repair < future - NEAR) && nearest(REPAIR, after.slice(0, NEAR).split(/[,;]/)[0] ?? '') < 0)
    return undefined;
  if (future < 0 || time.lead.startsWith('every') || negated(before, future)) return undefined;
  // "expect the data from the weekend to be available by": what is named between the two is not what the time is for.
  if (elsewhere > future && (elsewhere > repair || nearest(PAST, before) > future)) return undefined;
  if (MIGHT_TAKE.test(before) && !WHOLE.test(sentence)) return undefined;
  return 'restoreBy';
}

const leadWords = (time: TimeFound): string => (time.form === 'absolute' ? time.lead : time.lead.replace(/\d.*$/, ''));

/** An update that is promised after a word about repair is what the time is for; the other way round, the repair. */
const lastNew = (repair: number, update: number, before: string): number =>
  repair > update && /\b(?:expect|will|should|anticipat|estimat|eta)/i.test(before.slice(update + 6, repair + 12))
    ? repair
    : -1;

/** "By 14:30 UTC we will post again", "Within an hour another update will follow": the time comes first. */
function kindInFront(before: string, after: string, { lead }: TimeFound): Kind | undefined {
  if (before.trim().length > AT_FIRST || nearest(ELSEWHERE, before) >= 0 || NOT_OURS.test(after)) return undefined;
  const isOurs = /^[,\s]*(?:we|our|the|a|you)\b(?:\s[\w-]+){0,3}?\s?(?:will|'ll|expect|should)\b/i.test(after);
  const isLimit = /^(?:by|within|in|before|no later than|not later than)\b/.test(lead);
  const isTheirs = isLimit && /^[,\s]*[^.;,]{0,50}\b(?:will|'ll|expect|should)\b/i.test(after);
  if (!isOurs && !isTheirs) return undefined;
  if (nearest(UPDATE, after) >= 0) return 'nextUpdateBy';
  return nearest(REPAIR, after) >= 0 ? 'restoreBy' : undefined;
}

/** Behind a time that comes first: it happened, or is asked of somebody else, or is denied. */
const NOT_OURS = /\b(?:was|were|had|maintenance|began|started|not|never|please|provide us)\b|n't\b/i;

/** "We do not expect recovery before 18:00" promises nothing. */
function negated(before: string, future: number): boolean {
  const not = nearest(NOT, before);
  return not >= 0 && not > future - 12;
}

/** Where the last match of a pattern begins; -1 if there is none. */
function nearest(pattern: RegExp, text: string): number {
  let last = -1;
  for (const match of text.matchAll(pattern)) last = match.index;
  return last;
}
