import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Command } from 'commander';
import { recognisePromises } from '../../shared/core/recogniser/promises.ts';
import { sentencesOf } from '../../shared/core/recogniser/sentences.ts';
import { type PublicRecord, readRecords } from './history/history.ts';
import { print, sessionOf } from './session.ts';
import { type Surroundings, UsageError } from './surroundings.ts';

/** What a reader says that a sentence promises; null if it promises no dated time, `at` null if nobody can tell which. */
export type Label = { promise: { kind: string; at: string | null } | null };
/** A label for a sentence that we may not keep: where it stands, and the first 16 hex digits of its SHA-256. */
type Reference = Label & { source: string; id: string; update: number; hash: string };
/** A sentence, when it was posted, and what a reader says about it. */
export type Labelled = Label & { text: string; postedAt: string };

/** Labels stand beside the tests; texts that are not ours stay where they are. */
export const LABELS = path.join(import.meta.dirname, '..', '..', 'tests', 'recogniser', 'labels.jsonl');
export const OWN_SENTENCES = path.join(import.meta.dirname, '..', '..', 'tests', 'recogniser', 'sentences.jsonl');

const AFTER_HELP = `
Our own sentences are always measured. Real ones are other people's texts, so only labels of them are kept here: give the
folder with the incidents that they refer to, and they are measured too.

Examples:
  $ candor recogniser --json
  $ candor recogniser ../incidents`;

/** Adds `recogniser`: how well promises are found in sentences that a person has labelled. */
export function addRecogniser(program: Command, surroundings: Surroundings): void {
  program
    .command('recogniser')
    .argument('[folder]', 'the incidents that the labels of real sentences refer to: SOURCE.jsonl, one incident a line')
    .description('precision and recall of finding dated promises, on sentences labelled by hand')
    .addHelpText('after', AFTER_HELP)
    .action((folder: string | undefined, _flags: object, command: Command) => {
      const own = measured(readOwn(OWN_SENTENCES));
      const place = folder === undefined ? undefined : path.resolve(surroundings.directory, folder);
      if (place !== undefined && !existsSync(place)) throw new UsageError(`${folder} is not here`);
      const real = place === undefined ? undefined : measured(readLabelled(LABELS, place));
      print(sessionOf(command, surroundings), { real: real ?? null, own }, () =>
        [
          real
            ? line('real sentences', real)
            : 'Without the folder of the incidents that they stand in, the labels of real sentences cannot be checked.',
          line('our own sentences', own),
        ].join('\n'),
      );
    });
}

export type Measured = {
  n: number;
  promises: number;
  found: number;
  wrong: number;
  missed: number;
  precision: number;
  recall: number;
};

/** Counts a promise as found if kind and minute are right, or it is rightly left unread; anything else is wrong. */
export function measured(sentences: readonly Labelled[]): Measured {
  let [found, wrong] = [0, 0];
  for (const { text, postedAt, promise } of sentences) {
    const recognised = recognisePromises(text, { postedAt });
    const right = recognised.some(({ kind, at }) => kind === promise?.kind && sameMinute(at, promise.at));
    found += right ? 1 : 0;
    wrong += recognised.length - (right ? 1 : 0);
  }
  const promises = sentences.filter(({ promise }) => promise !== null).length;
  const [precision, recall] = [found / (found + wrong), found / promises];
  return { n: sentences.length, promises, found, wrong, missed: promises - found, precision, recall };
}

const sameMinute = (read: string | undefined, said: string | null): boolean =>
  read === undefined || said === null
    ? read === undefined && said === null
    : Math.abs(Date.parse(read) - Date.parse(said)) < 60_000;

/** Sentences that we wrote ourselves, with what they promise. */
export const readOwn = (file: string): Labelled[] => lines<Labelled>(file);

/** The sentences that labels refer to, read from where they are. Throws `UsageError` if one is not there any more. */
export function readLabelled(labels: string, folder: string): Labelled[] {
  const files = new Map<string, Map<string, PublicRecord>>();
  return lines<Reference>(labels).map(({ source, id, update, hash, promise }) => {
    const records =
      files.get(source) ??
      new Map(readRecords(path.join(folder, `${source}.jsonl`)).map((record) => [record.id, record]));
    files.set(source, records);
    const post = records.get(id)?.updates[update];
    const text = post && sentencesOf(post.body).find((sentence) => hashOf(sentence.text) === hash)?.text;
    if (!post || !text) throw new UsageError(`${source} has no such sentence any more: ${id}, update ${update}`);
    return { text, postedAt: post.at, promise };
  });
}

const hashOf = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 16);

const lines = <T>(file: string): T[] =>
  readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as T);

const line = (name: string, { n, promises, found, wrong, precision, recall }: Measured): string =>
  `${name}: n=${n}, of them ${promises} promises; found ${found}, wrongly ${wrong}; precision ${precision.toFixed(3)}, recall ${recall.toFixed(3)}`;
