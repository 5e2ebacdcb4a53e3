import type { XAccountState } from '../core/x/account.ts';

/** The account as read, and what the record must still be for a change to hold. */
export type XAccountRead = { state: XAccountState; version: number };

/**
 * What we know of the X account, as one record. Lease, budget and intent change together in one conditional write, so
 * that no crash and no second worker can come between them.
 */
export interface XAccount {
  /** Strongly consistent; a fresh account with version 0 if nothing was stored. */
  read(): Promise<XAccountRead>;
  /**
   * Stores `next` if the record still has `version`. False if somebody was faster: read again and decide again. True
   * also if the store was asked twice because its first answer was lost.
   */
  swap(version: number, next: XAccountState): Promise<boolean>;
}
