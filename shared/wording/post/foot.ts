import type { Entry } from '../../core/entry.ts';
import { openPromise } from '../../core/incident.ts';
import { msBetween } from '../../core/instant.ts';
import { scheduleSentence } from '../maintenance.ts';
import { happenedSentences, latenessSentences } from '../promise-lines.ts';
import { sentenceOf, type Voice } from '../sentences.ts';
import { promisedTime } from '../time.ts';
import type { Statement } from './word.ts';

// What stands below the words of a post, whatever the network. Each puts it together as it has room.

/** The times that are promised with a statement, each as it is said; one that cannot be kept any more is left out. */
export type TimesPromised = {
  /** Of a maintenance: both ends of the plan in one sentence, in the place of `restore`. */
  plan?: string;
  restore?: string;
  next?: string;
  report?: string;
};

export function timesPromised(voice: Voice, { entry, incident, now }: Statement): TimesPromised {
  const due = (name: 'nextUpdateBy' | 'restoreBy' | 'reportBy') => {
    const at = entry.promises[name];
    const stands = at !== undefined && at !== null && at > now && openPromise(incident, name)?.seq === entry.seq;
    return stands ? promisedTime(voice, at, now, msBetween(entry.at, at)) : undefined;
  };
  const [restore, next, report] = [due('restoreBy'), due('nextUpdateBy'), due('reportBy')];
  // A maintenance that is over, or has passed its planned end, has no plan any more.
  const isPlan = incident.type === 'maintenance' && restore !== undefined;
  return {
    ...(isPlan ? { plan: scheduleSentence(voice, incident, now) } : {}),
    ...(restore === undefined || isPlan ? {} : { restore }),
    ...(next === undefined ? {} : { next }),
    ...(report === undefined ? {} : { report }),
  };
}

/** They as sentences; `restore` names the one that says when it is expected back. */
export const promiseSentencesOf = (
  voice: Voice,
  { plan, restore, next, report }: TimesPromised,
  restoreSentence: 'promise-restore' | 'promise-restore-short',
): string[] => [
  ...(plan === undefined ? [] : [plan]),
  ...(restore === undefined ? [] : [sentenceOf(voice, restoreSentence, { due: restore })]),
  ...(next === undefined ? [] : [sentenceOf(voice, 'promise-next-update', { due: next })]),
  ...(report === undefined ? [] : [sentenceOf(voice, 'promise-report', { due: report })]),
];

/** When it was said (`at`), that it is posted late where it is, and behind it what is promised, on one line. */
export function saidLine(voice: Voice, at: string, late: boolean, promises: readonly string[]): string {
  const said = late ? sentenceOf(voice, 'posted-late', { at }) : at;
  return promises.length === 0 ? said : `${said}${late ? ' ' : ' · '}${promises.join(' ')}`;
}

/** What a person's statement owns up to: that it tells of something earlier, and what it came too late for. */
export const latenessOf = (voice: Voice, { entry, incident }: Statement): string[] =>
  entry.automated ? [] : [...happenedSentences(voice, entry), ...latenessSentences(voice, incident.promises, entry)];

/** By what anybody checks that the log of a finished incident is the one of then. */
export const anchorOf = (entry: Entry): string[] =>
  entry.kind === 'resolved' ? [`Log ${entry.hash.slice(0, 8)}`] : [];
