import { type Instant, MINUTE_MS, plus, SECOND_MS } from '../instant.ts';

/** A channel takes no posts from us until then. `tries` counts refusals in a row. */
export type Gate<Kind extends string> = { kind: Kind; reason: string; since: Instant; until: Instant; tries: number };

/** A refusal that is about the account and not about one post. `until`: as the far side says. */
export type Closing<Kind extends string> = { kind: Kind; reason: string; until?: Instant };

const RETRIES_AFTER_MS = [20 * SECOND_MS, MINUTE_MS, 2 * MINUTE_MS, 5 * MINUTE_MS];

/** How long to wait after the `tries`-th refusal in a row (from 1): 20 s, 1, 2, 5, then every 15 min. */
export const retryAfterMs = (tries: number): number => RETRIES_AFTER_MS[tries - 1] ?? 15 * MINUTE_MS;

/** The gate after one more refusal of this kind. Without a time from them, refusals that money or people mend wait 15 min. */
export function gateAfter<Kind extends string>(
  before: Gate<Kind> | undefined,
  refusal: Closing<Kind>,
  now: Instant,
): Gate<Kind> {
  const same = before?.kind === refusal.kind ? before : undefined;
  const tries = (same?.tries ?? 0) + 1;
  const waitMs = refusal.kind === 'unreachable' ? retryAfterMs(tries) : 15 * MINUTE_MS;
  const asked = refusal.until !== undefined && refusal.until > now ? refusal.until : undefined;
  return {
    kind: refusal.kind,
    reason: refusal.reason,
    since: same?.since ?? now,
    until: asked ?? plus(now, waitMs),
    tries,
  };
}

/** The gate, if it is closed at `now`. */
export const closedGate = <Kind extends string>(
  account: { gate?: Gate<Kind> },
  now: Instant,
): Gate<Kind> | undefined => (account.gate !== undefined && now < account.gate.until ? account.gate : undefined);
