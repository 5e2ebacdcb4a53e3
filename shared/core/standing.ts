import type { LogLine } from './chain.ts';
import { statesAfter } from './components.ts';
import { authorOf, type PromiseName, type SettledAs } from './entry.ts';
import type { PromiseRow } from './incident.ts';
import type { Instant } from './instant.ts';
import type { PublicIncident } from './public-incident.ts';

/**
 * How one of our promises stands, as far as the chain bears it out. Every text about a promise is made from this value
 * and from nothing else, so that no two surfaces disagree (docs/rules.md, Standing).
 *
 * A missed one is `answered` (an automated apology said so), `owned-up` (a person did), `revised-late` (a person did, and
 * gave a new time with it), or `missed` (nobody said so before a monitor ended the incident). `overtaken`: the incident
 * was opened in error, went on elsewhere or was ended by a monitor before the time came; `overtaken-late`: after it.
 * Being frozen, held or restricted changes who may answer, and so never how a promise stands.
 */
export const STANDINGS = [
  'open',
  'late',
  'kept',
  'kept-late',
  'revised',
  'revised-late',
  'withdrawn',
  'answered',
  'owned-up',
  'missed',
  'overtaken',
  'overtaken-late',
] as const;
export type Standing = (typeof STANDINGS)[number];

/** What the public log says of an entry that settles a promise. */
type Line = Pick<LogLine, 'seq' | 'at' | 'kind' | 'automated' | 'status' | 'promises' | 'components'>;

/** Who settled a promise. `end`: an entry that ends the incident without saying anything about the promise. */
type Settler = 'person' | 'machine' | 'pipeline' | 'end';
type Closed = Exclude<SettledAs, 'open'>;
type Verdict = { inTime: Standing; late: Standing };

const both = (standing: Standing): Verdict => ({ inTime: standing, late: standing });
const kept: Verdict = { inTime: 'kept', late: 'kept-late' };
const revised: Verdict = { inTime: 'revised', late: 'revised-late' };
const overtaken: Verdict = { inTime: 'overtaken', late: 'overtaken-late' };
// Whatever closed it: what was due and not met is missed, and is never said to have been taken back.
const withdrawn: Verdict = { inTime: 'withdrawn', late: 'missed' };

/** State by who settled it. Whoever adds one of either does not compile without saying how it stands. */
const TABLE: Record<Closed, Record<Settler, Verdict>> = {
  kept: { person: kept, machine: kept, pipeline: kept, end: kept },
  revised: { person: revised, machine: revised, pipeline: revised, end: revised },
  slipped: { person: both('owned-up'), machine: both('missed'), pipeline: both('answered'), end: both('missed') },
  withdrawn: { person: withdrawn, machine: withdrawn, pipeline: withdrawn, end: overtaken },
};

/** True of a promise that nobody has answered, from the very second that it is due. */
export const isLate = (row: Pick<PromiseRow, 'at' | 'state'>, now: Instant): boolean =>
  row.state === 'open' && row.at <= now;

/** The standing of a promise of the incident with these entries, at `now`. Late from the very second that it is due. */
export function standingOf(row: PromiseRow, entries: readonly Line[], now: Instant): Standing {
  if (row.state === 'open') return isLate(row, now) ? 'late' : 'open';
  const line = entries.find((one) => one.seq === row.settledBy);
  const timing = row.settledAt !== undefined && row.settledAt > row.at ? 'late' : 'inTime';
  const standing = TABLE[row.state][settlerOf(line)][timing];
  // Who gives a new time with the word that the old one was missed has not left readers without one.
  return standing === 'owned-up' && typeof line?.promises[row.promise] === 'string' ? 'revised-late' : standing;
}

/** The promises of an incident, each with how it stands at `now`. */
export const withStandings = <Row extends PromiseRow>(
  rows: readonly Row[],
  entries: readonly Line[],
  now: Instant,
): (Row & { standing: Standing })[] => rows.map((row) => ({ ...row, standing: standingOf(row, entries, now) }));

function settlerOf(line: Line | undefined): Settler {
  if (line === undefined) return 'person';
  if (line.kind === 'retracted' || line.kind === 'merged') return 'end';
  const author = authorOf(line);
  return author === 'machine' && line.kind === 'resolved' ? 'end' : author;
}

/** True of a time that passed without that which was promised, whoever has said so, or nobody. */
export const isMissed = (standing: Standing): boolean => {
  switch (standing) {
    case 'late':
    case 'answered':
    case 'owned-up':
    case 'revised-late':
    case 'missed':
    case 'overtaken-late':
      return true;
    case 'open':
    case 'kept':
    case 'kept-late':
    case 'revised':
    case 'withdrawn':
    case 'overtaken':
      return false;
  }
};

/** What readers can expect of one clock of an incident now. */
export type Clock =
  /** What another system promised is not known here. */
  | { is: 'unknown' }
  /** No time was ever given. */
  | { is: 'never' }
  /** A time binds, and has come or not. */
  | { is: 'running'; row: PromiseRow; standing: 'open' | 'late' }
  /** The service is said to be back; `row` is the last time that was given for it. */
  | { is: 'back'; since: Instant; row?: PromiseRow }
  /**
   * The last time that was given is done with, and no new one is given. `by` is the entry that closed it, or a later one
   * that says that none is promised.
   */
  | { is: 'closed'; row: PromiseRow; standing: Exclude<Standing, 'open' | 'late'>; by: Line | undefined }
  /** An entry says that no time is promised, and none ever was. */
  | { is: 'declined'; by: Line };

type Told = Pick<PublicIncident, 'entries' | 'promises' | 'imported'>;

/** The clock `name` of an incident at `now`. */
export function clockOf({ entries, promises, imported }: Told, name: PromiseName, now: Instant): Clock {
  if (imported) return { is: 'unknown' };
  const rows = promises.filter((row) => row.promise === name);
  const running = rows.findLast((row) => row.state === 'open');
  if (running) return { is: 'running', row: running, standing: isLate(running, now) ? 'late' : 'open' };
  const last = rows.at(-1);
  const since = name === 'restoreBy' ? backSince(entries) : undefined;
  if (since !== undefined) return { is: 'back', since, ...(last === undefined ? {} : { row: last }) };
  const declined = entries.findLast((line) => line.promises[name] === null);
  if (last === undefined) return declined === undefined ? { is: 'never' } : { is: 'declined', by: declined };
  const standing = standingOf(last, entries, now) as Exclude<Standing, 'open' | 'late'>;
  const settler = entries.find((line) => line.seq === last.settledBy);
  const isNewer = declined !== undefined && declined.seq > (settler?.seq ?? 0);
  return { is: 'closed', row: last, standing, by: isNewer ? declined : settler };
}

/** Since when these entries say without a break that the service is back; undefined if they do not say so now. */
export function backSince(entries: readonly Pick<Line, 'at' | 'status' | 'components'>[]): Instant | undefined {
  let since: Instant | undefined;
  for (const { line, isBack } of statesAfter(entries)) since = isBack ? (since ?? line.at) : undefined;
  return since;
}
