import type { ApologyPlan } from '../core/apology.ts';
import { authorOf } from '../core/entry.ts';
import type { PromiseRow, ReportedIncident } from '../core/incident.ts';
import { type Instant, msBetween } from '../core/instant.ts';
import { promisedTime } from './time.ts';
import { weightOf, X_LIMIT } from './weight.ts';

/**
 * The text of an apology, at most 280 weighted characters: what was promised and when; that it was not kept, and sorry;
 * the last word of a person; when the next update comes. It claims only what the pipeline knows: that nobody said so,
 * not that the service is down. No sentence is used twice within an incident.
 */
export function apologyText(incident: ReportedIncident, plan: ApologyPlan, now: Instant): string {
  const used = incident.entries.map((entry) => entry.content?.message ?? '').join('\n');
  const before = [promised(incident, plan, now), sorry(incident, plan, used)];
  const after = [nextWord(plan, now, used)];
  const candidates = [...lastWords(incident, now).filter((sentence) => !used.includes(sentence)), undefined];
  const texts = candidates.map((middle) => [...before, ...(middle ? [middle] : []), ...after].join(' '));
  return texts.find((text) => weightOf(text) <= X_LIMIT) ?? [...before, ...after].join(' ');
}

/** Slot 1: what was promised, when, and for when. */
function promised(incident: ReportedIncident, plan: ApologyPlan, now: Instant): string {
  const [first, ...others] = plan.slipped as [PromiseRow, ...PromiseRow[]];
  if (others.length > 0)
    return `We promised ${[first, ...others].map((row) => goal(incident, row, now)).join(' and ')}.`;
  const span = msBetween(first.madeAt, first.at);
  return `At ${promisedTime(first.madeAt, now, span)} we promised ${goal(incident, first, now)}.`;
}

function goal(incident: ReportedIncident, row: PromiseRow, now: Instant): string {
  const by = promisedTime(row.at, now, msBetween(row.madeAt, row.at));
  switch (row.promise) {
    case 'nextUpdateBy':
      return `an update by ${by}`;
    case 'restoreBy':
      return incident.type === 'maintenance'
        ? `that this maintenance would be over by ${by}`
        : `that service would be back by ${by}`;
    case 'reportBy':
      return `a report by ${by}`;
  }
}

const SORRY = {
  update: [
    'You did not hear from us in time, and we are sorry.',
    'That time passed without a word from us, for which we apologise.',
    'We did not post it, and we are sorry for the silence.',
    'We let that time go by in silence and apologise.',
    'Nobody of us wrote by then, which we are sorry for.',
    'We owe you that update and are sorry that it is late.',
  ],
  eta: [
    'We have not confirmed that it is back, and we are sorry.',
    'That time has passed without our saying that it is back, for which we apologise.',
    'We did not keep that time, and we are sorry.',
    'We cannot say yet that it is back, and apologise for the time that we gave.',
    'The time that we gave has gone by, which we are sorry for.',
    'We gave you a time, have not confirmed it, and apologise.',
  ],
  both: [
    'You heard neither from us in time, and we are sorry.',
    'Both times passed without a word from us, for which we apologise.',
    'We kept neither time, and we apologise.',
    'We let both times go by and are sorry.',
  ],
  overrun: [
    'Nobody has confirmed that it is over, and we are sorry: what it concerns stays under maintenance.',
    'We have not said that it is over, for which we apologise; what it concerns stays under maintenance.',
    'That time has passed as well, and we are sorry. What it concerns stays under maintenance.',
  ],
  report: [
    'We have not published it, and we are sorry.',
    'It is not published yet, for which we apologise.',
    'That report is late, and we are sorry.',
  ],
};

/** Slot 2: that we did not keep it, and sorry. */
function sorry(incident: ReportedIncident, plan: ApologyPlan, used: string): string {
  const names = new Set(plan.slipped.map((row) => row.promise));
  if (incident.type === 'maintenance' && names.has('restoreBy')) return fresh(SORRY.overrun, used);
  if (names.has('nextUpdateBy') && names.size > 1) return fresh(SORRY.both, used);
  if (names.has('nextUpdateBy')) return fresh(SORRY.update, used);
  return fresh(names.has('restoreBy') ? SORRY.eta : SORRY.report, used);
}

/** The first variant that this incident has not used yet. After all of them, one is told apart by its count. */
function fresh(variants: readonly string[], used: string): string {
  const unused = variants.find((variant) => !used.includes(variant));
  if (unused) return unused;
  const last = variants.at(-1) as string;
  const times = used.split(last.slice(0, -1)).length;
  return `${last.slice(0, -1)}, for the ${ordinal(times + 1)} time.`;
}

const ordinal = (n: number): string => {
  const tail = n % 100 >= 11 && n % 100 <= 13 ? 'th' : (['th', 'st', 'nd', 'rd'][n % 10] ?? 'th');
  return `${n}${tail}`;
};

/** Slot 3, longest first: the last word of a person, cut at a sentence, with its time; else only when it was said. */
function lastWords(incident: ReportedIncident, now: Instant): string[] {
  const entry = incident.entries.findLast(
    (one) => authorOf(one) === 'person' && one.content && one.kind !== 'redaction',
  );
  if (!entry?.content) return [];
  const at = promisedTime(entry.at, now);
  const quotes = sayable(entry.content.message)
    ? sentenceCuts(entry.content.message).map((cut) => `Our last word, ${at}: “${cut}”`)
    : [];
  return [
    ...quotes.filter((quote) => !alreadyQuoted(incident, entry.at, quote)),
    `Our last word came at ${at}; we have not given a reason for the delay yet.`,
    `Nobody of us has posted since ${at}.`,
  ];
}

/** The second apology of a silence would quote the same word again: once is enough. */
const alreadyQuoted = (incident: ReportedIncident, saidAt: Instant, quote: string): boolean =>
  incident.entries.some(
    (entry) => entry.at > saidAt && authorOf(entry) === 'pipeline' && entry.content?.message.includes(opening(quote)),
  );

/** The apologies that quote what entry `seq` said: where its text has to go, theirs has to go as well. */
export function quotedBy(incident: Pick<ReportedIncident, 'entries'>, seq: number): number[] {
  const said = incident.entries.find((entry) => entry.seq === seq)?.content?.message;
  if (said === undefined) return [];
  const words = said.trim().replaceAll(/\s+/g, ' ');
  return incident.entries
    .filter((entry) => authorOf(entry) === 'pipeline' && entry.seq > seq)
    .filter((entry) => {
      const quote = /“(.*)”/s.exec(entry.content?.message ?? '')?.[1];
      return quote !== undefined && words.startsWith(quote);
    })
    .map((entry) => entry.seq);
}

const opening = (quote: string): string => quote.slice(0, quote.indexOf('“') + 1);

/**
 * A quoted text may hold no time: one that has passed would be promised again. Links and mentions stay out as well,
 * because a quote is not where a reader expects to be sent somewhere.
 */
const sayable = (message: string): boolean =>
  !/\d\s*(:|h\b|hrs?\b|hours?\b|min|am\b|pm\b|a\.m|p\.m)|\b(in|within|by|until)\s+(a|an|one|two|three|\d+|noon|midnight|tomorrow|today|tonight)\b|https?:|www\.|@|\n/i.test(
    message.trim(),
  );

/** The text as a whole, then cut behind ever earlier sentences. */
function sentenceCuts(message: string): string[] {
  const text = message.trim().replaceAll(/\s+/g, ' ');
  const sentences = text.split(/(?<=[.!?])\s+/);
  return sentences.map((_, index) => sentences.slice(0, sentences.length - index).join(' '));
}

const QUIET = [
  'We will not give you another time until a person can keep it.',
  'No further time will be given until a person can keep it.',
  'The next time that you read here will come from a person who can keep it.',
];

/** Slot 4: when the next update comes, or that none is promised. */
function nextWord(plan: ApologyPlan, now: Instant, used: string): string {
  switch (plan.next.type) {
    case 'new':
      return `Next update by ${promisedTime(plan.next.at, now, msBetween(now, plan.next.at))}.`;
    case 'standing':
      return `The next update is still due by ${promisedTime(plan.next.at, now, msBetween(now, plan.next.at))}.`;
    case 'none': {
      if (plan.slipped.every((row) => row.promise === 'reportBy'))
        return fresh(['We will not give another date until we can keep it.', 'No new date is promised for it.'], used);
      const quiet = fresh(QUIET, used);
      if (!plan.last || plan.missedUpdates < 2) return quiet;
      const missed = inWords(plan.missedUpdates);
      const told = [
        `We have now missed ${missed} updates.`,
        `By ${promisedTime(now, now)} we have missed ${missed} updates.`,
      ];
      return `${fresh(told, used)} ${quiet}`;
    }
  }
}

const inWords = (n: number): string =>
  ['no', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine'][n] ?? String(n);
