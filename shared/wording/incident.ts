import {
  type ComponentStatus,
  type EntryKind,
  type Impact,
  isOverStatus,
  type PromiseName,
  type PromiseSource,
  type Status,
} from '../core/entry.ts';
import { plain } from '../core/hidden-characters.ts';
import { isUnconfirmed } from '../core/incident.ts';

/** The field's names for the phases of an incident. */
export const STATUS_WORDS: Record<Status, string> = {
  investigating: 'Investigating',
  identified: 'Identified',
  monitoring: 'Monitoring',
  resolved: 'Resolved',
  postmortem: 'Postmortem',
  scheduled: 'Scheduled',
  in_progress: 'In progress',
  verifying: 'Verifying',
  completed: 'Completed',
  cancelled: 'Cancelled',
};

/** What a phase means to somebody who does not run services. */
export const STATUS_MEANS: Record<Status, string> = {
  investigating: 'we are looking for the cause',
  identified: 'we know the cause and are repairing it',
  monitoring: 'a repair is in place and we are watching it',
  resolved: 'we say that it is over',
  postmortem: 'it is over, and we say how it came about',
  scheduled: 'it has not begun',
  in_progress: 'we are working on it as announced',
  verifying: 'the work is done and we are checking it',
  completed: 'we say that it is done',
  cancelled: 'it does not take place',
};

/** The same of an incident: while only machines have spoken, nobody is known to look for anything. */
export const statusMeans = (incident: Parameters<typeof isUnconfirmed>[0] & { status: Status }): string =>
  incident.status === 'investigating' && isUnconfirmed(incident)
    ? 'our monitoring reports it, and nobody has confirmed it yet'
    : STATUS_MEANS[incident.status];

export const IMPACT_WORDS: Record<Impact, string> = {
  none: 'No known impact',
  minor: 'Minor impact',
  major: 'Major impact',
  critical: 'Critical impact',
};

export const COMPONENT_WORDS: Record<ComponentStatus, string> = {
  operational: 'Operational',
  under_maintenance: 'Under maintenance',
  degraded_performance: 'Degraded performance',
  partial_outage: 'Partial outage',
  major_outage: 'Major outage',
};

/** What an entry is beside its phase; an ordinary update needs no word. */
const KIND_WORDS: Partial<Record<EntryKind, string>> = {
  apology: 'Apology',
  correction: 'Correction',
  reopened: 'Reopened',
  retracted: 'Opened in error',
  merged: 'Merged into another incident',
  redaction: 'Text removed',
  maintenance: 'Maintenance',
};

/** What an entry is, where its phase alone would say something else; undefined where the phase says it. */
export function kindWord({ kind, status }: { kind: EntryKind; status: Status }): string | undefined {
  // Said once that it is over, it is not over again: what follows is about its report or its name.
  if (kind === 'update' && isOverStatus(status)) return 'Update';
  if (kind === 'postmortem' && status !== 'postmortem') return 'Report';
  return KIND_WORDS[kind];
}

/** What an apology is to whoever was waiting. After the end only a report is still owed. */
export const delayedWord = (status: Status): string => (isOverStatus(status) ? 'Report delayed' : 'Delayed');

const PROMISE_WORDS: Record<PromiseName, string> = {
  nextUpdateBy: 'Next update',
  restoreBy: 'Expected back',
  reportBy: 'Report',
};

/** What was promised. The end of announced work restores nothing. */
export const promiseWord = (promise: PromiseName, of: 'outage' | 'maintenance' = 'outage'): string =>
  of === 'maintenance' && promise === 'restoreBy' ? 'Planned end' : PROMISE_WORDS[promise];

export const SOURCE_WORDS: Record<PromiseSource, string> = {
  person: 'a person',
  default: 'a person, by our standard interval',
  machine: 'a monitor',
  pipeline: 'an automated apology',
};

/** Stands where a text was taken out. */
export const REDACTED = 'This text was removed. A later entry says why.';

/** An incident whose title was taken out still needs something to click on. */
export const UNTITLED = 'Incident (title removed)';

/** The title of an incident as it may be shown. */
export const titleOf = ({ title }: { title: string }): string => plain(title) || UNTITLED;
