import { replayed } from '../../../shared/core/evolve.ts';
import type { ReportedIncident } from '../../../shared/core/incident.ts';
import { epochMs, HOUR_MS, instant, MINUTE_MS, SECOND_MS } from '../../../shared/core/instant.ts';
import { CEILING, CEILING_MS } from '../../../shared/core/subscribers/account.ts';
import { type Choice, EVERYTHING, type Subscriber } from '../../../shared/core/subscribers/subscriber.ts';
import { owedTo } from '../../../shared/core/subscribers/telling.ts';
import { type Random, seeded } from '../random.ts';
import type { Violation } from '../simulate.ts';
import { VirtualTime } from '../virtual-time.ts';
import { nextEntry, silence } from './chains.ts';
import { MailSystem, type Trouble } from './system.ts';
import type { MailVariant } from './variants.ts';
import { type Arrived, USUAL_FAULTS } from './world.ts';

export type MailSeedResult = {
  steps: number;
  mails: number;
  /** Mails that somebody got although they had the same statement already. */
  doubles: number;
  faults: Record<string, number>;
  violations: Violation[];
};

const STARTS_AT = '2026-11-22T10:00:00.000Z';
const PEOPLE = 90;

/** More than 20 of 100,000 that came twice are no accident; one or two of few may be. */
export const tooManyDoubles = ({ mails, doubles }: { mails: number; doubles: number }): boolean =>
  doubles > 3 && doubles / mails > 20 / 100_000;

/** Crashes and errors at each call, messages twice, late or lost: as the protocol was tried when it was chosen. */
const TROUBLE: Trouble = {
  hazards: { crash: 0.004, error: 0.002, stall: 0.002 },
  faults: USUAL_FAULTS,
  repeats: 0.1,
  late: 0.05,
  lostNudges: 0.1,
};

const personOf = (random: Random, n: number, confirmedAt: string): Subscriber => ({
  id: random.salt().slice(0, 12) + n.toString(36).padStart(8, '0'),
  kind: 'mail',
  address: `person-${n}@example.com`,
  state: 'confirmed',
  choice: choiceOf(random),
  consent: { at: confirmedAt, how: 'form', words: '1' },
  confirmedAt,
  version: 1,
});

function choiceOf(random: Random): Choice {
  return {
    ...EVERYTHING,
    ...(random.chance(0.3) ? { components: [random.pick(['api', 'sign-in'])] } : {}),
    ...(random.chance(0.05) ? { incident: random.pick(['i1', 'i2']) } : {}),
    level: random.chance(0.2) ? 'ends' : 'all',
  };
}

/** Mails about one or two incidents to people who come and go, with everything going wrong that can; then calm. */
export async function mailsOfSeed(seed: number, variant: MailVariant = 'as built'): Promise<MailSeedResult> {
  const random = seeded(seed, 'mail');
  const time = new VirtualTime(epochMs(STARTS_AT));
  const perSecond = random.pick([0.5, 2, 14, 250]);
  const system = new MailSystem(time, random, { perSecond, trouble: TROUBLE, variant });
  const people = Array.from({ length: PEOPLE }, (_, n) => personOf(random, n, STARTS_AT));
  const left = new Map<string, number>();
  await system.begin(people);

  const busyMs = random.int(5, 25) * MINUTE_MS;
  for (const incident of random.chance(0.3) ? ['i1', 'i2'] : ['i1'])
    speak(system, time, random.fork(incident), incident, busyMs);
  comeAndGo(system, time, random.fork('people'), people, left, busyMs);
  await time.run(time.nowMs + busyMs, () => false);
  system.calmDown();
  // Whoever had as much as anybody gets in an hour hears the rest after it.
  await time.run(time.nowMs + HOUR_MS + 20 * MINUTE_MS, () => false);

  const violations = (await wrongIn(system, people, left, time.nowMs)).map(([invariant, detail]) => ({
    seed,
    step: time.steps,
    invariant,
    detail,
  }));
  const { mailboxes, faults } = system.world;
  return { steps: time.steps, mails: mailboxes.length, doubles: doublesIn(mailboxes), faults, violations };
}

function speak(system: MailSystem, time: VirtualTime, random: Random, incident: string, busyMs: number): void {
  const untilMs = time.nowMs + busyMs;
  const say = async () => {
    const entry = nextEntry(random, incident, await system.log.load(incident), instant(time.nowMs));
    await system.log.append(entry, undefined);
    system.nudge(incident);
    const afterMs = silence(random);
    if (time.nowMs + afterMs < untilMs) time.after(afterMs, () => void say());
  };
  time.after(random.int(0, busyMs / 4), () => void say());
}

/** Some confirm in the midst of it, and some leave. */
function comeAndGo(
  system: MailSystem,
  time: VirtualTime,
  random: Random,
  people: Subscriber[],
  left: Map<string, number>,
  busyMs: number,
): void {
  for (let n = 0; n < 6; n += 1) {
    time.after(random.int(0, busyMs), () => {
      const person = personOf(random, PEOPLE + n, instant(time.nowMs));
      people.push(person);
      void system.subscribers.put(person, 0);
    });
    const leaver = people[n * 7]!;
    time.after(random.int(0, busyMs), () => {
      left.set(leaver.id, time.nowMs);
      void system.subscribers.remove('mail', { id: leaver.id, why: 'left', at: instant(time.nowMs) });
    });
  }
}

type Wrong = readonly [invariant: string, detail: string];

async function wrongIn(
  system: MailSystem,
  people: readonly Subscriber[],
  left: ReadonlyMap<string, number>,
  nowMs: number,
): Promise<Wrong[]> {
  const wrong: Wrong[] = [];
  for (const id of system.table.incidents.keys()) {
    const incident = replayed(id, await system.log.load(id));
    if (incident.phase === 'unreported') continue;
    if (!(await system.isSettled(id))) wrong.push(['what was said ends', `${id} is still under way`]);
    const said = { incident, sayable: incident.entries, since: STARTS_AT };
    for (const person of people) {
      const mails = system.world.mailboxes.filter((mail) => mail.to === person.id && mail.incident === id);
      const row = await system.tellings.of(id, 'mail', person.id);
      const who = `${person.address} of ${id}`;
      wrong.push(...inOrder(mails, who), ...onlyWhatIsOwed(mails, person, incident, who));
      if (left.has(person.id)) {
        wrong.push(...nothingAfterLeaving(mails, left.get(person.id)!, who));
        continue;
      }
      const owed = owedTo(person, row, said);
      const saysWhyNot = row?.state === 'unknown' || row?.state === 'refused';
      if (owed.length > 0 && !saysWhyNot)
        wrong.push(['everybody has the newest words', `${who} was not told of ${owed.map(({ seq }) => seq)}`]);
      if (row?.state === 'told' && !mails.some(({ seq }) => seq === row.seq))
        wrong.push(['what is told was sent', `${who} never got ${row.seq}`]);
    }
  }
  for (const person of people) wrong.push(...underTheCeiling([...system.world.mailboxes, ...system.world.pauses], person, nowMs));
  return wrong;
}

const inOrder = (mails: readonly Arrived[], who: string): Wrong[] =>
  mails.flatMap(({ seq }, index) =>
    index > 0 && seq < mails[index - 1]!.seq
      ? [['nothing older after something newer', `${who} got ${seq} after ${mails[index - 1]!.seq}`] as const]
      : [],
  );

/** Only what was said since they confirmed, and an apology only behind the promise that it is for. */
function onlyWhatIsOwed(
  mails: readonly Arrived[],
  { confirmedAt = '' }: Subscriber,
  { entries }: ReportedIncident,
  who: string,
): Wrong[] {
  return mails.flatMap((mail, index): Wrong[] => {
    const entry = entries.find(({ seq }) => seq === mail.seq)!;
    if (entry.at < confirmedAt) return [['nobody hears of the past', `${who} got ${mail.seq}`] as const];
    if (entry.kind !== 'apology') return [];
    const before = entries.filter(({ seq, at }) => seq < entry.seq && at >= confirmedAt);
    const heard = mails.slice(0, index).length > 0;
    return before.length === 0 && !heard ? [['nobody hears sorry for what they were not told', `${who}`] as const] : [];
  });
}

/** A page of people is read some seconds before the last of them is told. */
const IN_FLIGHT_MS = 60 * SECOND_MS;

const nothingAfterLeaving = (mails: readonly Arrived[], leftMs: number, who: string): Wrong[] =>
  mails
    .filter(({ atMs }) => atMs > leftMs + IN_FLIGHT_MS)
    .map(({ seq }) => ['nobody is told after they left', `${who} got ${seq}`] as const);

function underTheCeiling(mailboxes: readonly Arrived[], { id, address }: Subscriber, nowMs: number): Wrong[] {
  const times = mailboxes.filter(({ to }) => to === id).map(({ atMs }) => atMs);
  const tooMany = times.some(
    (at) => times.filter((other) => other >= at && other < at + CEILING_MS).length > CEILING + 2,
  );
  return tooMany && nowMs > HOUR_MS ? [['nobody gets more than the ceiling', address]] : [];
}

const doublesIn = (mailboxes: readonly Arrived[]): number =>
  mailboxes.length - new Set(mailboxes.map(({ to, incident, seq }) => `${to} ${incident} ${seq}`)).size;
