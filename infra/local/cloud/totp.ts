import { createHmac } from 'node:crypto';

/** A code holds for so long (RFC 6238, and the only length that Cognito knows). */
const STEP_MS = 30_000;

/** How many steps the clock of a telephone may be off, either way. */
const STEPS_OFF = 1;

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** Base32 without padding (RFC 4648), as authenticator apps take a secret. */
export function base32(bytes: Uint8Array): string {
  const bits = [...bytes].map((byte) => byte.toString(2).padStart(8, '0')).join('');
  return (bits.match(/.{1,5}/g) ?? []).map((five) => LETTERS[Number.parseInt(five.padEnd(5, '0'), 2)]).join('');
}

function bytesOf(secret: string): Buffer {
  const bits = [...secret].map((letter) => LETTERS.indexOf(letter).toString(2).padStart(5, '0')).join('');
  return Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)));
}

const stepAt = (ms: number): number => Math.floor(ms / STEP_MS);

/** The six digits that an authenticator app shows at `ms` for a base32 `secret` (RFC 6238, HMAC-SHA-1). */
export const codeAt = (secret: string, ms: number): string => codeOf(secret, stepAt(ms));

function codeOf(secret: string, step: number): string {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(step));
  const mac = createHmac('sha1', bytesOf(secret)).update(counter).digest();
  const at = mac[19]! & 0xf;
  return String((mac.readUInt32BE(at) & 0x7fffffff) % 1_000_000).padStart(6, '0');
}

/** The step that `code` is of, the one at `ms` or a neighbour; undefined if it is of none of them. */
export function stepOf(secret: string, code: string, ms: number): number | undefined {
  const now = stepAt(ms);
  const near = Array.from({ length: 2 * STEPS_OFF + 1 }, (_, index) => now - STEPS_OFF + index);
  return near.find((step) => step >= 0 && codeOf(secret, step) === code);
}
