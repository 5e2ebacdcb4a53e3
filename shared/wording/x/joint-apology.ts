import type { Entry } from '../../core/entry.ts';
import { openPromise, type PromiseRow, type ReportedIncident } from '../../core/incident.ts';
import { type Instant, msBetween } from '../../core/instant.ts';
import { cutToFit } from '../cut.ts';
import { type SentenceName, sentenceOf, type Voice } from '../sentences.ts';
import { promisedTime } from '../time.ts';
import { neutral, type Precision, timeOf, type XText } from './post.ts';
import { weightOf, X_LIMIT } from './weight.ts';

/** An incident and what X owes for it: an apology, or its end. */
export type Owed = { incident: ReportedIncident; entry: Entry };

/** Long enough to know an incident by; several have to fit into one post. */
const TITLE_WEIGHT = 40;

/**
 * One post for the apologies of several incidents: which, what each was promised and when, and when the next word
 * comes. Undefined if it does not fit into a post; then each is said for itself.
 */
export function jointApology(
  voice: Voice,
  owed: readonly Owed[],
  now: Instant,
  precision: Precision,
): XText | undefined {
  const marker = timeOf(voice, owed[0]!.entry, now, precision);
  const lines = owed.map((one) =>
    sentenceOf(voice, 'joint-incident', {
      title: titleOf(one),
      missed: missedBy(voice, one, now),
      next: nextOf(voice, one, now),
    }),
  );
  const text = [sentenceOf(voice, 'joint-opening'), ...lines, marker].join('\n\n');
  return weightOf(text) <= X_LIMIT ? { text, marker } : undefined;
}

/** By what an incident is known in a post of several. */
export const titleOf = ({ incident }: Owed): string =>
  cutToFit(neutral(incident.title, false).replaceAll('\n', ' '), (words) => words, TITLE_WEIGHT);

function missedBy(voice: Voice, { incident, entry }: Owed, now: Instant): string {
  const slipped = entry.settles.filter((one) => one.as === 'slipped');
  const rows = incident.promises.filter((row) =>
    slipped.some((one) => one.seq === row.seq && one.promise === row.promise),
  );
  return rows
    .map((row) => {
      const due = promisedTime(voice, row.at, now, msBetween(row.madeAt, row.at));
      return sentenceOf(voice, wordFor(incident, row), { due });
    })
    .join(', ');
}

function wordFor(incident: ReportedIncident, row: PromiseRow): SentenceName {
  switch (row.promise) {
    case 'nextUpdateBy':
      return 'joint-update';
    case 'restoreBy':
      return incident.type === 'maintenance' ? 'joint-over' : 'joint-back';
    case 'reportBy':
      return 'joint-report';
  }
}

/** What the apology itself promises, or what stands; nothing where the pipeline has withdrawn it. */
function nextOf(voice: Voice, { incident, entry }: Owed, now: Instant): string {
  const standing = openPromise(incident, 'nextUpdateBy');
  if (entry.promises.nextUpdateBy === null || standing === undefined || standing.at <= now) {
    return sentenceOf(voice, 'joint-none');
  }
  const due = promisedTime(voice, standing.at, now, msBetween(standing.madeAt, standing.at));
  return sentenceOf(voice, 'promise-next-update', { due });
}
