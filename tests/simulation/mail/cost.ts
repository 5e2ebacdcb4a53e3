import type { FirstWords } from './first-words.ts';

/** List prices of AWS in us-east-1 (2026), in dollars: DynamoDB on demand, SQS, Lambda on ARM with 512 MB. */
const PRICES = {
  write: 0.625 / 1e6,
  read: 0.125 / 1e6,
  message: 0.4 / 1e6,
  invocation: 0.2 / 1e6,
  second: 0.5 * 0.0000133334,
};

/** What a mail costs à la carte. */
export const SES_PER_MAIL = 0.1 / 1_000;

/** A page of the sizes that are read here stays below the 4 KB of a read unit, or is a few of them. */
const BYTES = { subscriber: 300, telling: 250 };
const READ_UNIT = 4_096;

/** Lambda takes events of a queue ten at a time. */
const EVENTS_A_CALL = 10;

const ONE_EACH: Readonly<Record<string, keyof typeof PRICES>> = {
  'tellings.swap': 'write',
  'tellings.of': 'read',
  'pace.swap': 'write',
  'pace.read': 'read',
  'account.swap': 'write',
  'account.read': 'read',
  'runs.put': 'write',
  'runs.of': 'read',
  'deliveries.put': 'write',
  'deliveries.of': 'read',
  'control.read': 'read',
  'log.load': 'read',
};

/** What it cost to tell these people, in dollars, beside the mails themselves; waiting functions are paid for too. */
export function costOf({ mails, calls, ranMs }: Pick<FirstWords, 'mails' | 'calls' | 'ranMs'>): number {
  const requests = Object.entries(ONE_EACH).map(([call, unit]) => (calls[call] ?? 0) * PRICES[unit]);
  const pages = (call: string, bytes: number) => Math.max(calls[call] ?? 0, (mails * bytes) / READ_UNIT) * PRICES.read;
  const events = mails * (1 + 2 / EVENTS_A_CALL) * PRICES.message;
  const own = (calls['queue.send'] ?? 0) * 3 * PRICES.message;
  // An event is handled in the time of its own reads: ten of them, one after the other, in one call.
  const ran = (ranMs.tell + ranMs.feedback) / 1_000;
  const invocations = ((calls['queue.send'] ?? 0) + mails / EVENTS_A_CALL) * PRICES.invocation;
  return [
    ...requests,
    pages('subscribers.page', BYTES.subscriber),
    pages('tellings.between', BYTES.telling),
    events,
    own,
    invocations,
    ran * PRICES.second,
  ].reduce((sum, one) => sum + one, 0);
}
