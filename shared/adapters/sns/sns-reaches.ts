import type { ReminderTarget } from '../../ports/reminders.ts';

/**
 * Whom messages by SNS reach, known without asking it. `addressed`: true if every subscription filters by `to`; without,
 * SNS sends each message to every subscriber.
 */
export const snsReaches = (addressed: boolean): Pick<ReminderTarget, 'name' | 'personal'> & { addressed: boolean } => ({
  name: 'sns',
  // Mail and text messages: each subscriber is a person who has confirmed.
  personal: true,
  addressed,
});
