import type { Command, Speaker } from './command.ts';
import { overlaid } from './components.ts';
import type { Draft, PromisesMade, Settlement } from './entry.ts';
import { type Outage, openPromise, type ReportedIncident } from './incident.ts';
import type { Instant } from './instant.ts';
import { graceEnds, newlyMade, settledByPerson } from './promises.ts';
import { refuse } from './refusal.ts';
import { checkClock, checkHappened, speakerPart, titled, unchanged, words } from './statement.ts';

// What is said when an outage ends, and of one that is over.

/** It is over: what was promised is settled by that, and a report may be promised with it. */
export function resolution(
  incident: Extract<Outage, { phase: 'open' }>,
  command: Extract<Command, { type: 'Resolve' }>,
  speaker: Speaker,
  at: Instant,
): Draft {
  checkClock('reportBy', command.reportBy, at);
  checkHappened(command.happenedAt, at);
  // What the resolution does not name is operational again: an incident that is over affects nothing.
  const components = overlaid(
    incident.components.map(({ id }) => ({ id, status: 'operational' as const })),
    command.components ?? [],
  );
  const clocks: PromisesMade = command.reportBy === undefined ? {} : { reportBy: command.reportBy };
  const settles =
    speaker.author === 'person'
      ? settledByPerson(incident, at, clocks, { back: true, ends: true })
      : endedByMachine(incident, at);
  const promises = newlyMade(incident, clocks, settles);
  return {
    kind: 'resolved',
    automated: speaker.author !== 'person',
    status: 'resolved',
    impact: command.impact ?? incident.impact,
    ...(components.length === 0 ? {} : { components }),
    ...(command.happenedAt === undefined ? {} : { happenedAt: command.happenedAt }),
    promises,
    settles,
    content: titled(command),
    private: {
      ...speakerPart(speaker),
      sources: promises.reportBy ? { reportBy: speaker.author } : {},
      ...(speaker.together === undefined ? {} : { together: speaker.together }),
    },
  };
}

/** A machine that ends an incident keeps nothing: what was in time is withdrawn, what was not has slipped. */
const endedByMachine = (incident: ReportedIncident, at: Instant): Settlement[] =>
  incident.promises
    .filter((row) => row.state === 'open' && row.promise !== 'reportBy')
    .map((row) => ({ seq: row.seq, promise: row.promise, as: at > graceEnds(row) ? 'slipped' : 'withdrawn' }));

/**
 * What may be said of an incident that is over without opening it again: another title, another time for its report.
 * The end stays where it was.
 */
export function afterwards(
  incident: Extract<Outage, { phase: 'resolved' }>,
  said: Extract<Command, { type: 'PostUpdate' | 'Resolve' }>,
  speaker: Speaker,
  at: Instant,
): Draft | 'nothing' {
  const { type: _type, message: _message, workaround: _workaround, title, reportBy, ...rest } = said;
  const reopens = Object.values(rest).some((value) => value !== undefined);
  // A machine knows nothing of what is over.
  if (reopens || speaker.author === 'machine' || (title === undefined && reportBy === undefined))
    refuse('incident-not-open');
  checkClock('reportBy', reportBy, at);
  const clocks: PromisesMade = reportBy === undefined ? {} : { reportBy };
  const settles = settledByPerson(incident, at, clocks, { back: true, ends: true });
  const promises = newlyMade(incident, clocks, settles);
  if (title === undefined && settles.length === 0 && Object.keys(promises).length === 0) return 'nothing';
  return {
    ...unchanged(incident, speaker),
    kind: 'update',
    promises,
    settles,
    content: titled(said),
    private: { ...speakerPart(speaker), sources: promises.reportBy ? { reportBy: speaker.author } : {} },
  };
}

/** How it came about. It keeps the report that was promised. */
export function postmortem(
  incident: Extract<Outage, { phase: 'open' | 'resolved' }>,
  command: { message: string },
  speaker: Speaker,
  at: Instant,
): Draft {
  // A machine keeps nothing, whatever it publishes.
  const report = speaker.author === 'person' ? openPromise(incident, 'reportBy') : undefined;
  return {
    ...unchanged(incident, speaker),
    kind: 'postmortem',
    status: incident.phase === 'open' ? incident.status : 'postmortem',
    settles: report ? [{ seq: report.seq, promise: 'reportBy', as: at > graceEnds(report) ? 'slipped' : 'kept' }] : [],
    content: words(command),
  };
}
