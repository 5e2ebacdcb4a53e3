import type { ReminderTarget } from '../ports/reminders.ts';

/**
 * True if somebody would hear of it: at least one target of reminders is confirmed. What cannot be asked counts as not:
 * nobody speaks for people who may not be reached.
 */
export async function somebodyReachable(targets: readonly Pick<ReminderTarget, 'confirmed'>[]): Promise<boolean> {
  const confirmed = await Promise.allSettled(targets.map((target) => target.confirmed()));
  return confirmed.some((one) => one.status === 'fulfilled' && one.value);
}
