import path from 'node:path';
import * as z from 'zod';
import { pageClocks } from '../../../shared/core/recogniser/page-clocks.ts';
import { type RecognisedPromise, recognisePromises } from '../../../shared/core/recogniser/promises.ts';
import { sentencesOf } from '../../../shared/core/recogniser/sentences.ts';
import type { Clocks } from '../../../shared/core/recogniser/zone-clocks.ts';
import { type PublicRecord, readRecords, textOf } from '../history/history.ts';
import { type Outcome, outcomesOf } from '../report/outcomes.ts';
import { UsageError } from '../surroundings.ts';

const recordedPromise = z.object({
  kind: z.enum(['next_update', 'resolution']),
  source: z.string().optional(),
  id: z.string(),
  update_index: z.number().int(),
  at: z.iso.datetime({ offset: true }),
  deadline: z.iso.datetime({ offset: true }),
  sentence: z.string(),
  vague: z.boolean().default(false),
  verdict: z.string().optional(),
  slip_min: z.number().nullish(),
});

/** A real incident as somebody's status page told it, and what is known of that page's clocks. */
export type RecordedIncident = PublicRecord & { clocks: Clocks };

/** A dated promise that was found in one of its texts. */
export type RecordedPromise = z.output<typeof recordedPromise>;

/** How many ids an error names. */
const A_FEW = 5;

/** The incident `id` of a file of past incidents. Throws `UsageError` if it is not there or cannot be read. */
export function readIncident(file: string, id: string): RecordedIncident {
  const records = readRecords(file);
  const record = records.find((one) => one.id === id);
  if (!record) {
    const ids = records.slice(0, A_FEW).map((one) => one.id);
    const more = records.length > A_FEW ? `, and ${records.length - A_FEW} more` : '';
    throw new UsageError(`${file} has no incident "${id}"; it has ${ids.join(', ') || 'none at all'}${more}`);
  }
  const page = records.filter(({ source }) => source === record.source);
  const texts = page.flatMap(({ updates }) => updates.map(({ body }) => body));
  return { ...record, clocks: pageClocks(texts, record.zone) };
}

/** Where the promises of a file of incidents lie if nothing else is said. */
export const promisesBeside = (file: string): string => path.join(path.dirname(file), '..', 'promises.jsonl');

/** The promises that a file has for this incident's texts, or why it has none: nobody has looked through its page. */
export function readPromises(
  file: string,
  incident: RecordedIncident,
): readonly RecordedPromise[] | 'unreadable' | 'of other pages' {
  let text: string;
  try {
    text = textOf(file);
  } catch {
    return 'unreadable';
  }
  const rows = text.split('\n').flatMap((line, index) => {
    if (line.trim() === '') return [];
    return recordedPromise.safeParse(parsed(line, `${file}, line ${index + 1}`)).data ?? [];
  });
  const ofPage = rows.filter(({ source }) => source === undefined || source === incident.source);
  return ofPage.length === 0 ? 'of other pages' : ofPage.filter(({ id }) => id === incident.id);
}

/** The promises that the product's own recogniser finds in the texts, with the verdict that `report` gives them. */
export function promisesFound(incident: RecordedIncident): RecordedPromise[] {
  const outcomes = outcomesOf(incident, incident.clocks);
  return incident.updates.flatMap(({ at, body }, index) =>
    recognisePromises(body, { postedAt: at, clocks: incident.clocks }).flatMap((promise): RecordedPromise[] => {
      if (promise.at === undefined || promise.kind === 'reportBy') return [];
      const became = outcomes.find((one) => one.promise === promise.kind && one.at === promise.at);
      const sentence = sentencesOf(body).find((one) => one.from <= promise.from && promise.from < one.to);
      return [
        {
          kind: promise.kind === 'restoreBy' ? 'resolution' : 'next_update',
          id: incident.id,
          update_index: index,
          at,
          deadline: promise.at,
          sentence: sentence?.text ?? promise.quote,
          vague: false,
          ...verdictOf(became),
        },
      ];
    }),
  );
}

const VERDICTS: Partial<Record<Outcome['state'], string>> = { kept: 'kept', missed: 'slipped', revised: 'revised' };

function verdictOf(became: Outcome | undefined): Pick<RecordedPromise, 'verdict' | 'slip_min'> {
  const verdict = became && VERDICTS[became.state];
  if (verdict === undefined) return {};
  return { verdict, ...(became?.slipMs === undefined ? {} : { slip_min: Math.round(became.slipMs / 60_000) }) };
}

/** Times that the texts give and nobody can read without guessing: they are shown, and nothing is promised for them. */
export const unreadIn = (incident: RecordedIncident): RecognisedPromise[] =>
  incident.updates.flatMap(({ at, body }) =>
    recognisePromises(body, { postedAt: at, clocks: incident.clocks }).filter((promise) => promise.at === undefined),
  );

function parsed(line: string, where: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    throw new UsageError(`${where} is not JSON`);
  }
}
