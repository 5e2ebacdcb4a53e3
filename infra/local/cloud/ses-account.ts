import type { Clock } from './clock.ts';
import { readJsonFile, writeJsonFile } from './durable-file.ts';
import { SesRefusal } from './ses-mail.ts';

/** How many mails an account may send. */
export type SesQuota = {
  readonly perSecond: number;
  readonly perDay: number;
  /** True for a new account: it sends to verified addresses only, whatever its quota. */
  readonly sandbox: boolean;
};

/** What accounts are often granted at first. AWS publishes no figure; a sandbox has 1 a second and 200 a day. */
export const PRODUCTION: SesQuota = { perSecond: 14, perDay: 50_000, sandbox: false };

export type SuppressionReason = 'BOUNCE' | 'COMPLAINT';

type Kept = {
  suppressed: Record<string, { reason: SuppressionReason; at: string }>;
  /** Identities that were made by a call. */
  identities: string[];
  sendingEnabled: boolean;
  suppressedReasons: SuppressionReason[];
  /** Accounts that are new since 2026-07-21 are on Essentials. */
  plan: string;
};

const MINUTE_MS = 60_000;
const DAY_MS = 1_440 * MINUTE_MS;

/**
 * The account: its quota, what it has sent, and what is kept in `file`. What was sent is counted in memory: a restart
 * forgets it.
 */
export function createSesAccount(file: string, quota: SesQuota, clock: Clock) {
  const kept: Kept = readJsonFile<Kept>(file, {
    suppressed: {},
    identities: [],
    sendingEnabled: true,
    suppressedReasons: ['BOUNCE', 'COMPLAINT'],
    plan: 'ESSENTIALS',
  });
  /** Mails by the minute that they were sent in. */
  const sent = new Map<number, number>();
  // A second's worth may come at once, as on AWS, which allows short bursts.
  const bucket = { tokens: quota.perSecond, atMs: clock.nowMs() };

  function sentToday(): number {
    const oldest = (clock.nowMs() - DAY_MS) / MINUTE_MS;
    for (const minute of sent.keys()) if (minute < oldest) sent.delete(minute);
    return [...sent.values()].reduce((sum, count) => sum + count, 0);
  }

  return {
    kept: kept as Readonly<Kept>,
    sentToday,

    change(change: Partial<Kept>): void {
      Object.assign(kept, change);
      writeJsonFile(file, kept);
    },

    suppressedFor: (address: string): SuppressionReason | undefined => kept.suppressed[address]?.reason,

    /** From now on nothing is sent to `address`. */
    suppress(address: string, reason: SuppressionReason): void {
      kept.suppressed[address] = { reason, at: new Date(clock.nowMs()).toISOString() };
      writeJsonFile(file, kept);
    },

    /** Lets an address be sent to again; false if it was not on the list. */
    unsuppress(address: string): boolean {
      if (kept.suppressed[address] === undefined) return false;
      delete kept.suppressed[address];
      writeJsonFile(file, kept);
      return true;
    },

    /** Counts a mail. Throws as SES refuses one that is beyond the quota of the day or the rate. */
    take(): void {
      if (sentToday() >= quota.perDay) throw new SesRefusal('LimitExceededException', 'Daily message quota exceeded.');
      const now = clock.nowMs();
      bucket.tokens = Math.min(quota.perSecond, bucket.tokens + ((now - bucket.atMs) / 1_000) * quota.perSecond);
      bucket.atMs = now;
      if (bucket.tokens < 1) throw new SesRefusal('TooManyRequestsException', 'Maximum sending rate exceeded.', 429);
      bucket.tokens -= 1;
      const minute = Math.trunc(now / MINUTE_MS);
      sent.set(minute, (sent.get(minute) ?? 0) + 1);
    },
  };
}

export type SesAccount = ReturnType<typeof createSesAccount>;
