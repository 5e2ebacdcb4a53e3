import type { Alarm } from '../core/alarm.ts';
import { DAY_MS, plus } from '../core/instant.ts';
import { partsOf, type StormPart } from '../core/storm.ts';
import type { AlarmQueue, QueuedAlarms, Receipt, ReceiptLine, Receipts } from '../ports/alarm-storms.ts';
import type { Clock, Randomness } from '../ports/clock.ts';
import type { Taken } from './take-alarm.ts';

export type StormPorts = { receipts: Receipts; alarmQueue: AlarmQueue; clock: Clock; randomness: Randomness };

/** How long a receipt can be read (docs/rules.md, Alarms). */
const RECEIPT_KEPT_MS = 7 * DAY_MS;

/** A name of an alarm as a receipt has it: what a tool calls its checks has no limit. */
const LONGEST_NAME = 200;

/** Takes alarms of one component now, and answers for each in its order. */
export type Take = (alarms: readonly Alarm[]) => Promise<Taken[]>;

/** What is asked of a storm: `ruled` has a component each, and the lines of the others are known already. */
export type Storm = {
  source: string;
  ruled: readonly { alarm: Alarm; component: string }[];
  others: readonly Taken[];
};

/**
 * Puts the alarms of a storm where they wait to be worked off, and answers with the receipt. Rejects if not all of them
 * are there; sent again, an alarm counts once.
 */
export async function acceptStorm(ports: StormPorts, storm: Storm, take: Take): Promise<Receipt> {
  const { source, ruled, others } = storm;
  const at = ports.clock.now();
  const { parts, atOnce } = partsOf(ruled);
  const receipt: Receipt = {
    id: ports.randomness.salt(),
    source,
    at,
    accepted: ruled.length + others.length,
    until: plus(at, RECEIPT_KEPT_MS),
  };
  const known = [...others];
  for (const { alarms } of atOnce) known.push(...(await take(alarms)));
  if (known.some(isFailed)) throw new Error('an alarm that no message can hold could not be taken');
  await ports.receipts.begin(receipt, [...parts.map(pending), ...chunks(known.map(lineOf))]);
  await ports.alarmQueue.put(parts.map(({ alarms }, part) => ({ receipt: receipt.id, part, source, alarms })));
  return receipt;
}

/**
 * Works off one message of a storm. What an earlier try has taken is left alone. Rejects if one could not be taken: the
 * message comes again, with that one alone to do, and lies with the dead letters in the end.
 */
export async function workOff(
  { receipts }: Pick<StormPorts, 'receipts'>,
  { receipt, part, alarms }: QueuedAlarms,
  take: Take,
): Promise<Taken[]> {
  const before = (await receipts.partOf(receipt, part)) ?? [];
  const isDone = (index: number) => !OPEN.includes(before[index]?.result ?? 'pending');
  const waiting = alarms.filter((_, index) => !isDone(index));
  const taken = await take(waiting);
  const answers = taken.values();
  const lines = alarms.map((_, index) => (isDone(index) ? before[index]! : lineOf(answers.next().value!)));
  await receipts.settle(receipt, part, lines);
  const failed = taken.filter(isFailed).length;
  if (failed > 0) throw new Error(`${failed} of ${alarms.length} alarms of a storm could not be taken`);
  return taken;
}

const isFailed = ({ result }: Taken): boolean => result === 'failed';

const OPEN = ['pending', 'failed'];

const AGAIN = 'it could not be taken yet; it is tried again, and people are told if that does not help';

const pending = ({ component, alarms }: StormPart): ReceiptLine[] =>
  alarms.map(({ check }) => ({ alarm: shortened(check), component, result: 'pending' }));

const lineOf = (taken: Taken): ReceiptLine => ({
  ...taken,
  alarm: shortened(taken.alarm),
  ...(taken.result === 'failed' ? { reason: AGAIN } : {}),
});

const shortened = (name: string): string => (name.length > LONGEST_NAME ? `${name.slice(0, LONGEST_NAME)}…` : name);

/** What is known already lies in parts, too: none of a receipt may be larger than the table takes. */
const chunks = (lines: readonly ReceiptLine[], size = 100): ReceiptLine[][] =>
  Array.from({ length: Math.ceil(lines.length / size) }, (_, index) => lines.slice(index * size, (index + 1) * size));
