import { accountOf, withAccount } from './announced-late.ts';
import { overlaid } from './components.ts';
import { authorOf, type Entry, PROMISE_NAMES, type PromiseSource } from './entry.ts';
import {
  type Incident,
  type Outage,
  type PromiseRow,
  type ReportedIncident,
  saysBack,
  unreported,
} from './incident.ts';
import { maintenanceAfter } from './maintenance.ts';
import { plainEntry } from './plain-entry.ts';
import { withoutRedacted } from './redaction.ts';

/** The incident that a chain of entries tells of, oldest first. */
export const replayed = (id: string, entries: readonly Entry[]): Incident => entries.reduce(evolve, unreported(id));

/** Applies one fact. Facts are never refused here: they have already happened. Its words are kept as they may be shown. */
export function evolve(incident: Incident, fact: Entry): Incident {
  const entry = plainEntry(fact);
  const before = incident.phase === 'unreported' ? undefined : incident;
  const components = overlaid(before?.components ?? [], entry.components ?? []);
  // An update while a repair is watched tells of something else that happened, unless it ends the incident.
  const turnsBack =
    saysBack({ status: entry.status, components }) && (!before || !saysBack(before) || entry.kind === 'resolved');
  const account = accountOf(entry, turnsBack, incident.entries);
  const chain = [...incident.entries, entry];
  const entries = entry.kind === 'redaction' ? withoutRedacted(chain) : chain;
  const title = entry.kind === 'redaction' ? titleIn(entries) : (entry.content?.title ?? before?.title);
  const common = {
    id: incident.id,
    title: title ?? '',
    status: entry.status,
    impact: entry.impact,
    components,
    entries,
    promises: [...incident.promises.map((row) => withAccount(settled(row, entry), entry, account)), ...made(entry)],
    silence: silenceAfter(before, entry),
    handling: entry.private.handling ?? before?.handling ?? 'normal',
    openedAt: before?.openedAt ?? entry.at,
    head: { seq: entry.seq, hash: entry.hash, at: entry.at },
  };
  const isMaintenance = before ? before.type === 'maintenance' : entry.kind === 'maintenance';
  if (isMaintenance) return maintenanceAfter(before?.type === 'maintenance' ? before : undefined, common, entry);
  return outageAfter(before?.type === 'outage' ? before : undefined, { ...common, type: 'outage' }, entry);
}

/** The newest that was said and still stands: a redaction may take the present one back. */
const titleIn = (entries: readonly Entry[]): string | undefined =>
  entries.findLast(({ content }) => content?.title !== undefined)?.content?.title;

function outageAfter(before: Outage | undefined, common: Omit<Outage, 'phase'>, entry: Entry): Outage {
  switch (entry.kind) {
    case 'retracted':
    case 'merged':
      return { ...common, phase: entry.kind, endedAt: entry.at };
    case 'resolved':
      return { ...common, phase: 'resolved', resolvedAt: entry.at };
    case 'opened':
    case 'reopened':
      return { ...common, phase: 'open' };
    case 'update':
    case 'apology':
    case 'maintenance':
    case 'correction':
    case 'redaction':
    case 'postmortem':
      return samePhase(before, common);
  }
}

/** These kinds say something about an incident without opening or ending it. */
function samePhase(before: Outage | undefined, common: Omit<Outage, 'phase'>): Outage {
  switch (before?.phase) {
    case 'resolved':
      return { ...common, phase: 'resolved', resolvedAt: before.resolvedAt };
    case 'retracted':
    case 'merged':
      return { ...common, phase: before.phase, endedAt: before.endedAt };
    default:
      return { ...common, phase: 'open' };
  }
}

function settled(row: PromiseRow, entry: Entry): PromiseRow {
  const verdict = entry.settles.findLast((one) => one.seq === row.seq && one.promise === row.promise);
  if (!verdict) return row;
  const { settledBy: _by, settledAt: _at, ...open } = row;
  if (verdict.as === 'open') return { ...open, state: 'open' };
  return { ...open, state: verdict.as, settledBy: entry.seq, settledAt: entry.at };
}

function made(entry: Entry): PromiseRow[] {
  return PROMISE_NAMES.flatMap((promise) => {
    const at = entry.promises[promise];
    if (at === undefined || at === null) return [];
    const { incident, seq } = entry;
    return [{ incident, seq, promise, at, madeAt: entry.at, source: sourceOf(entry, promise), state: 'open' as const }];
  });
}

/** The private part says where a promise came from; where it does not, the author does. */
function sourceOf(entry: Entry, promise: (typeof PROMISE_NAMES)[number]): PromiseSource {
  return entry.private.sources?.[promise] ?? authorOf(entry);
}

/** A correction, a redaction and a postmortem change no clock, so they end no silence either. */
export const ENDS_SILENCE: readonly Entry['kind'][] = ['opened', 'update', 'reopened', 'resolved', 'maintenance'];

function silenceAfter(before: ReportedIncident | undefined, entry: Entry) {
  if (!before) return { since: entry.at, automatedEntries: 0 };
  if (!entry.automated && ENDS_SILENCE.includes(entry.kind)) return { since: entry.at, automatedEntries: 0 };
  if (entry.kind !== 'apology' || !countsInSilence(entry)) return before.silence;
  return { ...before.silence, automatedEntries: before.silence.automatedEntries + 1 };
}

/** The apology for a *report by* alone lies outside the count: it may come long after the incident is over. */
const countsInSilence = (apology: Entry): boolean => apology.settles.some((one) => one.promise !== 'reportBy');
