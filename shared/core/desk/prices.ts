import type { Billed, BilledUnit } from './bill.ts';
import type { DeskSource } from './mention.ts';

/**
 * What X takes for each, in micro-dollars, from 2026-04-20 on (docs.x.com/x-api/getting-started/pricing, as of 2026-08-22).
 * Our own mentions are owned reads; private messages are not, though resellers say so. A reply with a link is not priced
 * anywhere; we send none (docs/rules.md, Desk money).
 */
export const X_PRICES: Readonly<Record<BilledUnit, number>> = {
  'mention-read': 1_000,
  'post-read': 5_000,
  'user-read': 10_000,
  'counts-request': 5_000,
  reply: 10_000,
  'message-read': 10_000,
  'message-sent': 15_000,
};

/** The other sources take nothing for it. */
export const costOf = (source: DeskSource, billed: Billed): number =>
  source !== 'x'
    ? 0
    : Object.entries(billed).reduce((sum, [unit, count]) => sum + X_PRICES[unit as BilledUnit] * count, 0);

/** Micro-dollars as dollars, to a tenth of a cent. */
export const dollars = (micros: number): number => Math.round(micros / 1_000) / 1_000;

/** What an answer there costs: as a message or in public. */
export const priceOfAnswer = (source: DeskSource, direct: boolean): number =>
  costOf(source, direct ? { 'message-sent': 1 } : { reply: 1 });

/** How many posts of somebody are read before they are answered, when a person asks for it. */
export const STREAM_POSTS = 5;
export const priceOfStream = (source: DeskSource): number => costOf(source, { 'post-read': STREAM_POSTS });
