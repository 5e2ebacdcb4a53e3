import { noteWouldWait } from './approval.ts';
import { entryTime } from './chain.ts';
import type { Claims, Clocks, Command, Speaker, Words } from './command.ts';
import { overlaid, statesAfter } from './components.ts';
import { afterwards, postmortem, resolution } from './decide-ending.ts';
import { decideMaintenance } from './decide-maintenance.ts';
import {
  type ComponentState,
  type Draft,
  type Impact,
  PROMISE_NAMES,
  type PromiseName,
  type PromiseSource,
  type PromisesMade,
  type Settlement,
  type Status,
} from './entry.ts';
import { type Incident, isUnconfirmed, openPromise, type ReportedIncident, saysBack } from './incident.ts';
import { type Instant, plus } from './instant.ts';
import { goesOnIn } from './merging.ts';
import { cadenceMs, type Policy } from './policy.ts';
import { type After, newlyMade, reopenedEta, settledByPerson, withdrawnAll } from './promises.ts';
import { redactedBy } from './redaction.ts';
import { refuse } from './refusal.ts';
import { checkClock, checkHappened, speakerPart, unchanged, words } from './statement.ts';

/**
 * The entry that `command` adds to `incident` at `now`, or 'nothing' when what it asks for already holds.
 * Throws a `Refusal` when it may not be; nothing has changed then.
 */
export function decide(
  incident: Incident,
  command: Command,
  speaker: Speaker,
  now: Instant,
  policy: Policy,
): Draft | 'nothing' {
  const at = entryTime(incident.phase === 'unreported' ? undefined : incident.head, now);
  if (command.type === 'ScheduleMaintenance' || command.type === 'UpdateMaintenance') {
    return decideMaintenance(incident, command, speaker, at, policy);
  }
  if (command.type === 'OpenIncident') {
    if (incident.phase !== 'unreported') refuse('already-open');
    const state = {
      status: command.status ?? 'investigating',
      impact: command.impact,
      components: command.components ?? [],
    };
    const title = { title: command.title };
    const handling = command.handling === undefined ? {} : { handling: command.handling };
    return statement('opened', undefined, state, command, speaker, at, policy, { title, handling });
  }
  if (incident.phase === 'unreported') refuse('incident-not-found');

  if (command.type === 'Correct' || command.type === 'Redact') return remark(incident, command, speaker, at, policy);
  if (incident.type === 'maintenance') refuse('is-maintenance');

  switch (command.type) {
    case 'PostUpdate': {
      if (incident.phase === 'resolved') return afterwards(incident, command, speaker, at);
      if (incident.phase !== 'open') refuse('incident-not-open');
      const title = command.title === undefined ? {} : { title: command.title };
      return statement('update', incident, stateAfter(incident, command), command, speaker, at, policy, { title });
    }
    case 'Reopen': {
      if (incident.phase === 'open') refuse('already-open');
      // Merged by mistake, it is an incident of its own again.
      if (incident.phase !== 'resolved' && incident.phase !== 'merged') refuse('incident-not-open');
      const state = stateAfter(incident, {
        status: 'investigating',
        ...command,
        components: command.components ?? beforeItWasBack(incident),
      });
      return statement('reopened', incident, state, command, speaker, at, policy, {});
    }
    case 'Resolve':
      if (incident.phase === 'resolved')
        return command.reportBy === undefined ? 'nothing' : afterwards(incident, command, speaker, at);
      if (incident.phase !== 'open') refuse('incident-not-open');
      return resolution(incident, command, speaker, at);
    case 'PublishPostmortem':
      // One that was promised before it was reopened is kept whatever happens since.
      if (incident.phase === 'open' && !incident.promises.some((row) => row.promise === 'reportBy'))
        refuse('still-open');
      if (incident.phase !== 'resolved' && incident.phase !== 'open') refuse('incident-not-open');
      return postmortem(incident, command, speaker, at);
    case 'Retract':
      if (incident.phase === 'retracted') return 'nothing';
      if (incident.phase === 'merged') refuse('merged-already', undefined, goesOnIn(incident) ?? 'another incident');
      return ended(incident, 'retracted', command, speaker);
    case 'Merge': {
      if (command.into === incident.id) refuse('merge-into-itself', 'into');
      if (incident.phase === 'retracted') refuse('incident-not-open');
      const already = incident.phase === 'merged' && (!command.redirect || goesOnIn(incident) === command.into);
      if (already) refuse('merged-already', 'into', goesOnIn(incident) ?? 'another incident');
      return { ...ended(incident, 'merged', command, speaker), into: command.into };
    }
  }
}

/** An end without an apology: what was promised there is taken back. */
const ended = (incident: ReportedIncident, kind: 'retracted' | 'merged', said: Words, speaker: Speaker): Draft => ({
  ...unchanged(incident, speaker),
  kind,
  settles: withdrawnAll(incident),
  content: words(said),
});

/** What may be said about an entry of any chain, whether it is open or over. */
function remark(
  incident: ReportedIncident,
  command: Extract<Command, { type: 'Correct' | 'Redact' }>,
  speaker: Speaker,
  at: Instant,
  policy: Policy,
): Draft | 'nothing' {
  const [seq, field] = command.type === 'Correct' ? [command.corrects, 'corrects'] : [command.seq, 'seq'];
  if (!incident.entries.some((entry) => entry.seq === seq)) refuse('no-such-entry', field);
  const said = { ...unchanged(incident, speaker), corrects: seq, content: words(command) };
  if (command.type === 'Redact') {
    if (noteWouldWait(command, incident, policy.approval)) refuse('note-would-wait', 'note');
    return redactedBy(incident.entries).has(seq) ? 'nothing' : { ...said, kind: 'redaction' };
  }
  checkHappened(command.happenedAt, at);
  const happened = command.happenedAt === undefined ? {} : { happenedAt: command.happenedAt };
  return { ...said, kind: 'correction', ...happened };
}

type State = { status: Status; impact: Impact; components: readonly ComponentState[] };

/**
 * How its components were when it was last not back: whoever reopens it says that it fails again, also where a component
 * was called operational while the repair was only watched.
 */
function beforeItWasBack({ entries }: ReportedIncident): readonly ComponentState[] {
  let notBack: readonly ComponentState[] = [];
  for (const { components, isBack } of statesAfter(entries)) if (!isBack) notBack = components;
  return notBack;
}

/** What the command says, over what was true before. */
const stateAfter = (incident: ReportedIncident, said: Claims & { status?: Status; impact?: Impact }): State => ({
  status:
    said.status ??
    (incident.status === 'resolved' || incident.status === 'postmortem' ? 'investigating' : incident.status),
  impact: said.impact ?? incident.impact,
  components: said.components ?? [],
});

/** An entry that opens, continues or reopens an incident, with its clocks. */
function statement(
  kind: 'opened' | 'update' | 'reopened',
  incident: ReportedIncident | undefined,
  state: State,
  command: Words & Claims & Clocks,
  speaker: Speaker,
  at: Instant,
  policy: Policy,
  extra: { title?: { title?: string }; handling?: object },
): Draft {
  checkClock('nextUpdateBy', command.nextUpdateBy, at);
  checkClock('restoreBy', command.restoreBy, at);
  checkClock('reportBy', command.reportBy, at);
  checkHappened(command.happenedAt, at);
  const nextUpdateBy = heard(command.nextUpdateBy, incident, speaker);
  const components = overlaid(incident?.components ?? [], state.components);
  const after: After = { back: saysBack({ status: state.status, components }), ends: false };
  const clocks: PromisesMade = {
    ...(nextUpdateBy === undefined ? {} : { nextUpdateBy }),
    ...(command.restoreBy === undefined ? {} : { restoreBy: command.restoreBy }),
    ...(command.reportBy === undefined ? {} : { reportBy: command.reportBy }),
  };
  const settles = incident ? settledBy(speaker, incident, at, clocks, after) : [];
  const { promises, sources } = promisesMade(
    incident,
    { ...clocks, ...(command.nextUpdateIsUsual ? { nextUpdateIsUsual: true } : {}) },
    settles,
    speaker,
    at,
    cadenceMs(policy, state.impact, state.status),
  );
  return {
    kind,
    automated: speaker.author !== 'person',
    status: state.status,
    impact: state.impact,
    ...(state.components.length === 0 ? {} : { components: state.components }),
    ...(command.happenedAt === undefined ? {} : { happenedAt: command.happenedAt }),
    promises,
    settles,
    content: { ...extra.title, ...words(command) },
    private: { ...speakerPart(speaker), sources, ...extra.handling, ...prepared(command, speaker) },
  };
}

/** Only a person takes away the clock of an incident, but for a machine that owns that nobody has confirmed anything. */
function heard(
  nextUpdateBy: Instant | null | undefined,
  incident: ReportedIncident | undefined,
  { author, unattended }: Speaker,
): Instant | null | undefined {
  if (author === 'person' || nextUpdateBy !== null) return nextUpdateBy;
  const standing = incident && openPromise(incident, 'nextUpdateBy');
  const isOwn = standing === undefined || standing.source === 'machine';
  const isConfirmed = incident?.phase === 'open' && !isUnconfirmed(incident);
  return unattended && isOwn && !isConfirmed ? null : undefined;
}

const prepared = ({ ifLate }: Clocks, speaker: Speaker) =>
  ifLate === undefined || speaker.author !== 'person' ? {} : { ifLate };

function settledBy(speaker: Speaker, incident: ReportedIncident, at: Instant, said: PromisesMade, after: After) {
  return speaker.author === 'person'
    ? settledByPerson(incident, at, said, after)
    : settledByMachine(incident, at, said, after);
}

/** A machine keeps nothing. It may move a time that is not due yet, and it may see that the service fell back. */
function settledByMachine(incident: ReportedIncident, at: Instant, said: PromisesMade, after: After): Settlement[] {
  const moved = incident.promises.flatMap((row): Settlement[] => {
    const time = said[row.promise];
    if (row.state !== 'open' || time === undefined || time === row.at || at > row.at) return [];
    return [{ seq: row.seq, promise: row.promise, as: time === null ? 'withdrawn' : 'revised' }];
  });
  return [...moved, ...reopenedEta(incident, at, said, after)];
}

function promisesMade(
  incident: ReportedIncident | undefined,
  { nextUpdateIsUsual, ...clocks }: PromisesMade & { nextUpdateIsUsual?: boolean },
  settles: readonly Settlement[],
  speaker: Speaker,
  at: Instant,
  cadence: number,
): { promises: PromisesMade; sources: Partial<Record<PromiseName, PromiseSource>> } {
  const stillOpen = (name: PromiseName) => {
    const row = incident && openPromise(incident, name);
    return row && !settles.some((one) => one.seq === row.seq && one.promise === name) ? row : undefined;
  };
  const said: PromisesMade = { ...clocks };
  const sources: Partial<Record<PromiseName, PromiseSource>> = {};
  if (speaker.author === 'machine') {
    // What is overdue waits for a person or the apology; a machine must not put a second clock beside it.
    for (const name of PROMISE_NAMES) if (stillOpen(name) && said[name] !== undefined) delete said[name];
  }
  const explicit = newlyMade(incident, said, settles);
  for (const name of PROMISE_NAMES) {
    if (explicit[name]) sources[name] = speaker.author;
  }
  if (nextUpdateIsUsual && sources.nextUpdateBy === 'person') sources.nextUpdateBy = 'default';
  if (explicit.nextUpdateBy === undefined && !stillOpen('nextUpdateBy')) {
    explicit.nextUpdateBy = plus(at, cadence);
    sources.nextUpdateBy = speaker.author === 'person' ? 'default' : 'machine';
  }
  return { promises: explicit, sources };
}
