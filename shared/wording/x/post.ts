import type { Entry } from '../../core/entry.ts';
import type { ReportedIncident } from '../../core/incident.ts';
import type { Instant } from '../../core/instant.ts';
import { linksIn } from '../../core/x/links.ts';
import { cutToFit } from '../cut.ts';
import { anchorOf, latenessOf, promiseSentencesOf, saidLine, timesPromised } from '../post/foot.ts';
import { tidied, ZERO_WIDTH_SPACE } from '../post/typed.ts';
import { wordOf } from '../post/word.ts';
import type { Voice } from '../sentences.ts';
import { promisedTime } from '../time.ts';
import { weightOf, X_LIMIT } from './weight.ts';

/** How finely the time is said. Finer ones are for a text that X would otherwise take for a repetition. */
export type Precision = 'minute' | 'second' | 'number';

export type XPost = {
  incident: ReportedIncident;
  entry: Entry;
  /** The first of its thread, or alone: it says which incident. */
  root: boolean;
  /** It was posted so late that it says so. */
  late: boolean;
  /** The incident's page, where a link is wanted. */
  link?: string;
  now: Instant;
  precision: Precision;
};

/** A text for X and the time in it. */
export type XText = { text: string; marker: string };

/**
 * An entry worded for X: what it is, what was said, when it was said, and every time that it promises. Only what was
 * said is shortened, between words and with an ellipsis. At most 270 weighted characters; an apology, whose words are
 * measured already, at most 280.
 */
export function wordedForX(voice: Voice, post: XPost): XText {
  const marker = timeOf(voice, post.entry, post.now, post.precision);
  const message = neutral(post.entry.content?.message ?? '', post.link !== undefined);
  if (post.entry.kind === 'apology') return { text: apology(message, marker, post), marker };

  const word = wordOf(voice, post);
  const foot = [...footOf(voice, post, marker), ...(post.link === undefined ? [] : [post.link])].join('\n');
  const title = neutral(post.incident.title, false).replaceAll('\n', ' ');
  const head = cutToFit(title, (words) => `${word}: ${words}`, HEAD_WEIGHT);
  const place = (words: string) => [...(post.root ? [head, words] : [`${word}: ${words}`]), foot];
  return { text: cutToFit(message, (words) => place(words).join('\n\n')), marker };
}

/** A title leaves room for what happened. */
const HEAD_WEIGHT = 110;

/** An apology's words are said unaltered. Title and time join them where there is room. */
function apology(message: string, marker: string, post: XPost): string {
  const title = post.root ? [`${neutral(post.incident.title, false)}:`] : [];
  const candidates = [[...title, message, marker], [message, marker], [message]].map((lines) => lines.join('\n\n'));
  return candidates.find((text) => weightOf(text) <= X_LIMIT) ?? cutToFit(message, (words) => `${words}\n\n${marker}`);
}

/** What it came too late for, when it was said, what was promised with it, and the anchor of a finished log. */
function footOf(voice: Voice, post: XPost, marker: string): string[] {
  const lateness = latenessOf(voice, post);
  const promises = promiseSentencesOf(voice, timesPromised(voice, post), 'promise-restore-short');
  return [
    ...(lateness.length === 0 ? [] : [lateness.join(' ')]),
    saidLine(voice, marker, post.late, promises),
    ...anchorOf(post.entry),
  ];
}

/** When `entry` was said, as finely as asked. */
export function timeOf(voice: Voice, entry: Entry, now: Instant, precision: Precision): string {
  switch (precision) {
    case 'minute':
      return promisedTime(voice, entry.at, now);
    case 'second':
      return promisedTime(voice, entry.at, now, 0);
    case 'number':
      return `${promisedTime(voice, entry.at, now, 0)}, no. ${entry.seq}`;
  }
}

/**
 * A person's words without side effects on X: nobody is mentioned, no cashtag is made, and nothing becomes a link by
 * accident (a bare `run.sh` would, and is billed as one). A link that a person wrote stays where one is wanted.
 */
export function neutral(text: string, keepLinks: boolean): string {
  const words = tidied(text)
    .replaceAll(/[@＠](?=[\p{L}\p{N}_])/gu, `@${ZERO_WIDTH_SPACE}`)
    .replaceAll(/[$＄](?=\p{L})/gu, `$${ZERO_WIDTH_SPACE}`);
  return linksIn(words)
    .toReversed()
    .filter(({ url }) => !(keepLinks && /^https?:/i.test(url)))
    .reduce((rest, { start, end }) => rest.slice(0, start) + unlinked(rest.slice(start, end)) + rest.slice(end), words);
}

const unlinked = (url: string): string => url.replace(/^https?:\/\//i, '').replaceAll('.', `.${ZERO_WIDTH_SPACE}`);
