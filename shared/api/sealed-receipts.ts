import { createHmac } from 'node:crypto';
import { RECEIPT_KEPT_MS } from '../app/alarm-storm.ts';
import { epochMs, instant, plus } from '../core/instant.ts';
import { sameSecret } from '../core/same-secret.ts';
import type { Receipt } from '../ports/alarm-storms.ts';

/** What a receipt that needs no write says by its name alone. */
type Told = Pick<Receipt, 'source' | 'at' | 'accepted'>;

/**
 * The id of a receipt that is kept nowhere before it is worked off: it says itself what was accepted, when and of which
 * source, under a seal that only the intake's key makes. `random` tells it from others of the same moment.
 */
export function sealedId({ source, at, accepted }: Told, random: string, key: string): string {
  const told = [epochMs(at).toString(36), accepted.toString(36), random.slice(-12), source].join('-');
  return `${told}-${sealOf(told, key)}`;
}

/** The receipt with such an id; undefined if it is none of ours. */
export function sealedReceipt(id: string, key: string): Receipt | undefined {
  const [, told = '', ms = '', accepted = '', source = '', seal = ''] = SEALED.exec(id) ?? [];
  if (told === '' || !sameSecret(seal, sealOf(told, key))) return undefined;
  const at = instant(Number.parseInt(ms, 36));
  return { id, source, at, accepted: Number.parseInt(accepted, 36), until: plus(at, RECEIPT_KEPT_MS) };
}

/** The time, how many, what is random, the source (which may hold a dash), and the seal. */
const SEALED = /^(([0-9a-z]{1,9})-([0-9a-z]{1,4})-[0-9a-f]{12}-([a-z0-9-]{1,64}))-([0-9a-f]{32})$/;

const sealOf = (told: string, key: string): string =>
  createHmac('sha256', key).update(`candor receipt v1\n${told}`).digest('hex').slice(0, 32);
