import type { Entry } from './entry.ts';
import { type AnnouncedLate, type PromiseRow, saysBack } from './incident.ts';

/** When an entry says that the service came back, and when it was first said; undefined if it says nothing of that. */
type Account = Pick<AnnouncedLate, 'backAt' | 'saidAt'>;

/**
 * The promise after `entry`, which may be a person's account that the service was back in time. A promise is judged by
 * when it was posted, so the account changes no verdict: readers were left waiting. But it stands beside the verdict.
 */
export function withAccount(row: PromiseRow, entry: Entry, account: Account | undefined): PromiseRow {
  if (account === undefined || row.promise !== 'restoreBy' || row.announcedLate !== undefined) return row;
  if (row.state !== 'slipped' && row.state !== 'kept') return row;
  const isLate = account.backAt <= row.at && account.saidAt > row.at && account.backAt >= row.madeAt;
  return isLate ? { ...row, announcedLate: { ...account, saidBy: entry.seq } } : row;
}

/**
 * What `entry` says of when the service came back: with the very statement that it is back, or in a correction of it.
 * `turnsBack`: with this entry the service counts as back. `before` is all that was said earlier.
 */
export function accountOf(entry: Entry, turnsBack: boolean, before: readonly Entry[]): Account | undefined {
  if (entry.automated || entry.happenedAt === undefined) return undefined;
  if (entry.kind !== 'correction') return turnsBack ? { backAt: entry.happenedAt, saidAt: entry.at } : undefined;
  const corrected = before.find((one) => one.seq === entry.corrects);
  const saidBack = corrected && saysBack({ status: corrected.status, components: corrected.components ?? [] });
  return saidBack ? { backAt: entry.happenedAt, saidAt: corrected.at } : undefined;
}
