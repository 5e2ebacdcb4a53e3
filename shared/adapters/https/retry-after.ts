import type { IncomingHttpHeaders } from 'node:http';
import { SECOND_MS } from '../../core/instant.ts';

/** `Retry-After` in milliseconds from `nowMs`: seconds, as some send them with a fraction, or a date. Undefined if it says neither. */
export function retryAfterMs(headers: IncomingHttpHeaders, nowMs: number): number | undefined {
  const said = headers['retry-after'];
  if (said === undefined) return undefined;
  const ms = /^\d+(\.\d+)?$/.test(said) ? Number(said) * SECOND_MS : Date.parse(said) - nowMs;
  return Number.isFinite(ms) && ms > 0 ? Math.ceil(ms) : undefined;
}
