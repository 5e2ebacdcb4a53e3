import { epochMs, instant, MINUTE_MS, plus, SECOND_MS } from '../../../shared/core/instant.ts';
import { EVERYTHING, type Subscriber } from '../../../shared/core/subscribers/subscriber.ts';
import { draft, entryBehind, opening } from '../../support/entries.ts';
import { seeded } from '../random.ts';
import { VirtualTime } from '../virtual-time.ts';
import { MailSystem, NO_TROUBLE } from './system.ts';
import type { MailVariant } from './variants.ts';

export type FirstWordsOptions = {
  people: number;
  perSecond: number;
  /** How many statements are made, and how long after each other. */
  statements: number;
  everyMs: number;
  variant?: MailVariant;
};

/** In ms: how long all of them take at least, and after what time 99 of 100 had a first word, and the last one the last. */
export type FirstWords = {
  leastMs: number;
  firstMs: number;
  lastMs: number;
  mails: number;
  calls: Record<string, number>;
};

/** A house of some size that speaks again before everybody has heard it. */
export const ONE_IN_A_STORM = { people: 2_000, perSecond: 14, statements: 4, everyMs: MINUTE_MS } as const;

/** How many times as long as the far side's rate allows the first words, and the last, may take. */
export const FIRST_WORDS_WITHIN = 1.05;

const STARTS_AT = '2026-11-22T10:00:00.000Z';
const INCIDENT = 'i1';

/** Tells many people of one incident that is spoken of again and again, where nothing goes wrong. */
export async function firstWords(options: FirstWordsOptions): Promise<FirstWords> {
  const { people, perSecond, statements, everyMs, variant = 'as built' } = options;
  const time = new VirtualTime(epochMs(STARTS_AT));
  const system = new MailSystem(time, seeded(1, 'first words'), { perSecond, trouble: NO_TROUBLE, variant });
  await system.begin(Array.from({ length: people }, (_, n) => person(n)));
  const beganMs = time.nowMs;
  for (let n = 0; n < statements; n += 1) time.after(n * everyMs, () => void speak(system, time));
  const leastMs = (people / perSecond) * SECOND_MS;
  await time.run(beganMs + statements * everyMs + leastMs * (statements + 1) + 10 * MINUTE_MS, () => false);

  const first = new Map<string, number>();
  let lastMs = 0;
  for (const { to, seq, atMs } of system.world.mailboxes) {
    if (!first.has(to)) first.set(to, atMs - beganMs);
    if (seq === statements) lastMs = Math.max(lastMs, atMs - beganMs - (statements - 1) * everyMs);
  }
  const waits = [...first.values()].toSorted((a, b) => a - b);
  const firstMs = first.size < people ? Number.POSITIVE_INFINITY : waits[Math.ceil(0.99 * people) - 1]!;
  return { leastMs, firstMs, lastMs, mails: system.world.mailboxes.length, calls: system.calls };
}

async function speak(system: MailSystem, time: VirtualTime): Promise<void> {
  const before = await system.log.load(INCIDENT);
  const said =
    before.length === 0 ? opening() : draft({ promises: { nextUpdateBy: plus(instant(time.nowMs), 60 * MINUTE_MS) } });
  await system.log.append(entryBehind(before, said, { incident: INCIDENT, at: instant(time.nowMs) }), undefined);
  system.nudge(INCIDENT);
}

/** Ids spread over the shards as real ones are. */
const person = (n: number): Subscriber => ({
  id: seeded(n, 'person').salt().slice(0, 12) + n.toString(36).padStart(8, '0'),
  kind: 'mail',
  address: `person-${n}@example.com`,
  state: 'confirmed',
  choice: EVERYTHING,
  consent: { at: STARTS_AT, how: 'form', words: '1' },
  confirmedAt: STARTS_AT,
  version: 1,
});
