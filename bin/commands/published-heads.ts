import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import * as z from 'zod';
import { sendPatiently } from '../../shared/client/send.ts';
import { anchorIn, type PublishedHead, SHORTEST_HASH } from '../../shared/core/published-head.ts';
import { type Surroundings, UsageError } from './surroundings.ts';

const HASH = new RegExp(`^[0-9a-f]{${SHORTEST_HASH},64}$`, 'i');

const head = z.object({ incident: z.string(), seq: z.int().min(1), hash: z.string().regex(HASH) });
const savedHeads = z.object({ heads: z.array(head) });
const jsonFeed = z.object({ items: z.array(z.object({ _candor: head.optional() })) });
const posts = z.array(z.object({ text: z.string() }));

/** `i1:3:1a2b3c4d`, as `--head` takes it: incident, entry, and its hash or the beginning of it. */
export function headFrom(text: string): PublishedHead {
  const [incident = '', seq = '', hash = '', ...more] = text.split(':');
  if (incident === '' || !/^[1-9]\d*$/.test(seq) || !HASH.test(hash) || more.length > 0)
    throw new UsageError(
      `--head "${text}" is not INCIDENT:ENTRY:HASH, with at least ${SHORTEST_HASH} digits of the hash`,
    );
  return { incident, seq: Number(seq), hash };
}

/** The hashes of a file that an earlier `verify --save` wrote, or of a JSON Feed that somebody kept. */
export function headsFrom(surroundings: Surroundings, file: string): PublishedHead[] {
  const document = parsed(textOf(surroundings, file), file);
  const saved = savedHeads.safeParse(document);
  if (saved.success) return saved.data.heads;
  const feed = jsonFeed.safeParse(document);
  if (feed.success) return feed.data.items.flatMap((item) => item._candor ?? []);
  throw new UsageError(`${file} holds neither what "verify --save" writes nor a JSON Feed of Candor`);
}

/** The beginnings of hashes that posts carry: a list of `{text}`, from a file or an address. */
export async function anchorsFrom(surroundings: Surroundings, place: string): Promise<string[]> {
  const isAddress = /^https?:/.test(place);
  const text = isAddress
    ? await (await sendPatiently(surroundings, { attempts: 3 }, place, {})).text()
    : textOf(surroundings, place);
  const found = posts.safeParse(parsed(text, place));
  if (!found.success) throw new UsageError(`${place} is not a list of posts, each with its text`);
  return found.data.flatMap((post) => anchorIn(post.text) ?? []);
}

export function saveHeads(
  surroundings: Surroundings,
  file: string,
  site: string,
  heads: readonly PublishedHead[],
): void {
  writeFileSync(path.resolve(surroundings.directory, file), `${JSON.stringify({ site, heads }, null, 1)}\n`);
}

function textOf(surroundings: Surroundings, file: string): string {
  try {
    return readFileSync(path.resolve(surroundings.directory, file), 'utf8');
  } catch {
    throw new UsageError(`${file} cannot be read`);
  }
}

function parsed(text: string, name: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new UsageError(`${name} is not JSON`);
  }
}
