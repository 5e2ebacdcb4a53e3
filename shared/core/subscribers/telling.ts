import { type Entry, IMPACTS } from '../entry.ts';
import type { ReportedIncident } from '../incident.ts';
import { type Instant, latest, plus, SECOND_MS } from '../instant.ts';
import { takenIn } from '../merging.ts';
import { type Choice, isConfirmed, type Subscriber } from './subscriber.ts';

/**
 * A statement that somebody was told, and when it was handed over. `pausedUntil`: what they were told is that nothing more
 * comes before then.
 */
export type Heard = { seq: number; at: Instant; pausedUntil?: Instant };

/**
 * How far one person has been told of one incident.
 *
 * - `claimed`: a worker is about to hand `seq` over, or has and does not know what became of it; nobody else does until `until`
 * - `owed`: it was not taken, and is tried again from `until` on
 * - `told`, `unknown` (tried as often as it may be, without an answer), `refused`: ended
 *
 * The seq of a row never falls: that is the whole order.
 */
export type Telling = {
  seq: number;
  state: 'claimed' | 'owed' | 'told' | 'unknown' | 'refused';
  /** Names the handing over, in the far side's events too. */
  attempt: string;
  tries: number;
  at: Instant;
  until?: Instant;
  /** What they surely heard, oldest first, the newest `REMEMBERED`. */
  heard: readonly Heard[];
  reason?: string;
};

/** So many statements of an incident are remembered of each person: enough for the promises that are still open. */
export const REMEMBERED = 12;

/** How a kind of address is told. */
export type Manner = {
  /** `newest`: whoever is behind hears the newest alone, which holds the rest. `each`: one by one, in order. */
  words: 'newest' | 'each';
  /** How long a claim without an answer keeps everybody else from handing over: the time that a proof may take. */
  claimMs: number;
  /** How long after try number `tries` the next one is made, in ms; undefined: there is none. */
  again: (entry: Entry, tries: number) => number | undefined;
  /** `retried`: whoever receives it drops a second one, so whatever is not taken is tried again. Else a doubt is waited out. */
  failures: 'retried' | 'told apart';
  /** Whether there is a most of what they get in an hour: only where the last one can say so, and the next holds the rest. */
  hasCeiling: boolean;
};

/** A hand-over that is not begun this soon after its claim is not begun: its worker was asleep, and others may have acted. */
export const BEGIN_WITHIN_MS = 10 * SECOND_MS;

/** Whether a person asked to be told of an incident like this, up to `entry`. Once it was, its end is told as well. */
export function concerns({ components, incident, minImpact, maintenance }: Choice, of: ReportedIncident): boolean {
  if (incident !== undefined) return incident === of.id || takenIn(of.entries).includes(incident);
  if (of.type === 'maintenance' && !maintenance) return false;
  const needed = IMPACTS.indexOf(minImpact);
  if (of.type === 'outage' && !of.entries.some(({ impact }) => IMPACTS.indexOf(impact) >= needed)) return false;
  return components === undefined || namesOneOf(of, components);
}

const namesOneOf = (of: ReportedIncident, components: readonly string[]): boolean =>
  of.entries.some((entry) => entry.components?.some(({ id }) => components.includes(id)));

/** True of what begins or ends an incident, or takes back that it was one. */
export function isEndOf({ kind, status }: Pick<Entry, 'kind' | 'status'>): boolean {
  switch (kind) {
    case 'opened':
    case 'reopened':
    case 'resolved':
    case 'retracted':
    case 'merged':
      return true;
    case 'maintenance':
      return status === 'scheduled' || status === 'completed' || status === 'cancelled';
    default:
      return false;
  }
}

/** From which statement on: whoever follows one incident alone goes on in the one that took it in, from there. */
const concernsFrom = ({ incident }: Choice, of: ReportedIncident): number =>
  incident === undefined || incident === of.id ? 1 : (of.entries.findLast(({ takes }) => takes === incident)?.seq ?? 1);

/** What a person is owed: the incident, the entries that the channel says, and since when it does. */
export type Said = { incident: ReportedIncident; sayable: readonly Entry[]; since: Instant };

/** The entries that `person` is still to hear, oldest first. What is being handed over to them stays owed until it is over. */
export function owedTo(person: Subscriber, row: Telling | undefined, { incident, sayable, since }: Said): Entry[] {
  if (!concerns(person.choice, incident)) return [];
  const from = latest(person.confirmedAt ?? since, since);
  const first = concernsFrom(person.choice, incident);
  return sayable.filter((entry) => {
    if (entry.seq < first) return false;
    if (row !== undefined && entry.seq <= row.seq) return entry.seq === row.seq && !isOver(row);
    if (entry.at < from || (person.choice.level === 'ends' && !isEndOf(entry))) return false;
    return entry.kind !== 'apology' || promiseReached(entry, row, incident);
  });
}

/** The newest of what may be said to somebody: an apology for a time that they never heard of says nothing to them. */
const newestFor = (owed: readonly Entry[], sayable: readonly Entry[]): Entry | undefined =>
  sayable.findLast((entry) => entry.kind !== 'apology' || owed.includes(entry));

/** True if somebody who was told nothing of it yet is to hear what is said. */
export const wouldHear = (person: Subscriber, said: Said): boolean =>
  isConfirmed(person) && owedTo(person, undefined, said).length > 0;

/** True if the person was told, before it was due, of a promise that `apology` answers. */
function promiseReached(apology: Entry, row: Telling | undefined, incident: ReportedIncident): boolean {
  return apology.settles.some((one) => {
    if (one.as !== 'slipped') return false;
    const promise = incident.promises.find(({ seq, promise }) => seq === one.seq && promise === one.promise);
    if (promise === undefined) return false;
    return row?.heard.some(({ seq, at }) => seq >= one.seq && seq < apology.seq && at < promise.at) ?? false;
  });
}

/** True if nothing more happens with what the row speaks of. */
export const isOver = ({ state }: Telling): boolean => state !== 'claimed' && state !== 'owed';

/** What is to be done about one person now. `settled`: nothing, until something new is said. */
export type Step =
  | { type: 'settled' }
  | { type: 'wait'; until: Instant }
  | { type: 'tell'; entry: Entry; tries: number }
  | { type: 'give-up'; row: Telling };

/** So many statements a receiver that wants each may be behind; what is older is left out (docs/rules.md, Telling each person). */
export const AT_MOST_BEHIND = 50;

/**
 * The next thing to do for one person. With the newest words, a claim that is still live is waited for: what it hands over
 * must not arrive after what is newer.
 */
export function nextStep(
  person: Subscriber,
  row: Telling | undefined,
  said: Said,
  { words, again }: Manner,
  now: Instant,
): Step {
  const owed = owedTo(person, row, said);
  const entry = words === 'newest' ? newestFor(owed, said.sayable) : owed.slice(-AT_MOST_BEHIND)[0];
  if (owed.length === 0 || entry === undefined) return { type: 'settled' };
  if (row === undefined || isOver(row)) return { type: 'tell', entry, tries: 1 };
  if (row.until !== undefined && row.until > now) return { type: 'wait', until: row.until };
  if (row.seq !== entry.seq) return { type: 'tell', entry, tries: 1 };
  if (row.tries > 0 && again(entry, row.tries) === undefined) return { type: 'give-up', row };
  return { type: 'tell', entry, tries: row.tries + 1 };
}

/** The row of somebody who is about to be told. */
export const claimed = (
  row: Telling | undefined,
  { seq, tries, attempt, at, claimMs }: { seq: number; tries: number; attempt: string; at: Instant; claimMs: number },
): Telling => ({ seq, state: 'claimed', attempt, tries, at, until: plus(at, claimMs), heard: row?.heard ?? [] });

/** The row of somebody who was told at `at`. */
export function told({ reason: _reason, until: _until, ...row }: Telling, at: Instant): Telling {
  return { ...row, state: 'told', at, heard: [...row.heard, { seq: row.seq, at }].slice(-REMEMBERED) };
}

/** The row of somebody who was told that nothing more comes before `until`: what they are owed, they are owed then. */
export const paused = (row: Telling, at: Instant, until: Instant): Telling => ({
  ...stillOwed(row, until, 'they had as many messages as anybody gets in an hour', false),
  heard: [...row.heard, { seq: row.heard.at(-1)?.seq ?? 0, at, pausedUntil: until }].slice(-REMEMBERED),
});

/** The row of somebody who will not be told this, and why. */
export const endedUntold = (
  { until: _until, ...row }: Telling,
  state: 'unknown' | 'refused',
  reason: string,
): Telling => ({
  ...row,
  state,
  reason,
});

/** The row of somebody who was not told, to be tried again at `until`. `counts`: the far side was asked, and said no. */
export const stillOwed = (row: Telling, until: Instant, reason: string, counts: boolean): Telling => ({
  ...row,
  state: 'owed',
  tries: counts ? row.tries : row.tries - 1,
  until,
  reason,
});
