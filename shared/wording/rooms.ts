import { logLine } from '../core/chain.ts';
import type { Entry, PromiseName } from '../core/entry.ts';
import { openPromise, type ReportedIncident } from '../core/incident.ts';
import { type Instant, msBetween } from '../core/instant.ts';
import { plainEntry } from '../core/plain-entry.ts';
import type { PushWords, RoomWords } from '../ports/carrier.ts';
import { correctedSentence } from './corrected.ts';
import { REDACTED, titleOf, UNTITLED } from './incident.ts';
import { scheduleSentence } from './maintenance.ts';
import { wordOf } from './post/word.ts';
import { happenedSentences, latenessSentences, promiseSentences } from './promise-lines.ts';
import { type SentenceName, sentenceOf, type Voice } from './sentences.ts';
import { listed, PAGE, workaroundParagraph } from './site.ts';
import { whole } from './support-lines.ts';
import { promisedTime } from './time.ts';

/** What a room or a device is to be told of. `affected`: names of components, as people know them. */
export type RoomView = {
  incident: ReportedIncident;
  entry: Entry;
  brand: string;
  affected: readonly string[];
  pageUrl: string;
  /** Of a merged incident: where it goes on. */
  goesOnIn?: { title: string; url: string } | undefined;
  stopUrl: string;
  now: Instant;
};

/**
 * One statement for a room, newest words alone: what it is and of what, what was said, what one can do, and every promised
 * time that still binds. It names its time with the date, because a room is read on any later day.
 */
export function roomWords(voice: Voice, view: RoomView): RoomWords {
  const { incident, affected, goesOnIn, pageUrl, stopUrl } = view;
  const entry = plainEntry(view.entry);
  const { message = REDACTED, workaround } = entry.content ?? {};
  return {
    headline: headlineOf(voice, { ...view, entry }),
    message,
    ...(workaround === undefined || workaround === '' ? {} : { workaround: workaroundParagraph(workaround) }),
    lines: [
      ...correctedOf(voice, { ...view, entry }),
      ...promisesOf(voice, { ...view, entry }),
      ...(affected.length === 0 ? [] : [AFFECTED(affected)]),
      entry.automated ? SAID_BY_ITSELF(whole(voice, entry.at)) : SAID(whole(voice, entry.at)),
    ],
    ...(goesOnIn === undefined ? {} : { goesOn: { label: goesOnLabel(goesOnIn), url: goesOnIn.url } }),
    page: { label: incident.entries.length > 1 ? PAGE_LINK : FIRST_PAGE, url: pageUrl },
    stop: { label: STOP, url: stopUrl },
  };
}

/** The same for a screen that shows two lines. */
export function pushWords(voice: Voice, view: RoomView): PushWords {
  const entry = plainEntry(view.entry);
  const promised = promisesOf(voice, { ...view, entry });
  const said = entry.content?.message ?? REDACTED;
  const message = view.goesOnIn === undefined ? said : `${goesOnLabel(view.goesOnIn)}. ${said}`;
  return {
    title: headlineOf(voice, { ...view, entry }),
    // That we are late comes before an older time that binds.
    text: (entry.kind === 'apology' ? [message, ...promised] : [...promised, message]).join(' '),
    url: view.pageUrl,
    incident: view.incident.id,
    stop: STOP,
  };
}

type Said = Pick<RoomView, 'incident' | 'entry' | 'brand' | 'now'>;

const headlineOf = (voice: Voice, { brand, incident, entry, now }: Said): string =>
  `${brand}: ${wordOf(voice, { entry, incident, now })}: ${plainTitle(incident)}`;

const plainTitle = ({ entries }: ReportedIncident): string => {
  const titles = entries.map((entry) => plainEntry(entry).content?.title).filter(Boolean);
  return titles.at(-1) ?? UNTITLED;
};

const STANDING: readonly [PromiseName, SentenceName][] = [
  ['nextUpdateBy', 'promise-next-update'],
  ['restoreBy', 'promise-restore'],
  ['reportBy', 'promise-report'],
];

/** What came late with it, what it promises, and what was promised before and still binds. */
function promisesOf(voice: Voice, { incident, entry, now }: Said): string[] {
  const line = logLine(entry);
  const late = entry.automated ? [] : latenessSentences(voice, incident.promises, entry);
  const before = STANDING.flatMap(([name, sentence]) => {
    const row = openPromise(incident, name);
    if (row === undefined || row.at <= now || row.seq >= entry.seq) return [];
    if (name === 'nextUpdateBy' && saysNextUpdate(entry)) return [];
    if (name === 'restoreBy' && incident.type === 'maintenance') return [scheduleSentence(voice, incident, now)];
    return [sentenceOf(voice, sentence, { due: promisedTime(voice, row.at, now, msBetween(row.madeAt, row.at)) })];
  });
  return [...happenedSentences(voice, line), ...late, ...promiseSentences(voice, line), ...before];
}

/** An apology says in its own words when the next update comes, but where only a report is late. */
const saysNextUpdate = ({ kind, settles }: Entry): boolean =>
  kind === 'apology' && settles.some(({ promise }) => promise !== 'reportBy');

/** Of a correction: what was wrong. Where that was taken out, the headline says when it was said. */
function correctedOf(voice: Voice, { incident, entry, now }: Said): string[] {
  const wrong = entry.kind === 'correction' && incident.entries.find(({ seq }) => seq === entry.corrects);
  if (!wrong || wrong.content === undefined) return [];
  return [correctedSentence(voice, { at: wrong.at, message: wrong.content.message }, now, LONGEST_QUOTE)];
}

/** A line of a room holds 200 characters. */
const LONGEST_QUOTE = 120;

const goesOnLabel = (other: { title: string }): string => `${PAGE.goesOnThere}: ${titleOf(other)}`;

const AFFECTED = (names: readonly string[]): string => `Affected: ${listed(names)}.`;
const SAID = (at: string): string => `Said at ${at}.`;
const SAID_BY_ITSELF = (at: string): string => `Said by our pipeline at ${at}.`;
const PAGE_LINK = 'Everything that was said';
const FIRST_PAGE = 'Open the page';
/** On what ends it, in a room and on a device. */
export const STOP = 'Stop these messages';
