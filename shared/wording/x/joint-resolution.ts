import type { Entry } from '../../core/entry.ts';
import { openPromise, type ReportedIncident } from '../../core/incident.ts';
import { type Instant, msBetween } from '../../core/instant.ts';
import { cutToFit } from '../cut.ts';
import { latenessSentences } from '../promise-lines.ts';
import { sentenceOf, type Voice } from '../sentences.ts';
import { promisedTime } from '../time.ts';
import { type Owed, titleOf } from './joint-apology.ts';
import { neutral, type Precision, timeOf, type XText } from './post.ts';
import { weightOf } from './weight.ts';

export type JointResolution = {
  /** Whose post it is first; all were ended with the same words. */
  ended: readonly [Owed, ...Owed[]];
  late: boolean;
  /** The address of the site, where a link is wanted. */
  link?: string;
  now: Instant;
  precision: Precision;
};

/** Of the 270 that a post may weigh, what is left to the words where every incident is named. */
const WORDS_WEIGHT = 100;
const NAMED_WEIGHT = 270 - WORDS_WEIGHT;

/**
 * One post for incidents that were resolved with one text: which, where naming them leaves room for what was said, else
 * how many; the words, cut where they are too long; when it was said, and whether times that were given were missed.
 */
export function jointResolution(voice: Voice, post: JointResolution): XText {
  const { ended, link, now, late, precision } = post;
  const [{ entry }] = ended;
  const marker = timeOf(voice, entry, now, precision);
  const message = neutral(entry.content?.message ?? '', link !== undefined);
  const foot = [
    ...missedIn(voice, ended),
    [late ? sentenceOf(voice, 'posted-late', { at: marker }) : marker, ...reportOf(voice, ended, now)].join(
      late ? ' ' : ' · ',
    ),
    ...(link === undefined ? [] : [link]),
  ].join('\n');
  const named = [`${ended.length} incidents are resolved:`, ...ended.map((one) => `– ${titleOf(one)}`)].join('\n');
  const place = (head: string) => (words: string) => [head, words, foot].join('\n\n');
  const whole = place(named)(message);
  const fits = weightOf(place(named)('')) <= NAMED_WEIGHT || weightOf(whole) <= NAMED_WEIGHT + WORDS_WEIGHT;
  const head = fits ? named : `${ended.length} incidents are resolved.`;
  return { text: cutToFit(message, place(head)), marker };
}

/** The report that was promised with the words, if it still stands. */
function reportOf(voice: Voice, [{ incident, entry }]: readonly [Owed, ...Owed[]], now: Instant): string[] {
  const at = entry.promises.reportBy;
  const stands = at && at > now && openPromise(incident, 'reportBy')?.seq === entry.seq;
  return stands
    ? [sentenceOf(voice, 'promise-report', { due: promisedTime(voice, at, now, msBetween(entry.at, at)) })]
    : [];
}

/** Alone each would say which time it missed. Of several only that is said, and their pages say which. */
function missedIn(voice: Voice, ended: readonly Owed[]): string[] {
  const missed = ended.filter(({ incident, entry }) => isLate(voice, incident, entry)).length;
  if (missed === 0) return [];
  return [`Times that we gave were missed in ${missed === ended.length ? 'all' : missed} of them.`];
}

const isLate = (voice: Voice, incident: ReportedIncident, entry: Entry): boolean =>
  !entry.automated && latenessSentences(voice, incident.promises, entry).length > 0;
