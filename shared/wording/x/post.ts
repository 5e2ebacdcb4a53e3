import extractUrls from 'twitter-text/dist/extractUrlsWithIndices.js';
import type { Entry } from '../../core/entry.ts';
import { plain } from '../../core/hidden-characters.ts';
import { isUnconfirmed, openPromise, type ReportedIncident } from '../../core/incident.ts';
import { type Instant, msBetween } from '../../core/instant.ts';
import { cutToFit } from '../cut.ts';
import { delayedWord, kindWord, STATUS_WORDS } from '../incident.ts';
import { maintenanceWord, scheduleSentence } from '../maintenance.ts';
import { happenedSentences, latenessSentences } from '../promise-lines.ts';
import { sentenceOf, type Voice } from '../sentences.ts';
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

const upTo = ({ entries }: ReportedIncident, { seq }: Entry) => entries.filter((one) => one.seq <= seq);

/** What a statement is, in front of its title. */
export function wordOf(voice: Voice, { entry, incident, now }: Pick<XPost, 'entry' | 'incident' | 'now'>): string {
  const isMachines =
    entry.status === 'investigating' && isUnconfirmed({ phase: 'open', entries: upTo(incident, entry) });
  switch (entry.kind) {
    case 'correction': {
      const wrong = incident.entries.find((one) => one.seq === entry.corrects);
      return wrong === undefined ? 'Correction' : `Correction of what we said at ${promisedTime(voice, wrong.at, now)}`;
    }
    case 'reopened':
      if (isMachines) return 'Reopened, not confirmed';
      return `Reopened, ${STATUS_WORDS[entry.status].toLowerCase()}`;
    case 'resolved':
      return 'Resolved';
    case 'postmortem':
      return 'Postmortem';
    case 'retracted':
      return 'Withdrawn';
    case 'merged':
      return 'Continued in another incident';
    case 'maintenance':
      return maintenanceWord(entry);
    case 'update':
    case 'opened':
      // The word of the phase would claim that somebody is looking.
      if (isMachines) return 'Not confirmed';
      return kindWord(entry) ?? STATUS_WORDS[entry.status];
    case 'apology':
      return delayedWord(entry.status);
    case 'redaction':
      return STATUS_WORDS[entry.status];
  }
}

/** When it was said, what was promised with it as far as that can still be kept, and the anchor of a finished log. */
function footOf(voice: Voice, { entry, incident, late, now }: XPost, marker: string): string[] {
  const due = (name: 'nextUpdateBy' | 'restoreBy' | 'reportBy') => {
    const at = entry.promises[name];
    const stands = at !== undefined && at !== null && at > now && openPromise(incident, name)?.seq === entry.seq;
    return stands ? promisedTime(voice, at, now, msBetween(entry.at, at)) : undefined;
  };
  const [restore, next, report] = [due('restoreBy'), due('nextUpdateBy'), due('reportBy')];
  // A maintenance that is over, or has passed its planned end, has no plan any more.
  const plan =
    incident.type === 'maintenance' && restore !== undefined ? scheduleSentence(voice, incident, now) : undefined;
  const said = late ? sentenceOf(voice, 'posted-late', { at: marker }) : marker;
  const promises = [
    ...(plan === undefined ? [] : [plan]),
    ...(restore === undefined || plan !== undefined
      ? []
      : [sentenceOf(voice, 'promise-restore-short', { due: restore })]),
    ...(next === undefined ? [] : [sentenceOf(voice, 'promise-next-update', { due: next })]),
    ...(report === undefined ? [] : [sentenceOf(voice, 'promise-report', { due: report })]),
  ];
  const anchor = entry.kind === 'resolved' ? [`Log ${entry.hash.slice(0, 8)}`] : [];
  const mark = late ? ' ' : ' · ';
  const lateness = entry.automated
    ? []
    : [...happenedSentences(voice, entry), ...latenessSentences(voice, incident.promises, entry)];
  return [
    ...(lateness.length === 0 ? [] : [lateness.join(' ')]),
    promises.length === 0 ? said : `${said}${mark}${promises.join(' ')}`,
    ...anchor,
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

/** Breaks what X would make a link or a mention of, and is not seen. It weighs 1. */
const ZERO_WIDTH_SPACE = '\u200b';

/**
 * A person's words without side effects on X: nobody is mentioned, no cashtag is made, and nothing becomes a link by
 * accident (a bare `run.sh` would, and is billed as one). A link that a person wrote stays where one is wanted.
 */
export function neutral(text: string, keepLinks: boolean): string {
  const words = plain(text)
    .normalize('NFC')
    .replaceAll(/\r\n?/g, '\n')
    .replaceAll('\t', ' ')
    .replaceAll(/\n{3,}/g, '\n\n')
    .replaceAll(/[@＠](?=[\p{L}\p{N}_])/gu, `@${ZERO_WIDTH_SPACE}`)
    .replaceAll(/[$＄](?=\p{L})/gu, `$${ZERO_WIDTH_SPACE}`)
    .trim();
  return extractUrls(words)
    .toReversed()
    .filter(({ url }) => !(keepLinks && /^https?:/i.test(url)))
    .reduce(
      (rest, { indices: [from, to] }) => rest.slice(0, from) + unlinked(rest.slice(from, to)) + rest.slice(to),
      words,
    );
}

const unlinked = (url: string): string => url.replace(/^https?:\/\//i, '').replaceAll('.', `.${ZERO_WIDTH_SPACE}`);
