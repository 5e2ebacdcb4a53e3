import { isLive, type PromiseRow, type ReportedIncident } from './incident.ts';
import { earliest, type Instant, MINUTE_MS, plus } from './instant.ts';
import { DELIVERY_CHECK_MS, type Policy, TOO_OLD_TO_APOLOGISE_MS } from './policy.ts';
import { graceEnds } from './promises.ts';
import { remindersOf } from './reminders/reminders.ts';

/** What is not in the chain and still keeps an incident on the watch list. */
export type Pending = {
  /** Something is owed on a channel: look again then. Undefined if every delivery has ended. */
  deliveriesAt?: Instant;
  /** When people are next to be reminded of what they owe each other. */
  coordinationAt?: Instant;
  /** When what its monitors say is to be looked at again. */
  alarmsAt?: Instant;
  /** A reminder that is due was not sent yet. */
  reminders: boolean;
};

/** How long until an overdue promise that gets no apology now (frozen, held) is looked at again. */
const RECHECK_MS = MINUTE_MS;

/** Times after `now` at which the incident by itself becomes something else: late, sorry, or a reminder's turn. */
export function turningPoints(incident: ReportedIncident, policy: Policy, now: Instant): Instant[] {
  const open = incident.promises.filter(
    (row) => row.state === 'open' && (isLive(incident) || row.promise === 'reportBy'),
  );
  if (incident.phase === 'retracted' || incident.phase === 'merged') return [];
  const reminder = remindersOf(incident, policy, now).nextAt;
  return [
    ...open.flatMap((row) => [row.at, graceEnds(row), plus(row.at, TOO_OLD_TO_APOLOGISE_MS)]),
    ...(reminder === undefined ? [] : [reminder]),
    ...(incident.phase === 'scheduled' ? [incident.scheduledFor] : []),
  ]
    .filter((at) => at > now)
    .toSorted();
}

/** When a new entry is looked at for the first time: is it delivered, or is something due even sooner? */
export const firstWatchAt = (incident: ReportedIncident, policy: Policy, now: Instant): Instant =>
  earliest(plus(now, DELIVERY_CHECK_MS), turningPoints(incident, policy, now)[0]) as Instant;

/** What is overdue and gets no word now may get one once a freeze or a hold is over; a late report, while it is fresh. */
function mayStillBeAnswered(row: PromiseRow, incident: ReportedIncident, now: Instant): boolean {
  if (row.state !== 'open' || row.at > now) return false;
  if (row.promise !== 'reportBy') return isLive(incident);
  return incident.phase === 'resolved' && now <= plus(row.at, TOO_OLD_TO_APOLOGISE_MS);
}

/** When to look at the incident next; undefined when nothing that it implies is left to happen. */
export function nextWatchAt(
  incident: ReportedIncident,
  policy: Policy,
  now: Instant,
  pending: Pending,
): Instant | undefined {
  const begins = incident.phase === 'scheduled' && incident.scheduledFor <= now;
  const overdue =
    begins || incident.promises.some((row) => mayStillBeAnswered(row, incident, now))
      ? plus(now, RECHECK_MS)
      : undefined;
  return earliest(
    pending.deliveriesAt,
    pending.coordinationAt,
    pending.alarmsAt,
    pending.reminders ? plus(now, DELIVERY_CHECK_MS) : undefined,
    overdue,
    turningPoints(incident, policy, now)[0],
  );
}
