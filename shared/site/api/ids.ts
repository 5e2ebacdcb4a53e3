import { createHash } from 'node:crypto';

/** 12 characters of `[a-z0-9]`, as Statuspage's ids are; the same for the same words, for ever. */
export function shortId(...words: readonly (string | number)[]): string {
  const digest = createHash('sha256').update(words.join('/')).digest('hex');
  return BigInt(`0x${digest}`).toString(36).padStart(50, '0').slice(-12);
}

export const updateId = (incident: string, seq: number): string => shortId('update', incident, seq);
