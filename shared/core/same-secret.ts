import { timingSafeEqual } from 'node:crypto';

/** Whether `given` is the secret, compared in a time that tells nothing of where it differs. */
export function sameSecret(given: string, right: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(right)];
  return a.length === b.length && timingSafeEqual(a, b);
}
