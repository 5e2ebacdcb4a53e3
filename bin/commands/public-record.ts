import { readFileSync } from 'node:fs';
import * as z from 'zod';
import { UsageError } from './world.ts';

const time = z.iso.datetime({ offset: true });

const publicRecord = z.object({
  source: z.string().default('unknown'),
  id: z.string(),
  name: z.string().default(''),
  kind: z.string().default('incident'),
  impact: z.string().nullish(),
  started_at: time.nullish(),
  resolved_at: time.nullish(),
  time_quality: z.string().nullish(),
  updates: z.array(
    z.object({
      at: time,
      status: z.string(),
      body: z
        .string()
        .nullish()
        .transform((b) => b ?? ''),
    }),
  ),
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
    const updates = parsed.data.updates.toSorted((a, b) => Date.parse(a.at) - Date.parse(b.at));
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
