import { readFileSync } from 'node:fs';
import * as z from 'zod';
import { UsageError } from './surroundings.ts';

/** Archives write times in many ways; from here on there is one, and times compare as strings. */
const time = z
  .string()
  .refine((text) => !Number.isNaN(Date.parse(text)), 'is not a time')
  .transform((text) => new Date(text).toISOString());
const words = (missing: string) =>
  z
    .string()
    .nullish()
    .transform((text) => text ?? missing);

const publicRecord = z.object({
  source: words('unknown'),
  id: z.union([z.string(), z.number()]).transform(String),
  name: words(''),
  kind: words('incident'),
  impact: z.string().nullish(),
  resolved_at: time.nullish(),
  time_quality: z.string().nullish(),
  updates: z.array(z.object({ at: time, status: words('update'), body: words('') })),
});

/** One incident as a status page told it in public: a line of a JSONL file. Updates are oldest first. */
export type PublicRecord = z.output<typeof publicRecord>;

/** The incidents of a file with one a line. Throws `UsageError` that names the line which cannot be read. */
export function readRecords(file: string): PublicRecord[] {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch {
    throw new UsageError(`${file} cannot be read`);
  }
  return recordsOf(text, file);
}

/** The same from the file's text; `name` is what errors call it. */
export function recordsOf(text: string, name: string): PublicRecord[] {
  return text.split('\n').flatMap((line, index) => {
    if (line.trim() === '') return [];
    const parsed = publicRecord.safeParse(asJson(line, `${name}, line ${index + 1}`));
    if (!parsed.success) {
      const issue = parsed.error.issues[0];
      throw new UsageError(`${name}, line ${index + 1}: ${issue?.path.join('.')}: ${issue?.message}`);
    }
    const updates = parsed.data.updates.toSorted((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
    return [{ ...parsed.data, updates }];
  });
}

function asJson(line: string, where: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    throw new UsageError(`${where} is not JSON`);
  }
}
