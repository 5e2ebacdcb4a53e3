import type { Alarm } from '../core/alarm.ts';
import { chunksOf } from '../core/chunks.ts';
import { DAY_MS, plus } from '../core/instant.ts';
import { PART_BYTES, partsOf, type StormPart } from '../core/storm.ts';
import type { AlarmQueue, QueuedAlarms, Receipt, ReceiptLine, Receipts } from '../ports/alarm-storms.ts';
import type { Clock, Randomness } from '../ports/clock.ts';
import type { Taken } from './take-alarm.ts';

export type StormPorts = { receipts: Receipts; alarmQueue: AlarmQueue; clock: Clock; randomness: Randomness };

/** How long a receipt can be read (docs/rules.md, Alarms). */
export const RECEIPT_KEPT_MS = 7 * DAY_MS;

/** A name of an alarm as a receipt has it: what a tool calls its checks has no limit. */
const LONGEST_NAME = 200;

/** Takes alarms now, and answers for each in its order. */
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
  await ports.receipts.begin(receipt, [...parts.map(pending), ...chunksOf(known.map(lineOf), KNOWN_PER_PART)]);
  await ports.alarmQueue.put(parts.map(({ alarms }, part) => ({ receipt: receipt.id, part, source, alarms })));
  return receipt;
}

/**
 * Puts the few alarms of a body of a storm where they wait, in one message and with nothing else to write: `receipt` says by
 * itself that they do. False if no message can hold them. Rejects if they are not there.
 */
export async function acceptFew(
  { alarmQueue }: Pick<StormPorts, 'alarmQueue'>,
  { source, ruled, others }: Storm,
  receipt: string,
): Promise<boolean> {
  const alarms = ruled.map(({ alarm }) => alarm);
  const message: QueuedAlarms = { receipt, part: 0, source, alarms, known: others.map(lineOf) };
  if (Buffer.byteLength(JSON.stringify(message)) > PART_BYTES) return false;
  await alarmQueue.put([message]);
  return true;
}

/**
 * Works off messages of a storm, all of one source, a few hundred alarms at a time: what was taken is settled before more
 * is begun, and nothing is begun without time for it. Answers with the messages of which an alarm was not taken: they come
 * again, with that one alone to do, and lie with the dead letters in the end.
 */
export async function workOff(
  ports: Pick<StormPorts, 'receipts' | 'clock'>,
  messages: readonly QueuedAlarms[],
  take: Take,
  hasTime: () => boolean,
): Promise<QueuedAlarms[]> {
  const back: QueuedAlarms[] = [];
  for (const [index, some] of slicesOf(messages).entries()) {
    // The first is begun in any case, or too little time would be too little for ever.
    const isBegun = index === 0 || hasTime();
    back.push(...(isBegun ? await workOffTogether(ports, some, take) : some));
  }
  return back;
}

/** What an earlier try has taken is left alone. */
async function workOffTogether(
  { receipts, clock }: Pick<StormPorts, 'receipts' | 'clock'>,
  messages: readonly QueuedAlarms[],
  take: Take,
): Promise<QueuedAlarms[]> {
  const before = await receipts.linesOf(messages);
  const doneOf = (message: number, alarm: number): ReceiptLine | undefined => {
    const line = before[message]?.[alarm];
    return line === undefined || OPEN.includes(line.result) ? undefined : line;
  };
  const waiting = messages.flatMap(({ alarms }, of) => alarms.filter((_, index) => doneOf(of, index) === undefined));
  const answers = (await take(waiting)).values();
  const settled = messages.map(({ receipt, part, alarms, known = [] }, of) => {
    const lines = alarms.map((_, index) => doneOf(of, index) ?? lineOf(answers.next().value!));
    return { receipt, part, lines: [...lines, ...known] };
  });
  await receipts.settle(settled, plus(clock.now(), RECEIPT_KEPT_MS));
  return messages.filter((_, of) => settled[of]!.lines.some(isFailed));
}

/** Messages with so many alarms together are worked off in one go (docs/rules.md, Alarms). */
const ALARMS_TOGETHER = 200;

function slicesOf(messages: readonly QueuedAlarms[]): QueuedAlarms[][] {
  const slices: QueuedAlarms[][] = [];
  let room = 0;
  for (const message of messages) {
    if (slices.length === 0 || message.alarms.length > room) {
      slices.push([]);
      room = ALARMS_TOGETHER;
    }
    slices.at(-1)!.push(message);
    room -= message.alarms.length;
  }
  return slices;
}

const isFailed = ({ result }: Pick<ReceiptLine, 'result'>): boolean => result === 'failed';

/** What is known already lies in parts, too: none of a receipt may be larger than the table takes. */
const KNOWN_PER_PART = 100;

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
