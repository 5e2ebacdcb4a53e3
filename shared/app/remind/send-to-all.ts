import type { ReminderMessage, ReminderTarget } from '../../ports/reminders.ts';
import type { Action } from '../link-actions.ts';

/** Who reads along in a shared room signs in to act; only a message to persons carries links that act. */
export async function sendToAll(
  targets: readonly ReminderTarget[],
  message: ReminderMessage,
  actions: readonly Action[],
  takesActions: (target: ReminderTarget) => boolean = ({ personal }) => personal,
  inRooms: ReminderMessage = message,
): Promise<void> {
  const outcomes = await Promise.allSettled(
    targets.map((target) => {
      const said = target.personal ? message : inRooms;
      return target.send(takesActions(target) && actions.length > 0 ? { ...said, actions } : said);
    }),
  );
  // One target that took it is enough; only when all refused is the reminder still owed.
  if (outcomes.every((one) => one.status === 'rejected')) {
    throw new AggregateError(
      outcomes.map((one) => (one.status === 'rejected' ? one.reason : undefined)),
      'no reminder target took the message',
    );
  }
}
