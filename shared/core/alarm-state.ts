import type { AlarmState } from './alarm.ts';
import { epochMs, type Instant } from './instant.ts';

/** An alarm that joined an incident, in one of its states. Older ones do not say which check they are of. */
export type JoinedAlarm = {
  key: string;
  check?: string;
  /** What tells this outage from the next; absent where the sender names none. */
  outage?: string;
  source: string;
  state: AlarmState;
  /** When it came first in this state, and when last. */
  at: Instant;
  lastAt?: Instant;
  /** Where a person reads more. */
  link?: string;
};

/** What a monitor says of one check now, since when, and when it said so last. */
export type AlarmNow = {
  check: string;
  source: string;
  state: AlarmState;
  since: Instant;
  lastAt: Instant;
  link?: string;
};

/** All that fired has recovered: since when, when it fired last, and whether something had recovered before and fired again. */
export type Calm = { since: Instant; firedAt: Instant; restless: boolean };

/** What each check says now, in the order in which they joined. */
export function alarmsNow(joined: readonly JoinedAlarm[]): AlarmNow[] {
  const checks = Map.groupBy(joined, ({ source, check, key }) => `${source} ${check ?? key}`);
  return [...checks.values()].map((records) => {
    const { source, check, key, outage, state, link, at, lastAt = at } = newestOf(records);
    const since = outage === undefined && state === 'recovered' ? lastAt : at;
    return { check: check ?? key, source, state, since, lastAt, ...(link === undefined ? {} : { link }) };
  });
}

/** Undefined while one fires, or is seen by nobody: no data is no recovery. */
export function calmOf(joined: readonly JoinedAlarm[]): Calm | undefined {
  const now = alarmsNow(joined);
  if (now.length === 0 || now.some(({ state }) => state !== 'recovered')) return undefined;
  const recovered = joined.filter(({ state }) => state === 'recovered');
  const fired = joined.filter(({ state }) => state === 'firing').map((one) => firedAt(one, recovered));
  const first = recovered.map(({ at }) => at).toSorted()[0]!;
  const last = fired.toSorted().at(-1) ?? first;
  return {
    since: now
      .map(({ since }) => since)
      .toSorted()
      .at(-1)!,
    firedAt: last,
    restless: first < last,
  };
}

/** An outage that is over by its own name was over before any late repeat of it: what counts is when it came first. */
const firedAt = (one: JoinedAlarm, recovered: readonly JoinedAlarm[]): Instant =>
  one.outage !== undefined && recovered.some(({ key, source }) => key === one.key && source === one.source)
    ? one.at
    : (one.lastAt ?? one.at);

/** The state that counts of one check: that of its newest outage. */
function newestOf(records: readonly JoinedAlarm[]): JoinedAlarm {
  const outages = [...Map.groupBy(records, ({ key }) => key).values()].map(stateOfOutage);
  // Deliveries overtake each other; where every outage says when it began, that counts and not when we heard of it.
  const began = outages.map(({ outage }) => Date.parse(outage ?? ''));
  const when = began.every(Number.isFinite) ? began : outages.map(({ at, lastAt = at }) => epochMs(lastAt));
  return outages[when.lastIndexOf(Math.max(...when))]!;
}

/** An outage with a name of its own does not come back once it is over. */
function stateOfOutage(records: readonly JoinedAlarm[]): JoinedAlarm {
  const over = records.find(({ state, outage }) => state === 'recovered' && outage !== undefined);
  if (over !== undefined) return { ...over, lastAt: over.at };
  return records.toSorted((a, b) => ((a.lastAt ?? a.at) < (b.lastAt ?? b.at) ? -1 : 1)).at(-1)!;
}
