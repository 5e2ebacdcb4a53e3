import { createHash, randomUUID } from 'node:crypto';
import type { CommandKey } from '../ports/incident-log.ts';
import { invalid } from './problem.ts';

const sha256 = (...parts: readonly string[]): string =>
  createHash('sha256').update(JSON.stringify(parts)).digest('hex');

/** True if `text` may name anything at all: what is longer or has other letters was never given out, and fits in no key. */
export const isId = (text: string): boolean => /^[\w-]{1,128}$/.test(text);

/** How an incident's id is made, in characters: as Statuspage's are, `[a-z0-9]{12}`. */
const ID_LENGTH = 12;

/**
 * The id of the incident that this key opens. A retried opening collides with itself, so that an outage is never
 * reported twice because an answer was lost.
 */
export function incidentIdFor(subject: string, idempotencyKey: string): string {
  const digits = BigInt(`0x${sha256(subject, idempotencyKey)}`)
    .toString(36)
    .padStart(50, '0');
  return digits.slice(-ID_LENGTH);
}

/** What is stored with an entry, so that a repeated command is recognised: who sent which key, and for what. */
export const commandKey = (
  subject: string,
  idempotencyKey: string,
  request: { method: string; path: string; body: string },
): CommandKey => ({
  keyHash: sha256(subject, idempotencyKey),
  bodyHash: sha256(request.method, request.path, request.body),
});

/** The key that the client sent, or a fresh one where it sent none. */
export function idempotencyKey(sent: string | undefined): string {
  if (sent === undefined) return randomUUID();
  if (sent.trim() === '' || sent.length > 255) {
    throw invalid([{ field: 'Idempotency-Key', reason: 'must have 1 to 255 characters; a UUID is fine' }]);
  }
  return sent;
}
