import { readFileSync } from 'node:fs';
import path from 'node:path';
import * as z from 'zod';
import { UsageError } from '../surroundings.ts';

const recordedIncident = z.object({
  source: z.string(),
  id: z.string(),
  name: z.string(),
  kind: z.string().default('incident'),
  impact: z.string(),
  resolved_at: z.string().nullish(),
  components: z.array(z.string()).default([]),
  updates: z.array(z.object({ at: z.iso.datetime({ offset: true }), status: z.string(), body: z.string() })).min(1),
  url: z.string().nullish(),
});

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

/** A real incident as somebody's status page told it. */
export type RecordedIncident = z.output<typeof recordedIncident>;

/** A dated promise that was found in one of its texts. */
export type RecordedPromise = z.output<typeof recordedPromise>;

/** The incident `id` of a file with one incident a line. Throws `UsageError` if it is not there or not of that form. */
export function readIncident(file: string, id: string): RecordedIncident {
  const line = rows(file).find((row) => row.value.id === id);
  if (!line) throw new UsageError(`${file} has no incident "${id}"`);
  const parsed = recordedIncident.safeParse(line.value);
  if (parsed.success) return parsed.data;
  const problem = parsed.error.issues[0];
  throw new UsageError(`${file}, line ${line.number}: ${problem?.path.join('.')}: ${problem?.message}`);
}

/** Where the promises of a file of incidents lie if nothing else is said. */
export const promisesBeside = (file: string): string => path.join(path.dirname(file), '..', 'promises.jsonl');

/** The promises that were found in this incident's texts; undefined if there is no such file. */
export function readPromises(file: string, incident: RecordedIncident): readonly RecordedPromise[] | undefined {
  let found: readonly { value: Record<string, unknown> }[];
  try {
    found = rows(file);
  } catch {
    return undefined;
  }
  return found
    .filter((row) => row.value.id === incident.id)
    .flatMap((row) => recordedPromise.safeParse(row.value).data ?? [])
    .filter((promise) => promise.source === undefined || promise.source === incident.source);
}

function rows(file: string): { number: number; value: Record<string, unknown> }[] {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch {
    throw new UsageError(`${file} cannot be read`);
  }
  return text.split('\n').flatMap((line, index) => {
    if (line.trim() === '') return [];
    try {
      return [{ number: index + 1, value: JSON.parse(line) as Record<string, unknown> }];
    } catch {
      throw new UsageError(`${file}, line ${index + 1} is not JSON`);
    }
  });
}
