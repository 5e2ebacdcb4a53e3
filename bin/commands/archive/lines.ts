import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import * as z from 'zod';
import type { ApiArchiveKeys, ApiArchivePage } from '../../../shared/client/types.ts';
import { findChainFault, logLine } from '../../../shared/core/chain.ts';
import { entryFault } from '../../../shared/core/chain-item.ts';
import type { Entry } from '../../../shared/core/entry.ts';
import { UsageError } from '../surroundings.ts';
import { unsealed } from './sealed.ts';

export type ArchiveLine = ApiArchivePage['records'][number];

/** The first line of an export: of what page, when, and whether it holds people. */
export type ArchiveHead = { from: string; at: string; people: boolean; page: { since?: string; rev: number } };

const head = z.object({
  candor: z.literal('export'),
  v: z.literal(1),
  from: z.string(),
  at: z.string(),
  people: z.boolean(),
  page: z.object({ since: z.string().exactOptional(), rev: z.int() }),
});
const keys = z.object({
  keys: z.object({ subscribers: z.string().exactOptional(), intake: z.string().exactOptional() }),
});
const end = z.object({ end: z.object({ records: z.int(), sha256: z.string() }) });
const record = z.object({
  part: z.string(),
  incident: z.string().optional(),
  goesOn: z.literal(true).optional(),
  items: z.array(z.looseObject({ pk: z.string(), sk: z.string() })),
});

/** What is read of an export, in its order. */
export type Found =
  | { is: 'head'; head: ArchiveHead }
  | { is: 'record'; record: ArchiveLine }
  | { is: 'keys'; keys: ApiArchiveKeys };

/** True of a file that takes a passphrase. */
export async function isSealed(file: string): Promise<boolean> {
  for await (const some of createReadStream(file, { end: 200 }))
    return /^\{"candor":"sealed-export"/.test((some as Buffer).toString('latin1'));
  return false;
}

/**
 * Everything in an export, line by line, each chain checked by its hashes and the whole by its last line. Throws a
 * `UsageError` that names the line and what is wrong with it; what came before is then of no file that is whole.
 */
export async function* archiveIn(file: string, passphrase: string | undefined): AsyncGenerator<Found> {
  const hash = createHash('sha256');
  let [line, records] = [0, 0];
  let ended = false;
  // Of the incident whose lines are read.
  let before: Entry[] = [];
  for await (const text of linesOf(file, passphrase)) {
    line += 1;
    const wrong = (what: string) => new UsageError(`${file}, line ${line}: ${what}. Nothing was changed.`);
    if (ended) throw wrong('something follows the end');
    const value = parsed(text, wrong);
    if (line === 1) {
      const first = head.safeParse(value);
      if (!first.success) throw wrong('is not the beginning of an export of "candor export"');
      const { from, at, people, page } = first.data;
      yield { is: 'head', head: { from, at, people, page } };
    } else {
      const last = end.safeParse(value);
      if (last.success) {
        const { records: told, sha256 } = last.data.end;
        if (told !== records || sha256 !== hash.digest('hex'))
          throw wrong('says that the file was another one: a line was changed, dropped or inserted');
        ended = true;
        continue;
      }
      const one = found(value, wrong);
      if (one.is === 'record') before = wholeChain(one.record, before, wrong);
      yield one;
      if (!('keys' in (value as object))) records += 1;
    }
    hash.update(`${text}\n`);
  }
  if (!ended) throw new UsageError(`${file} has no end: it was cut off after line ${line}. Export once more.`);
}

function found(value: unknown, wrong: (what: string) => Error): Found {
  const withKeys = keys.safeParse(value);
  if (withKeys.success) return { is: 'keys', keys: withKeys.data.keys };
  const one = record.safeParse(value);
  if (!one.success) throw wrong('is no line of an export');
  return { is: 'record', record: one.data as ArchiveLine };
}

/** The statements of an incident up to this line, each in its place. `before`: those of the lines before it. */
function wholeChain(
  { part, incident, goesOn, items }: ArchiveLine,
  before: readonly Entry[],
  wrong: (what: string) => Error,
): Entry[] {
  if (part !== 'incidents') return [];
  const here = items.filter(({ sk }) => sk.startsWith('ENTRY#')) as unknown as Entry[];
  const entries = goesOn ? [...before, ...here] : here;
  const fault = findChainFault(entries.map(logLine));
  if (fault !== undefined) throw wrong(`entry ${fault.line} of incident ${incident} ${fault.reason}`);
  const changed = here.find((entry) => entryFault(entry) !== undefined);
  if (changed) throw wrong(`entry ${changed.seq} of incident ${incident} ${entryFault(changed)}`);
  return entries;
}

function parsed(text: string, wrong: (what: string) => Error): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw wrong('is not JSON');
  }
}

/** The lines of the file, opened if it is sealed. A last one without its end is one too. */
async function* linesOf(file: string, passphrase: string | undefined): AsyncGenerator<string> {
  let rest = '';
  const decoder = new TextDecoder();
  for await (const some of opened(file, passphrase)) {
    const parts = (rest + decoder.decode(some, { stream: true })).split('\n');
    rest = parts.pop() ?? '';
    yield* parts;
  }
  if (rest !== '') yield rest;
}

async function* opened(file: string, passphrase: string | undefined): AsyncGenerator<Buffer> {
  const bytes = createReadStream(file) as AsyncIterable<Buffer>;
  if (!(await isSealed(file))) {
    yield* bytes;
    return;
  }
  if (passphrase === undefined) throw new UsageError(`${file} is sealed; its passphrase is needed`);
  const parts = bytes[Symbol.asyncIterator]();
  let first = Buffer.alloc(0);
  while (!first.includes(0x0a)) {
    const { value, done } = await parts.next();
    if (done) throw new UsageError(`${file} was cut off in its first line`);
    first = Buffer.concat([first, value]);
  }
  const at = first.indexOf(0x0a);
  async function* behind(): AsyncGenerator<Buffer> {
    yield first.subarray(at + 1);
    for (let next = await parts.next(); !next.done; next = await parts.next()) yield next.value;
  }
  yield* unsealed(first.subarray(0, at).toString(), behind(), passphrase);
}
