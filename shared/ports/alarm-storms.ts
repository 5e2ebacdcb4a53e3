import type { Alarm } from '../core/alarm.ts';
import type { Instant } from '../core/instant.ts';

/** What became of one alarm, as a receipt has it; `pending` until it was worked off. */
export type ReceiptLine = {
  alarm: string;
  component?: string;
  result: string;
  incident?: string;
  draft?: string;
  reason?: string;
};

/** What a sender was told who sent more alarms than are answered at once. */
export type Receipt = {
  id: string;
  source: string;
  at: Instant;
  /** How many alarms were in the body. */
  accepted: number;
  /** It is kept so long. */
  until: Instant;
};

/** Lines of a receipt that one message of the queue settles. */
export type ReceiptPart = { receipt: string; part: number };

/** Receipts of storms. Each is kept in parts, so that whoever works off one part writes no other. */
export interface Receipts {
  begin(receipt: Receipt, parts: readonly (readonly ReceiptLine[])[]): Promise<void>;
  /** With the lines of all parts, one part after the other. Undefined if there is none, or none any more at `now`. */
  read(id: string, now: Instant): Promise<{ receipt: Receipt; lines: readonly ReceiptLine[] } | undefined>;
  /** The lines of each of these parts; undefined where there are none, or none any more. */
  linesOf(parts: readonly ReceiptPart[]): Promise<(readonly ReceiptLine[] | undefined)[]>;
  /** Replaces the lines of these parts, and keeps them until `until`; each by itself. A receipt needs not have begun. */
  settle(parts: readonly (ReceiptPart & { lines: readonly ReceiptLine[] })[], until: Instant): Promise<void>;
}

/** One message of the queue: alarms, and where in which receipt they stand. */
export type QueuedAlarms = ReceiptPart & {
  source: string;
  alarms: readonly Alarm[];
  /** Lines of the same part that are known already. */
  known?: readonly ReceiptLine[];
};

/** Alarms that wait to be worked off. Each message comes at least once, in whatever order. */
export interface AlarmQueue {
  /** Rejects if any of them was not taken. */
  put(messages: readonly QueuedAlarms[]): Promise<void>;
}
