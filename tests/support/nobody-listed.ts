import { memoryPeople } from '../../shared/adapters/memory/people.ts';
import { memorySubscriptions } from '../../shared/adapters/memory/subscriptions.ts';
import type { ReminderTarget } from '../../shared/ports/reminders.ts';

/** What delivering takes in a house whose directory is empty: its messages go to the targets of the config. */
export const nobodyListed = () => ({
  people: memoryPeople(),
  subscriptions: memorySubscriptions(),
  hookTo: (url: string): ReminderTarget => {
    throw new Error(`nobody is listed, and something was sent to ${url}`);
  },
});
