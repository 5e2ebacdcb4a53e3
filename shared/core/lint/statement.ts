import type { Clocks, Command } from '../command.ts';
import type { ComponentState, Entry, PromiseName, Status } from '../entry.ts';
import { type Incident, type PromiseRow, type ReportedIncident, saysBack } from '../incident.ts';
import { type Instant, plus } from '../instant.ts';
import { takenIn } from '../merging.ts';
import { cadenceMs, type Policy } from '../policy.ts';

import type { FieldText, Odds, Statement } from './finding.ts';

/** What `command` would say if it were accepted at `now`. */
export function statementOf(
  command: Command,
  incident: Incident | undefined,
  now: Instant,
  policy: Policy,
  odds?: Odds,
): Statement {
  const before = incident?.phase === 'unreported' ? undefined : incident;
  const isOver = before?.phase === 'resolved';
  // What is over cannot end again: only its report or its name is spoken of.
  const kind = isOver && command.type === 'Resolve' ? 'update' : KINDS[command.type];
  const status = statusAfter(command, before?.status);
  const clocks = clocksOf(command);
  const impact = ('impact' in command ? command.impact : undefined) ?? before?.impact ?? 'none';
  const standing: Statement['standing'] = {};
  const keep = (promise: PromiseName, at: Instant | null | undefined) => {
    if (at) Object.assign(standing, { [promise]: at });
  };
  const rows = (before?.promises ?? []).filter((row) => row.state === 'open');
  const still = (promise: PromiseName) => rows.findLast((row) => row.promise === promise && row.at >= now)?.at;
  if (kind === 'opened' || kind === 'reopened' || (kind === 'update' && !isOver)) {
    const given = clocks.nextUpdateBy;
    keep('nextUpdateBy', given === undefined ? plus(now, cadenceMs(policy, impact, status)) : given);
    keep('restoreBy', clocks.restoreBy === undefined ? still('restoreBy') : clocks.restoreBy);
    keep('reportBy', clocks.reportBy === undefined ? still('reportBy') : clocks.reportBy);
  } else if (kind === 'update' || kind === 'resolved') {
    keep('reportBy', clocks.reportBy === undefined ? still('reportBy') : clocks.reportBy);
  } else {
    for (const promise of ['nextUpdateBy', 'restoreBy', 'reportBy'] as const) keep(promise, still(promise));
  }
  return {
    kind,
    texts: command.type === 'Redact' ? noteOf(command.note) : textsOf(command),
    status,
    now,
    standing,
    newEta: clocks.restoreBy && clocks.restoreBy !== still('restoreBy') ? clocks.restoreBy : undefined,
    overdue: rows.filter((row) => row.at < now),
    odds,
    takesBackToo: command.type === 'Retract' ? takenIn(before?.entries ?? []) : [],
    account: accountIn(command as Account, before, status),
  };
}

/** What `entry` said when it was accepted behind `before`: its hints can be told again without its command. */
export function statementOfEntry(entry: Entry, before: Incident): Statement {
  const rows = before.promises.filter((row) => row.state === 'open');
  const settled = (row: PromiseRow) =>
    entry.settles.some((one) => one.seq === row.seq && one.promise === row.promise && one.as !== 'open');
  const standing = Object.fromEntries(
    [
      ...rows.filter((row) => !settled(row)).map((row) => [row.promise, row.at] as const),
      ...Object.entries(entry.promises),
    ].filter(([, at]) => at),
  );
  return {
    kind: kindOfEntry(entry),
    texts: wordsOf(entry),
    status: entry.status,
    now: entry.at,
    standing,
    newEta: entry.promises.restoreBy ?? undefined,
    overdue: rows.filter((row) => row.at < entry.at),
    odds: undefined,
    takesBackToo: entry.kind === 'retracted' ? takenIn(before.entries) : [],
    account: accountIn(entry, before.phase === 'unreported' ? undefined : before, entry.status),
  };
}

function wordsOf({ kind, content, private: { ifLate } }: Entry): FieldText[] {
  if (content === undefined) return [];
  return kind === 'redaction'
    ? noteOf(content.message)
    : textsOf({ ...content, ...(ifLate === undefined ? {} : { ifLate }) });
}

/** Of a redaction only the note was typed; its entry holds our sentence in front of it, in which no rule finds anything. */
const noteOf = (text: string | undefined): FieldText[] => (text === undefined ? [] : [{ field: 'note', text }]);

/** As much of a command or an entry as tells when the service came back. */
type Account = {
  type?: string;
  kind?: string;
  corrects?: number;
  happenedAt?: Instant;
  components?: readonly ComponentState[];
};

/** What is said of when the service came back: with the statement that it is back, or in a correction of that. */
function accountIn(said: Account, before: ReportedIncident | undefined, status: Status): Statement['account'] {
  if (before?.type !== 'outage') return undefined;
  const isCorrection = said.type === 'Correct' || said.kind === 'correction';
  const corrected = isCorrection ? before.entries.find((entry) => entry.seq === said.corrects) : undefined;
  const about = corrected ?? { status, components: said.components };
  const ends = said.type === 'Resolve' ? before.phase !== 'resolved' : said.kind === 'resolved';
  const turns = said.type === 'PostUpdate' || said.kind === 'update' ? !saysBack(before) : ends;
  const isAccount = isCorrection ? corrected !== undefined : turns;
  if (!isAccount || !saysBack({ status: about.status, components: about.components ?? [] })) return undefined;
  const missed = before.promises.findLast(
    (row) => row.promise === 'restoreBy' && (row.state === 'open' || row.state === 'slipped'),
  );
  return { backAt: said.happenedAt, missedEta: missed?.at, openedAt: before.openedAt };
}

function kindOfEntry(entry: Entry): Statement['kind'] {
  if (entry.kind === 'maintenance') return entry.seq === 1 ? 'opened' : 'other';
  if (entry.kind === 'redaction') return 'correction';
  return entry.kind === 'correction' || entry.kind in STATED ? (entry.kind as Statement['kind']) : 'other';
}

const STATED = { opened: true, update: true, reopened: true, resolved: true };

const KINDS: Record<Command['type'], Statement['kind']> = {
  OpenIncident: 'opened',
  PostUpdate: 'update',
  Reopen: 'reopened',
  Resolve: 'resolved',
  Correct: 'correction',
  PublishPostmortem: 'other',
  Retract: 'other',
  Merge: 'other',
  // Its note may not promise what no clock counts, either.
  Redact: 'correction',
  // The first word of a maintenance, which must not wait either; the others look at work that everybody knows of.
  ScheduleMaintenance: 'opened',
  UpdateMaintenance: 'other',
};

/** What a command promises: the planned end of announced work is when everything is to be as before. */
const clocksOf = (command: Command): Clocks =>
  command.type === 'ScheduleMaintenance'
    ? { nextUpdateBy: null, restoreBy: command.scheduledUntil }
    : (command as Clocks);

function statusAfter(command: Command, before: Status | undefined): Status {
  switch (command.type) {
    case 'OpenIncident':
    case 'Reopen':
      return command.status ?? 'investigating';
    case 'PostUpdate':
      return command.status ?? before ?? 'investigating';
    case 'Resolve':
      return 'resolved';
    case 'PublishPostmortem':
      return 'postmortem';
    case 'ScheduleMaintenance':
      return 'scheduled';
    case 'UpdateMaintenance':
      return command.status ?? before ?? 'in_progress';
    default:
      return before ?? 'investigating';
  }
}

function textsOf(said: { title?: string; message?: string; workaround?: string; ifLate?: string }): FieldText[] {
  return (['title', 'message', 'workaround', 'ifLate'] as const).flatMap((field) => {
    const text = said[field];
    return text === undefined ? [] : [{ field, text }];
  });
}
