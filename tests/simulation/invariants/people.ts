import { MINUTE_MS, plus } from '../../../shared/core/instant.ts';
import { remindersOf } from '../../../shared/core/reminders/reminders.ts';
import { trueIncident } from '../chronicle.ts';
import type { ChangeInvariant, FinalInvariant } from './invariant.ts';

/** Nobody is reminded of a promise that was settled before the reminder was claimed. */
export const noReminderOfWhatIsSettled: ChangeInvariant = (change, chronicle) => {
  if (change.type !== 'reminder' || change.key === undefined) return undefined;
  const [, seq, promise] = /^(\d+)#(\w+)#PT/.exec(change.key) ?? [];
  if (seq === undefined) return undefined;
  const incident = trueIncident(chronicle, change.message.incident ?? '', change.entriesAtClaim);
  const row = incident.promises.find((one) => one.seq === Number(seq) && one.promise === promise);
  return row?.state === 'open' ? undefined : `${change.key} went out although the promise was ${row?.state} already`;
};

/** Long enough for a claim whose holder died, and the sweep after it. */
const TIME_FOR_A_REMINDER_MS = 4 * MINUTE_MS;

/** In the end everybody was told of what was due. */
export const dueRemindersWereSent: FinalInvariant = ({ chronicle, channels, table, now }) => {
  if (!channels.people) return undefined;
  const then = plus(now, -TIME_FOR_A_REMINDER_MS);
  for (const id of chronicle.chains.keys()) {
    const incident = trueIncident(chronicle, id);
    if (incident.phase === 'unreported' || incident.head.at > then) continue;
    const records = table.incidents.get(id)?.reminders;
    const due = remindersOf(incident, chronicle.policy, now).due.filter((one) => one.at <= then);
    const unsent = due.find((one) => records?.get(one.key)?.state !== 'sent');
    if (unsent) return `${unsent.key} of ${id} was due at ${unsent.at} and was never sent`;
  }
  return undefined;
};
