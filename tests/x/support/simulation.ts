import type { FaultRequest } from '../../../infra/local/world/x/faults.ts';
import { type PublishXPorts, publishX } from '../../../shared/app/x/publish.ts';
import type { Entry, Together } from '../../../shared/core/entry.ts';
import { HOUR_MS, MINUTE_MS, SECOND_MS } from '../../../shared/core/instant.ts';
import type { StoredEntry } from '../../../shared/ports/incident-log.ts';
import { type Chance, chanceFrom } from './chance.ts';
import { house } from './house.ts';
import { type Late, type Violation, violationsOf } from './violations.ts';

/** Ways to run the same house wrongly. A simulation that does not notice them proves nothing. */
export type Variant =
  | 'as built'
  | 'blind retry'
  | 'without looking'
  | 'without reserves'
  | 'intent cleared first'
  | 'one post each'
  | 'joint post lost';

export type SimulationOptions = {
  variant?: Variant;
  /** X takes this many posts in 24 hours, and the house knows. */
  postsPerDay?: number;
  duplicateFilter?: boolean;
  /** Three incidents of four to fifteen updates in about seven hours, as in the study that the reserves come from. */
  busy?: boolean;
};

export type SimulationResult = {
  seed: number;
  steps: number;
  violations: readonly Violation[];
  /** How many resolutions and apologies X should have had, and those that it had too late. */
  urgent: number;
  late: readonly Late[];
};

/** A worker that dies: what it was about to do is not done. */
class Crash extends Error {}

/** One day of one X account: incidents, faults of X, crashes between any two steps, nudges lost, repeated and at once. */
export async function simulateX(seed: number, options: SimulationOptions = {}): Promise<SimulationResult> {
  const chance = chanceFrom(seed);
  const cap = options.postsPerDay ?? 100;
  const variant = options.variant ?? 'as built';
  const home = house({ rules: { postsPerDay: variant === 'without reserves' ? 10_000 : cap } });
  const { clock, x } = home;
  if (cap < 100) x.faults.inject({ fault: 'limit-24h', limit: cap }, clock.ms);
  if (options.duplicateFilter === false) x.faults.inject({ fault: 'duplicate-filter-off' }, clock.ms);

  const ports = mortal(planted(home.ports, variant), chance);
  const statements = story(chance, options.busy === true);
  const faults = troubles(chance);
  const begun = clock.ms;
  let steps = 0;

  async function wake(ids: readonly string[]): Promise<void> {
    steps += 1;
    const workers = chance.happens(0.2) ? [...ids, ...ids] : ids;
    const done = await Promise.allSettled(workers.map((id) => publishX(ports, id)));
    for (const one of done) if (one.status === 'rejected' && !(one.reason instanceof Crash)) throw one.reason;
  }

  const said: Entry[] = [];
  const ids = [...new Set(statements.map((one) => one.incident))];
  const end = begun + 72 * HOUR_MS;
  while (clock.ms < end) {
    for (const fault of faults.filter((one) => begun + one.atMs <= clock.ms)) {
      faults.splice(faults.indexOf(fault), 1);
      x.faults.inject(fault.request, clock.ms);
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
    const next = [check && Date.parse(check), ...[...statements, ...faults].map((one) => begun + one.atMs)];
    const times = next.filter((at) => typeof at === 'number');
    if (times.length === 0) break;
    const at = Math.max(Math.min(...times), clock.ms + 1);
    clock.ms = at;
    if (check !== undefined && Date.parse(check) <= at) await wake(ids);
  }
  x.settle(clock.ms);

  const { violations, urgent, late } = await violationsOf(home, said, clock.ms < end);
  return { seed, steps, violations, urgent, late };
}

type Statement = { incident: string; kind: Entry['kind']; atMs: number; together?: Together };

function story(chance: Chance, busy: boolean): Statement[] {
  const incidents = Array.from({ length: busy ? 3 : chance.between(1, 3) }, (_, index) => `i${index + 1}`);
  const statements = incidents.flatMap((incident) => {
    let atMs = chance.between(0, 2 * HOUR_MS);
    const opened: Statement = { incident, kind: 'opened', atMs };
    const middle = Array.from({ length: busy ? chance.between(4, 15) : chance.between(0, 8) }, (): Statement => {
      atMs += chance.happens(0.3) ? chance.between(0, 3 * SECOND_MS) : chance.between(MINUTE_MS, 40 * MINUTE_MS);
      return { incident, kind: chance.happens(0.15) ? 'apology' : 'update', atMs };
    });
    atMs += chance.between(SECOND_MS, 30 * MINUTE_MS);
    return [opened, ...middle, { incident, kind: 'resolved', atMs } satisfies Statement];
  });
  return busy || incidents.length === 1 || chance.happens(0.5)
    ? statements
    : endedTogether(statements, incidents, chance);
}

/** After a storm: each is ended with the same words, within the seconds that one request takes. */
function endedTogether(statements: readonly Statement[], incidents: readonly string[], chance: Chance): Statement[] {
  const together = { act: 'act1', incidents };
  let atMs = Math.max(...statements.map((one) => one.atMs));
  return statements.map((one) => {
    if (one.kind !== 'resolved') return one;
    atMs += chance.between(0, 3 * SECOND_MS);
    return { ...one, atMs, together };
  });
}

/** An apology answers the opening's promise, which was made for long after X can have heard of it. */
function settling({ kind, incident, together }: Statement, said: readonly Entry[]) {
  if (together !== undefined) return { message: `Statement 0 of ${together.act}: it is over.`, private: { together } };
  if (kind === 'opened') return { title: `Outage ${incident}`, promises: { nextUpdateBy: '2026-11-29T10:00:00.000Z' } };
  if (kind !== 'apology') return {};
  const seq = said.filter((one) => one.incident === incident).length + 1;
  return {
    settles: [{ seq: 1, promise: 'nextUpdateBy' as const, as: 'slipped' as const }],
    message: `Statement ${seq} of ${incident}: we are sorry.`,
  };
}

function troubles(chance: Chance): { atMs: number; request: FaultRequest }[] {
  return Array.from({ length: chance.between(0, 10) }, () => ({
    atMs: chance.between(0, 5 * HOUR_MS),
    request: trouble(chance),
  }));
}

function trouble(chance: Chance): FaultRequest {
  const times = chance.between(1, 3);
  return chance.oneOf<FaultRequest>([
    { fault: 'lost-request', times },
    { fault: 'lost-response', times },
    { fault: 'slow', ms: chance.between(9, 60) * SECOND_MS, times },
    { fault: 'delayed-visibility', ms: chance.between(5, 60) * SECOND_MS, times },
    { fault: '503-with-effect', times },
    { fault: '503-without-effect', times, on: 'all' },
    { fault: 'truncated-body', times },
    { fault: 'lost-response', times, on: 'read' },
    { fault: 'rate-limited', resetMs: 10 * MINUTE_MS, times: 1 },
    { fault: 'parent-deleted', times: 1 },
    { fault: 'not-summoned', times: 1 },
  ]);
}

/** Wraps every port so that the worker may die before or after each step, and others may come in between. */
function mortal(ports: PublishXPorts, chance: Chance): PublishXPorts {
  const risky =
    <Args extends unknown[], T>(call: (...args: Args) => Promise<T>) =>
    async (...args: Args): Promise<T> => {
      for (let turns = chance.between(0, 3); turns > 0; turns--) await Promise.resolve();
      if (chance.happens(0.01)) throw new Crash();
      const result = await call(...args);
      if (chance.happens(0.01)) throw new Crash();
      return result;
    };
  return {
    ...ports,
    account: { read: risky(ports.account.read), swap: risky(ports.account.swap) },
    deliveries: { ...ports.deliveries, of: risky(ports.deliveries.of), put: risky(ports.deliveries.put) },
    x: { post: risky(ports.x.post), ownPosts: risky(ports.x.ownPosts) },
    page: risky(ports.page),
  };
}

function planted(ports: PublishXPorts, variant: Variant): PublishXPorts {
  const { x, deliveries } = ports;
  switch (variant) {
    case 'as built':
      return ports;
    case 'without reserves':
      return {
        ...ports,
        x: {
          ...x,
          async post(text, replyTo) {
            const { learned: _learned, pauseUntil: _pause, ...outcome } = await x.post(text, replyTo);
            return outcome;
          },
        },
      };
    case 'blind retry':
      return {
        ...ports,
        x: {
          ...x,
          async post(text, replyTo) {
            const outcome = await x.post(text, replyTo);
            return outcome.outcome === 'unknown' ? { outcome: 'not_sent', reason: outcome.reason } : outcome;
          },
        },
      };
    case 'without looking':
      return { ...ports, x: { ...x, ownPosts: async () => ({ posts: [] }) } };
    case 'one post each':
      return { ...ports, log: { ...ports.log, load: async (id) => (await ports.log.load(id)).map(withoutAct) } };
    case 'joint post lost':
      return {
        ...ports,
        x: {
          ...x,
          post: async (text, replyTo) =>
            text.includes('incidents are resolved') ? { outcome: 'delivered', id: '1' } : x.post(text, replyTo),
        },
      };
    case 'intent cleared first': {
      let puts = 0;
      return {
        ...ports,
        deliveries: {
          ...deliveries,
          // Now and then the delivery is missing though the intent is gone: what a crash between the two would leave.
          async put(incident, channel, seq, delivery) {
            if (delivery.state === 'delivered' && ++puts % 5 === 0) return;
            await deliveries.put(incident, channel, seq, delivery);
          },
        },
      };
    }
  }
}

/** What a reconciler that does not know the mark would see. */
function withoutAct(entry: StoredEntry): StoredEntry {
  const { together: _together, ...rest } = entry.private;
  return { ...entry, private: rest };
}
