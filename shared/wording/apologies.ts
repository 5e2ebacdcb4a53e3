import type { ApologyPlan } from '../core/apology.ts';
import { authorOf, type Entry } from '../core/entry.ts';
import type { PromiseRow, ReportedIncident } from '../core/incident.ts';
import { type Instant, msBetween } from '../core/instant.ts';
import { isSayable } from '../core/sayable.ts';
import { numberIn, type Place, type SentenceName, sentenceOf, type Voice, variantsOf } from './sentences.ts';
import { promisedTime, sayClock, saysSeconds } from './time.ts';
import { weightOf, X_LIMIT } from './x/weight.ts';

/**
 * The text of an apology, at most 280 weighted characters: what was promised and when; that it was not kept, and sorry;
 * the last word of a person; when the next update comes. It claims only what the pipeline knows: that nobody said so,
 * not that the service is down. No sentence is used twice within an incident.
 */
export function apologyText(voice: Voice, incident: ReportedIncident, plan: ApologyPlan, now: Instant): string {
  const page: Page = { incident, plan, now, voice, used: incident.entries.map(textOf).join('\n') };
  const before = [promised(page), sorry(page)];
  const after = nextWord(page);
  const first = (slots: readonly Variants[]) => slots.map((variants) => variants[0]);
  const whole = lastWords(page).map((word) => [...first(before), word, ...first(after)].join(' '));
  const short = textsOf([...before, ...after]);
  const shortest = () => short.toSorted((a, b) => weightOf(a) - weightOf(b))[0] as string;
  return [...whole, ...short].find((text) => weightOf(text) <= X_LIMIT) ?? shortest();
}

type Variants = readonly [string, ...string[]];

/** What an apology is written from. `used`: all that was said in the incident so far. */
type Page = { incident: ReportedIncident; plan: ApologyPlan; now: Instant; voice: Voice; used: string };

const textOf = (entry: Entry): string => entry.content?.message ?? '';

/** Every text that the slots allow, the preferred variants first. Each slot has a handful, so these are some hundred. */
const textsOf = (slots: readonly Variants[]): string[] =>
  slots.reduce<string[]>(
    (texts, variants) =>
      texts.length === 0 ? [...variants] : texts.flatMap((text) => variants.map((one) => `${text} ${one}`)),
    [],
  );

/** The variants of a sentence that this incident has not had; after all of them, the first is said as a repetition. */
function fresh(page: Page, name: SentenceName, places: Partial<Record<Place, string>> = {}): Variants {
  const { voice, used } = page;
  const now = clockOf(page);
  const all = variantsOf(voice, name, { ...places, now });
  const again = sentenceOf(voice, 'apology-again', { now, sentence: all[0] });
  const [first = again, ...others] = all.filter((sentence) => !used.includes(sentence));
  return [first, ...others, ...(first === again ? [] : [again])];
}

/** The present time, as finely as the times that were promised: two apologies never have the same. */
const clockOf = ({ plan, now }: Page): string =>
  sayClock(
    now,
    plan.slipped.some((row) => saysSeconds(msBetween(row.madeAt, row.at))),
  );

/** Slot 1: what was promised, when, and for when. */
function promised(page: Page): Variants {
  const { plan, now, voice } = page;
  const [first, ...others] = plan.slipped as [PromiseRow, ...PromiseRow[]];
  const goal = [first, ...others].map((row) => goalOf(page, row)).join(voice.and);
  const short = sentenceOf(voice, 'apology-promised-short', { goal });
  if (others.length > 0) return [short];
  const made = promisedTime(voice, first.madeAt, now, msBetween(first.madeAt, first.at));
  return [sentenceOf(voice, 'apology-promised', { made, goal }), short];
}

function goalOf({ incident, now, voice }: Page, row: PromiseRow): string {
  const due = promisedTime(voice, row.at, now, msBetween(row.madeAt, row.at));
  switch (row.promise) {
    case 'nextUpdateBy':
      return sentenceOf(voice, 'apology-goal-update', { due });
    case 'restoreBy':
      return sentenceOf(voice, incident.type === 'maintenance' ? 'apology-goal-over' : 'apology-goal-back', { due });
    case 'reportBy':
      return sentenceOf(voice, 'apology-goal-report', { due });
  }
}

/** Slot 2: that we did not keep it, and sorry. */
function sorry(page: Page): Variants {
  const names = new Set(page.plan.slipped.map((row) => row.promise));
  if (page.incident.type === 'maintenance' && names.has('restoreBy')) return fresh(page, 'apology-sorry-overrun');
  if (names.size === 2) return fresh(page, 'apology-sorry-both');
  if (names.has('restoreBy')) return fresh(page, 'apology-sorry-eta');
  return fresh(page, names.has('nextUpdateBy') ? 'apology-sorry-update' : 'apology-sorry-report');
}

/** Slot 3, longest first: what a person left for this case, or the last word of one; else only when it was said. */
function lastWords(page: Page): string[] {
  const { incident, now, voice, used } = page;
  const entry = incident.entries.findLast(
    (one) => authorOf(one) === 'person' && one.content && one.kind !== 'redaction',
  );
  if (!entry?.content) return [];
  const at = promisedTime(voice, entry.at, now);
  const prepared = preparedFor(incident);
  const quotes = [
    ...(prepared === undefined
      ? []
      : cutsOf(page, 'apology-if-late', prepared.words, promisedTime(voice, prepared.at, now))),
    ...(isSayable(entry.content.message) ? cutsOf(page, 'apology-last-word', entry.content.message, at) : []),
  ];
  return [...quotes, ...variantsOf(voice, 'apology-last-time', { at })].filter((sentence) => !used.includes(sentence));
}

/** What the last speaker wrote in case of silence; gone with the text beside which it was written. */
function preparedFor({ entries, silence }: ReportedIncident): { words: string; at: Instant } | undefined {
  const entry = entries.find((one) => one.at === silence.since);
  const words = entry?.content && entry.private.ifLate;
  return entry && words !== undefined ? { words, at: entry.at } : undefined;
}

/** A quotation as a whole, then cut behind ever earlier sentences; none if this incident has quoted these words before. */
function cutsOf({ incident, voice }: Page, name: SentenceName, words: string, at: string): string[] {
  const cuts = sentenceCuts(words);
  const shortest = cuts.at(-1) as string;
  const quoted = incident.entries.some((one) => authorOf(one) === 'pipeline' && textOf(one).includes(shortest));
  return quoted ? [] : cuts.map((cut) => sentenceOf(voice, name, { at, words: cut }));
}

/** The text as a whole, then cut behind ever earlier sentences. */
function sentenceCuts(message: string): string[] {
  const sentences = flat(message).split(/(?<=[.!?])\s+/);
  return sentences.map((_, index) => sentences.slice(0, sentences.length - index).join(' '));
}

const flat = (text: string): string => text.trim().replaceAll(/\s+/g, ' ');

/** Words in the quotation marks of any language. */
const QUOTED = /[“„«‹「『"](.*)[”“»›」』"]/s;

/** The apologies that quote what entry `seq` said: where its text has to go, theirs has to go as well. */
export function quotedBy(incident: Pick<ReportedIncident, 'entries'>, seq: number): number[] {
  const entry = incident.entries.find((one) => one.seq === seq);
  const said = [entry?.content?.message, entry?.private.ifLate].filter((text) => text !== undefined).map(flat);
  return incident.entries
    .filter((one) => authorOf(one) === 'pipeline' && one.seq > seq)
    .filter((one) => {
      const quote = QUOTED.exec(textOf(one))?.[1];
      return quote !== undefined && said.some((words) => words.startsWith(quote));
    })
    .map((one) => one.seq);
}

/** Slot 4: when the next update comes, or that none is promised. */
function nextWord(page: Page): Variants[] {
  const { plan, now, voice } = page;
  switch (plan.next.type) {
    case 'new':
    case 'standing': {
      const due = promisedTime(voice, plan.next.at, now, msBetween(now, plan.next.at));
      return [fresh(page, plan.next.type === 'new' ? 'apology-next-new' : 'apology-next-standing', { due })];
    }
    case 'none': {
      if (plan.slipped.every((row) => row.promise === 'reportBy')) return [fresh(page, 'apology-next-no-report')];
      const quiet = fresh(page, 'apology-next-none');
      if (!plan.last || plan.missedUpdates < 2) return [quiet];
      return [fresh(page, 'apology-missed', { count: numberIn(voice, plan.missedUpdates) }), quiet];
    }
  }
}
