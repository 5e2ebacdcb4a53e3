import { authorOf, type PromiseName } from '../entry.ts';
import { isLive, type PromiseRow, type ReportedIncident, unattendedSince } from '../incident.ts';
import { epochMs, type Instant, instant, MINUTE_MS, msBetween, plus } from '../instant.ts';
import { APOLOGIES_PER_SILENCE, ESCALATION_EVERY_MS, type Policy, TOO_OLD_TO_APOLOGISE_MS } from '../policy.ts';
import { graceEnds } from '../promises.ts';
import { maintenanceReminders, overrunSince } from './maintenance.ts';
import type { Recipient, Reminder } from './reminder.ts';

/** Notes that somebody is on it, in the silence that began at `since`: pages for that silence end. */
export const acknowledgementKey = (since: Instant, by: string): string => `${since}#acknowledged#${by}`;

/** True if the reminder went out, or if somebody has said to be on what it is about. `sent` tells what is noted. */
export function isAnswered(
  reminder: Reminder,
  incident: ReportedIncident,
  sent: ReadonlyMap<string, { state: string }>,
): boolean {
  if (sent.get(reminder.key)?.state === 'sent') return true;
  if (reminder.about !== 'silence') return false;
  const acknowledged = acknowledgementKey(incident.silence.since, '');
  return [...sent.keys()].some((key) => key.startsWith(acknowledged));
}

/**
 * Every reminder that the incident implies up to `now` and has not outlived, and the next one after it.
 * Of several overdue leads of one promise only the latest is sent; leads longer than half of what was promised are skipped (docs/rules.md, Leads).
 * While the pipeline is frozen, people are paged for what is late at once, because nobody else speaks.
 */
export function remindersOf(
  incident: ReportedIncident,
  policy: Policy,
  now: Instant,
  frozen = false,
): { due: Reminder[]; nextAt?: Instant } {
  const rows = incident.promises.filter((row) => row.state === 'open' && stillCounts(row, incident));
  const own = maintenanceReminders(incident, policy);
  const leads = [...rows.map((row) => leadReminders(row, policy)), ...own];
  const due = [
    ...leads.flatMap((reminders) => latestOf(reminders.filter((one) => one.at <= now))),
    ...apologyPages(incident),
    ...escalations(incident, now, frozen),
  ];
  const later = leads
    .flat()
    .filter((one) => one.at > now)
    .map((one) => one.at);
  const escalation = nextEscalation(incident, now, frozen);
  const nextAt = [...later, ...(escalation ? [escalation] : [])].toSorted()[0];
  return { due, ...(nextAt === undefined ? {} : { nextAt }) };
}

const stillCounts = (row: PromiseRow, incident: ReportedIncident): boolean =>
  incident.phase === 'open' ||
  (incident.phase === 'scheduled' && row.promise === 'nextUpdateBy') ||
  (incident.phase === 'resolved' && row.promise === 'reportBy');

function leadReminders(row: PromiseRow, policy: Policy): Reminder[] {
  return policy.reminderLeadsMs
    .toSorted((a, b) => b - a)
    .flatMap((leadMs): Reminder[] => {
      const at = plus(row.at, -leadMs);
      // Whoever has just promised a quarter of an hour need not hear that a quarter of an hour is left.
      if (leadMs > msBetween(row.madeAt, row.at) / 2) return [];
      const key = (to: Recipient) => `${keyOf(row.seq, row.promise)}#PT${leadMs / MINUTE_MS}M#${to}`;
      const one = (to: Recipient): Reminder => ({ key: key(to), at, to, about: 'promise', row, leadMs });
      // Who has not answered by the due time may not be there: the deputy hears of it too.
      return leadMs === 0 ? [one('commander'), one('deputy')] : [one('commander')];
    });
}

const keyOf = (seq: number, promise: PromiseName): string => `${String(seq).padStart(4, '0')}#${promise}`;

/** The reminders at the latest of their times: one lead may address two people. */
function latestOf(reminders: readonly Reminder[]): Reminder[] {
  const last = reminders
    .map((one) => one.at)
    .toSorted()
    .at(-1);
  return reminders.filter((one) => one.at === last);
}

/** The pipeline has spoken in the commander's place: commander and deputy are paged, unless a person has spoken since. */
function apologyPages(incident: ReportedIncident): Reminder[] {
  const apologies = incident.entries.filter(
    (entry) => authorOf(entry) === 'pipeline' && entry.at > incident.silence.since,
  );
  const last = apologies.at(-1);
  if (!last || !isLive(incident)) return [];
  const quiet = incident.silence.automatedEntries >= APOLOGIES_PER_SILENCE || overrunSince(incident) !== undefined;
  return (['commander', 'deputy'] as const).map((to) => ({
    key: `${String(last.seq).padStart(4, '0')}#apology#${to}`,
    at: last.at,
    to,
    about: 'apology',
    seq: last.seq,
    last: quiet,
  }));
}

/** Since when only people can help: the pipeline is quiet, or may not speak about what is late. */
export function quietSince(incident: ReportedIncident, now: Instant, frozen = false): Instant | undefined {
  if (!isLive(incident)) return undefined;
  if (incident.silence.automatedEntries >= APOLOGIES_PER_SILENCE) {
    return incident.entries.findLast((entry) => authorOf(entry) === 'pipeline')?.at;
  }
  const alone = overrunSince(incident) ?? unattendedSince(incident);
  if (alone !== undefined) return alone;
  // A report that is late while it is open again waits for the end; that says nothing about a silence.
  const ripe = incident.promises.filter(
    (row) => row.state === 'open' && row.promise !== 'reportBy' && graceEnds(row) <= now,
  );
  const ends = ripe.map((row) =>
    frozen || incident.handling === 'restricted' ? graceEnds(row) : plus(row.at, TOO_OLD_TO_APOLOGISE_MS),
  );
  return ends.filter((at) => at <= now).toSorted()[0];
}

function escalations(incident: ReportedIncident, now: Instant, frozen: boolean): Reminder[] {
  const since = quietSince(incident, now, frozen);
  if (since === undefined) return [];
  // An entry may be a millisecond ahead of the clock.
  const round = Math.max(0, Math.floor(msBetween(since, now) / ESCALATION_EVERY_MS));
  const at = plus(since, round * ESCALATION_EVERY_MS);
  const unattended = unattendedSince(incident) === since ? { unattended: true as const } : {};
  // Nobody has been asked before: the first time it rings everybody.
  const whom = unattended.unattended && round === 0 ? EVERYBODY : (['escalation'] as const);
  return whom.map((to) => ({
    key: `${since}#silence#${round}#${to}`,
    at,
    to,
    about: 'silence',
    since,
    round,
    ...unattended,
  }));
}

const EVERYBODY: readonly Recipient[] = ['commander', 'deputy', 'escalation'];

function nextEscalation(incident: ReportedIncident, now: Instant, frozen: boolean): Instant | undefined {
  const since = quietSince(incident, now, frozen);
  if (since === undefined) return undefined;
  const round = Math.floor((epochMs(now) - epochMs(since)) / ESCALATION_EVERY_MS) + 1;
  return instant(epochMs(since) + round * ESCALATION_EVERY_MS);
}
