import type { MaintenanceCommand, Speaker } from './command.ts';
import type { Draft, MaintenanceStatus, PromisesMade, Settlement } from './entry.ts';
import { type Incident, type Maintenance, openPromise } from './incident.ts';
import { type Instant, latest, MINUTE_MS, plus } from './instant.ts';
import { begunAt, componentsDuring } from './maintenance.ts';
import { cadenceMs, type Policy } from './policy.ts';
import { newlyMade, settledByPerson } from './promises.ts';
import { refuse } from './refusal.ts';
import { checkClock, speakerPart, words } from './statement.ts';

/** A maintenance has no impact of its own: what it affects is under maintenance, not broken. */
const IMPACT = 'none';

/** A client's "now" has passed when it reaches us; so much is taken for now. */
const STILL_NOW_MS = MINUTE_MS;

/** The entry that a command about a maintenance adds at `at`, or 'nothing'. Throws a `Refusal` when it may not be. */
export function decideMaintenance(
  incident: Incident,
  command: MaintenanceCommand,
  speaker: Speaker,
  at: Instant,
  policy: Policy,
): Draft | 'nothing' {
  if (command.type === 'ScheduleMaintenance') {
    if (incident.phase !== 'unreported') refuse('already-open');
    return scheduled(command, speaker, at);
  }
  if (incident.phase === 'unreported') refuse('maintenance-not-found');
  if (incident.type !== 'maintenance') refuse('is-not-maintenance');
  const { phase } = incident;
  if (phase === 'cancelled' && command.status === 'cancelled') return 'nothing';
  if (phase === 'completed' && command.status === 'completed') {
    return incident.confirmed ? 'nothing' : spoken(incident, command, 'completed', speaker, at, policy);
  }
  if (phase === 'cancelled' || phase === 'completed') refuse('maintenance-over');
  return spoken(incident, command, command.status ?? statusOf(incident), speaker, at, policy);
}

const statusOf = (maintenance: Maintenance): MaintenanceStatus => maintenance.status as MaintenanceStatus;

function scheduled(
  command: Extract<MaintenanceCommand, { type: 'ScheduleMaintenance' }>,
  speaker: Speaker,
  at: Instant,
): Draft {
  if (command.scheduledFor < plus(at, -STILL_NOW_MS)) refuse('scheduled-in-the-past', 'scheduledFor');
  const scheduledFor = latest(command.scheduledFor, at);
  const { scheduledUntil } = command;
  if (scheduledUntil <= scheduledFor) refuse('ends-before-it-begins', 'scheduledUntil');
  checkClock('restoreBy', scheduledUntil, at, 'scheduledUntil');
  // Work that is announced for now has begun with the announcement.
  const status = scheduledFor === at ? 'in_progress' : 'scheduled';
  return {
    kind: 'maintenance',
    automated: speaker.author !== 'person',
    status,
    impact: IMPACT,
    scheduledFor,
    scheduledUntil,
    ...(command.components.length === 0 ? {} : { components: componentsDuring(command.components, status) }),
    promises: { restoreBy: scheduledUntil },
    settles: [],
    content: { title: command.title, ...words(command) },
    private: { ...speakerPart(speaker), sources: { restoreBy: speaker.author } },
  };
}

type Update = Extract<MaintenanceCommand, { type: 'UpdateMaintenance' }>;

/** A person's word about a maintenance that was announced: it begins, goes on, moves, or ends. */
function spoken(
  maintenance: Maintenance,
  command: Update,
  status: MaintenanceStatus,
  speaker: Speaker,
  at: Instant,
  policy: Policy,
): Draft {
  const schedule = movedSchedule(maintenance, command, at);
  checkClock('nextUpdateBy', command.nextUpdateBy, at);
  const ends = status === 'completed' || status === 'cancelled';
  const said: PromisesMade = {
    ...(command.nextUpdateBy === undefined ? {} : { nextUpdateBy: command.nextUpdateBy }),
    ...(schedule.scheduledUntil === undefined ? {} : { restoreBy: schedule.scheduledUntil }),
  };
  // What is cancelled in time breaks no word: the planned end is taken back with the rest.
  const heard = status === 'cancelled' ? { restoreBy: null } : said;
  const settles = settledByPerson(maintenance, at, heard, { back: status === 'completed', ends });
  const promises = ends ? {} : withNextWord(maintenance, said, settles, status, at, policy);
  return {
    kind: 'maintenance',
    automated: speaker.author !== 'person',
    status,
    impact: IMPACT,
    ...schedule,
    ...componentsSaid(maintenance, command, status),
    promises,
    settles,
    content: { ...(command.title === undefined ? {} : { title: command.title }), ...words(command) },
    private: { ...speakerPart(speaker), sources: sourcesOf(promises, command, speaker) },
  };
}

/** The components that the entry names: all of them wherever one of them changes, and those that are dropped. */
function componentsSaid({ components }: Maintenance, command: Update, status: MaintenanceStatus) {
  const before = components.map(({ id }) => id);
  const ids = [...new Set(command.components ?? before)];
  const dropped = before.filter((id) => !ids.includes(id));
  const joins = ids.some((id) => !before.includes(id));
  if (command.status === undefined && !joins && dropped.length === 0) return {};
  const said = [
    ...componentsDuring(ids, status),
    ...(status === 'scheduled' ? [] : componentsDuring(dropped, 'completed')),
  ];
  return said.length === 0 && before.length === 0 ? {} : { components: said };
}

/** The times that the command moves; what it says again is no change. */
function movedSchedule(maintenance: Maintenance, command: Update, at: Instant) {
  const { scheduledFor = maintenance.scheduledFor, scheduledUntil = maintenance.scheduledUntil } = command;
  if (scheduledFor !== maintenance.scheduledFor) {
    if (maintenance.phase !== 'scheduled') refuse('maintenance-has-begun', 'scheduledFor');
    if (scheduledFor <= at) refuse('scheduled-in-the-past', 'scheduledFor');
  }
  if (command.scheduledUntil !== undefined) checkClock('restoreBy', scheduledUntil, at, 'scheduledUntil');
  // Work that was begun early may end before it was to begin: from then on its plan begins when it did.
  const begun = maintenance.phase === 'open' && scheduledUntil <= scheduledFor ? begunAt(maintenance) : undefined;
  const begins = begun ?? scheduledFor;
  if (scheduledUntil <= begins) refuse('ends-before-it-begins', 'scheduledUntil');
  return {
    ...(begins === maintenance.scheduledFor ? {} : { scheduledFor: begins }),
    ...(scheduledUntil === maintenance.scheduledUntil ? {} : { scheduledUntil }),
  };
}

/**
 * The planned end is when the next word is due. Once it has passed, and no new one is given, the cadence sets a next
 * update, as it does for everything that is open.
 */
function withNextWord(
  maintenance: Maintenance,
  said: PromisesMade,
  settles: readonly Settlement[],
  status: MaintenanceStatus,
  at: Instant,
  policy: Policy,
): PromisesMade {
  const promises = newlyMade(maintenance, said, settles);
  const stands = (name: 'nextUpdateBy' | 'restoreBy') => {
    const row = openPromise(maintenance, name);
    return row !== undefined && !settles.some((one) => one.seq === row.seq && one.promise === name);
  };
  const hasWord = promises.nextUpdateBy !== undefined || stands('nextUpdateBy');
  const hasEnd = promises.restoreBy !== undefined || stands('restoreBy');
  if (hasWord || hasEnd || status === 'scheduled') return promises;
  return { ...promises, nextUpdateBy: plus(at, cadenceMs(policy, IMPACT, status)) };
}

const sourcesOf = (promises: PromisesMade, command: Update, { author }: Speaker) => ({
  ...(promises.nextUpdateBy
    ? { nextUpdateBy: command.nextUpdateBy === undefined ? ('default' as const) : author }
    : {}),
  ...(promises.restoreBy ? { restoreBy: author } : {}),
});
