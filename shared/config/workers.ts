import { MAIL } from '../core/subscribers/facts.ts';
import type { Config } from './config-schema.ts';

// How much of an account's Lambda the pipeline takes at most. Read by the stack, and by the command line before it deploys.

/** The least that AWS lets a queue be worked off by. The reconcilers claim before they act, so a second does no harm. */
export const WORKERS_PER_QUEUE = 2;

/** How many functions may be at work at once in a new account (AWS, Lambda quotas: it is raised as the account is used). */
export const SLOTS_OF_A_NEW_ACCOUNT = 10;

/** What comes by itself and what a storm left; looks and reminders; the site. Each channel has queues more. */
const QUEUES_OF_EVERY_HOUSE = 3;

/**
 * How many functions work off queues at once at most (mail has one queue more, for what SES tells; a desk has one): what is
 * left of an account's slots is for people and the tick.
 */
export function queueWorkers({ channels, desk }: Pick<Config, 'channels' | 'desk'>): number {
  const ofChannels = channels.reduce((queues, name) => queues + (name === MAIL.name ? 2 : 1), QUEUES_OF_EVERY_HOUSE);
  return WORKERS_PER_QUEUE * (ofChannels + (desk.sources.length > 0 ? 1 : 0));
}
