import type { PromiseName } from '../../core/entry.ts';
import { openPromise } from '../../core/incident.ts';
import { msBetween } from '../../core/instant.ts';
import { promiseSentencesOf, type TimesPromised, timesPromised } from '../post/foot.ts';
import type { Statement } from '../post/word.ts';
import { type SentenceName, sentenceOf, type Voice } from '../sentences.ts';
import { promisedTime } from '../time.ts';

/** What a statement promises, in as few words as on X. These are never left out. */
export const shortPromises = (voice: Voice, said: Statement): string[] =>
  promiseSentencesOf(voice, timesPromised(voice, said), 'promise-restore-short');

/**
 * The same in whole sentences, with what was promised before and still binds, so that a post that is read alone misses no
 * time; and that a time was taken back, where none has been given since.
 */
export function longPromises(voice: Voice, said: Statement): string[] {
  const times = { ...standingBefore(voice, said), ...timesPromised(voice, said) };
  return [...promiseSentencesOf(voice, times, 'promise-restore'), ...takenBack(voice, said)];
}

function standingBefore(voice: Voice, { incident, entry, now }: Statement): TimesPromised {
  const due = (name: PromiseName) => {
    const row = openPromise(incident, name);
    if (row === undefined || row.at <= now || row.seq >= entry.seq) return undefined;
    return promisedTime(voice, row.at, now, msBetween(row.madeAt, row.at));
  };
  // The plan of a maintenance was announced with it, and a post of it says what has changed.
  const restore = incident.type === 'maintenance' ? undefined : due('restoreBy');
  const [next, report] = [due('nextUpdateBy'), due('reportBy')];
  return {
    ...(restore === undefined ? {} : { restore }),
    ...(next === undefined ? {} : { next }),
    ...(report === undefined ? {} : { report }),
  };
}

const TAKEN_BACK: readonly [PromiseName, SentenceName][] = [
  ['nextUpdateBy', 'promise-next-none'],
  ['restoreBy', 'promise-restore-withdrawn'],
  ['reportBy', 'promise-report-withdrawn'],
];

const takenBack = (voice: Voice, { incident, entry }: Statement): string[] =>
  TAKEN_BACK.flatMap(([name, sentence]) =>
    entry.promises[name] === null && openPromise(incident, name) === undefined ? [sentenceOf(voice, sentence)] : [],
  );
