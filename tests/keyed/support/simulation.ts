import type { PublishKeyedPorts } from '../../../shared/app/keyed/ports.ts';
import { publishKeyed } from '../../../shared/app/keyed/publish.ts';
import type { Entry } from '../../../shared/core/entry.ts';
import { HOUR_MS, MINUTE_MS, SECOND_MS } from '../../../shared/core/instant.ts';
import { KEYED_CHANNELS, type KeyedChannelName } from '../../../shared/core/keyed/shipped.ts';
import { type Chance, chanceFrom } from '../../x/support/chance.ts';
import { type Trouble, troublesOf } from './troubles.ts';
import { askWith, portsWith, type Variant } from './variants.ts';
import { type Violation, violationsOf } from './violations.ts';
import { worldHouse } from './world-house.ts';

/** The networks that can be simulated. */
export const KEYED_NAMES: readonly KeyedChannelName[] = KEYED_CHANNELS.map(({ name }) => name);

export type KeyedResult = {
  seed: number;
  steps: number;
  violations: readonly Violation[];
  /** Statements that were owed, and posts that stand or stood there. */
  owed: number;
  posts: number;
  /** How often each kind of fault struck. */
  faults: Readonly<Record<string, number>>;
};

/** A worker that dies: what it was about to do is not done. */
class Crash extends Error {}

/** Some hours of one account: incidents, faults of the network, crashes between any two steps, nudges lost, repeated and at once. */
export async function simulateKeyed(
  name: KeyedChannelName,
  seed: number,
  variant: Variant = 'as built',
): Promise<KeyedResult> {
  const chance = chanceFrom(seed);
  const faults: Record<string, number> = {};
  const count = (kind: string) => {
    faults[kind] = (faults[kind] ?? 0) + 1;
  };
  const troubles = troublesOf(name, chance);
  const home = worldHouse(name, { asking: askWith(variant) });
  const { clock, network } = home;
  const begun = clock.ms;
  const ports = mortal(portsWith(home.ports, variant), chance, () => count('crash'));
  const statements = story(chance);
  let steps = 0;

  async function wake(ids: readonly string[]): Promise<void> {
    steps += 1;
    const doubled = chance.happens(0.2);
    if (doubled) count('doubled worker');
    // A second worker is another function, with another memory.
    const workers = ids.flatMap((id) => [
      () => publishKeyed(ports, id),
      ...(doubled ? [() => publishKeyed({ ...ports, channel: home.another() }, id)] : []),
    ]);
    const done = await Promise.allSettled(workers.map((work) => work()));
    for (const one of done) if (one.status === 'rejected' && !(one.reason instanceof Crash)) throw one.reason;
  }

  function strike({ fault, request }: Trouble): void {
    count(fault);
    network.faults.inject(request, clock.ms);
  }

  const said: Entry[] = [];
  const ids = [...new Set(statements.map((one) => one.incident))];
  const end = begun + 72 * HOUR_MS;
  while (clock.ms < end) {
    for (const trouble of troubles.filter((one) => begun + one.atMs <= clock.ms)) {
      troubles.splice(troubles.indexOf(trouble), 1);
      strike(trouble);
    }
    const due = statements.filter((one) => begun + one.atMs <= clock.ms);
    for (const one of due) {
      statements.splice(statements.indexOf(one), 1);
      said.push(await home.say(one.incident, one.kind, settling(one, said)));
    }
    // A nudge may be lost: the sweep's next look makes up for it.
    const nudged = due.map((one) => one.incident).filter(() => !chance.happens(0.1));
    await wake([...new Set(nudged)]);

    const check = await home.nextCheck();
    const next = [check && Date.parse(check), ...[...statements, ...troubles].map((one) => begun + one.atMs)];
    const times = next.filter((at) => typeof at === 'number');
    if (times.length === 0) break;
    const at = Math.max(Math.min(...times), clock.ms + 1);
    clock.ms = at;
    if (check !== undefined && Date.parse(check) <= at) await wake(ids);
  }
  network.settle(clock.ms);

  const violations = await violationsOf(home, said, clock.ms < end);
  return { seed, steps, violations, owed: said.length, posts: network.posts().length, faults };
}

type Statement = { incident: string; kind: Entry['kind']; atMs: number };

function story(chance: Chance): Statement[] {
  const incidents = Array.from({ length: chance.between(1, 3) }, (_, index) => `i${index + 1}`);
  return incidents.flatMap((incident) => {
    let atMs = chance.between(0, 2 * HOUR_MS);
    const opened: Statement = { incident, kind: 'opened', atMs };
    const middle = Array.from({ length: chance.between(0, 8) }, (): Statement => {
      atMs += chance.happens(0.3) ? chance.between(0, 3 * SECOND_MS) : chance.between(MINUTE_MS, 40 * MINUTE_MS);
      return { incident, kind: chance.happens(0.15) ? 'apology' : 'update', atMs };
    });
    atMs += chance.between(SECOND_MS, 30 * MINUTE_MS);
    return [opened, ...middle, { incident, kind: 'resolved', atMs } satisfies Statement];
  });
}

/** An apology answers the opening's promise, which was made for long after the channel can have heard of it. */
function settling({ kind, incident }: Statement, said: readonly Entry[]) {
  if (kind === 'opened') return { title: `Outage ${incident}`, promises: { nextUpdateBy: '2026-11-29T10:00:00.000Z' } };
  if (kind !== 'apology') return {};
  const seq = said.filter((one) => one.incident === incident).length + 1;
  return {
    settles: [{ seq: 1, promise: 'nextUpdateBy' as const, as: 'slipped' as const }],
    message: `Statement ${seq} of ${incident}: we are sorry.`,
  };
}

/** The same ports, whose holder may die before and after each call, and which let others go between. */
function mortal(ports: PublishKeyedPorts, chance: Chance, died: () => void): PublishKeyedPorts {
  const crash = () => {
    died();
    return new Crash();
  };
  const risky =
    <Args extends unknown[], T>(call: (...args: Args) => Promise<T>) =>
    async (...args: Args): Promise<T> => {
      for (let turns = chance.between(0, 3); turns > 0; turns--) await Promise.resolve();
      if (chance.happens(0.01)) throw crash();
      const result = await call(...args);
      if (chance.happens(0.01)) throw crash();
      return result;
    };
  const { account, deliveries, channel } = ports;
  return {
    ...ports,
    account: { read: risky(account.read), swap: risky(account.swap) },
    deliveries: { of: risky(deliveries.of), put: risky(deliveries.put), swap: risky(deliveries.swap) },
    channel: { ...channel, say: risky(channel.say), find: risky(channel.find), standing: risky(channel.standing) },
    page: risky(ports.page),
  };
}
