import { createHash } from 'node:crypto';

/** 12 characters of `[a-z0-9]`, as Statuspage's ids are; the same for the same words, for ever. */
export function shortId(...words: readonly (string | number)[]): string {
  const name = words.join('/');
  const known = made.get(name);
  if (known !== undefined) return known;
  const digest = createHash('sha256').update(name).digest('hex');
  const id = BigInt(`0x${digest}`).toString(36).padStart(50, '0').slice(-12);
  if (made.size >= MOST_REMEMBERED) made.clear();
  made.set(name, id);
  return id;
}

/** The same few hundred are asked for with every update. */
const MOST_REMEMBERED = 5_000;

const made = new Map<string, string>();

export const updateId = (incident: string, seq: number): string => shortId('update', incident, seq);
