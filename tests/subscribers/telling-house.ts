import { memoryControl } from '../../shared/adapters/memory/control.ts';
import { memoryDeliveries } from '../../shared/adapters/memory/deliveries.ts';
import { memoryLog } from '../../shared/adapters/memory/incident-log.ts';
import { memoryRuns } from '../../shared/adapters/memory/runs.ts';
import { memorySubscribers } from '../../shared/adapters/memory/subscribers.ts';
import { memoryTable } from '../../shared/adapters/memory/table.ts';
import { memoryTellings } from '../../shared/adapters/memory/tellings.ts';
import { memoryVersioned } from '../../shared/adapters/memory/versioned.ts';
import { watchedPersonal } from '../../shared/app/subscribers/look-again.ts';
import { tellSubscribers } from '../../shared/app/subscribers/tell.ts';
import type { TellPorts, Trouble } from '../../shared/app/subscribers/tell-ports.ts';
import { askedPersonal } from '../../shared/app/subscribers/would-tell.ts';
import type { Draft } from '../../shared/core/entry.ts';
import { type Instant, MINUTE_MS, plus } from '../../shared/core/instant.ts';
import type { PersonalAccount } from '../../shared/core/subscribers/account.ts';
import { HOOKS, MAIL, PERSONAL_RULES } from '../../shared/core/subscribers/facts.ts';
import { mannerOf } from '../../shared/core/subscribers/manners.ts';
import type { Pace } from '../../shared/core/subscribers/pace.ts';
import { EVERYTHING, type PersonalChannel, type Subscriber } from '../../shared/core/subscribers/subscriber.ts';
import type { HandedOver, Letter } from '../../shared/ports/letters.ts';
import { entryBehind, freshSalt, incidentOf, TEN_O_CLOCK } from '../support/entries.ts';

/** A person who follows everything, with whatever the example says instead. */
export const follower = (name: string, more: Partial<Subscriber> = {}): Subscriber => ({
  id: name.padStart(20, '0'),
  kind: 'mail',
  address: `${name}@example.com`,
  state: 'confirmed',
  choice: EVERYTHING,
  consent: { at: TEN_O_CLOCK, how: 'form', words: '1' },
  confirmedAt: TEN_O_CLOCK,
  version: 1,
  ...more,
});

const FACTS = { mail: MAIL, hooks: HOOKS } as const;

/** A channel that tells people, over memory: what it hands over is kept, and answered as the example says. */
export function tellingHouse(channel: PersonalChannel = 'mail', { perSecond = 14 } = {}) {
  const is = FACTS[channel];
  let now: Instant = TEN_O_CLOCK;
  const clock = { now: () => now };
  const table = memoryTable();
  const letters: Letter[] = [];
  const rehearsed: number[] = [];
  const pages: Trouble[] = [];
  const given: string[] = [];
  let answer: (letter: Letter) => HandedOver = ({ attempt }) => ({ is: 'taken', receipt: attempt });
  const ports: TellPorts = {
    is,
    rules: PERSONAL_RULES,
    log: memoryLog({ table, clock, indexLagMs: () => 0 }),
    control: memoryControl(table),
    deliveries: memoryDeliveries(table),
    subscribers: memorySubscribers(),
    tellings: memoryTellings(),
    runs: memoryRuns(),
    account: memoryVersioned<PersonalAccount>(),
    pace: memoryVersioned<Pace>(),
    perSecond: async () => perSecond,
    mannerOf,
    carry: async (letter) => {
      letters.push(letter);
      return answer(letter);
    },
    again: async (_incident, afterMs) => {
      given.push(String(afterMs));
    },
    rehearse: async (_incident, { seq }) => {
      rehearsed.push(seq);
    },
    page: async (_incident, what) => {
      pages.push(what);
    },
    quarantined: async ({ id }) => {
      given.push(`quarantined ${id}`);
    },
    clock,
    randomness: { salt: freshSalt },
    pause: async (ms) => {
      now = plus(now, ms);
    },
  };
  const log = ports.log as ReturnType<typeof memoryLog>;
  const control = ports.control as ReturnType<typeof memoryControl>;
  const asked = askedPersonal(is, { ...ports, words: async (_incident, { seq }) => `words of ${seq}`, limit: 100 });
  const watched = watchedPersonal(is, ports);
  return {
    ports,
    letters,
    rehearsed,
    pages,
    given,
    asked,
    control,
    now: () => now,
    wait: (minutes: number) => {
      now = plus(now, minutes * MINUTE_MS);
    },
    answers: (next: typeof answer) => {
      answer = next;
    },
    async arm() {
      await control.setMode(channel, 'live');
      await asked.tryAgain();
    },
    async join(...people: readonly Subscriber[]) {
      for (const person of people) await ports.subscribers.put(person, 0);
    },
    async say(said: Draft, incident = 'i1') {
      const entry = entryBehind(await log.load(incident), said, { incident, at: now });
      await log.append(entry, undefined);
      return entry;
    },
    tell: (incident = 'i1') => tellSubscribers(ports, incident),
    dueAt: async (incident = 'i1') => watched.dueAt(incidentOf(await log.load(incident)), now),
    deliveries: async (incident = 'i1') => ports.deliveries.of(incident, channel),
    /** What was handed over, as `name:seq`, and the list emptied. */
    heard: () =>
      letters
        .splice(0)
        .map(({ person, entry }) => `${person.id.replace(/^0+/, '')}:${entry.seq}`)
        .toSorted(),
  };
}
