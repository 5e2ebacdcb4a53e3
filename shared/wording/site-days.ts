import type { ComponentStatus } from '../core/entry.ts';
import { COMPONENT_WORDS } from './incident.ts';
import type { Voice } from './sentences.ts';
import { sayDate, sayDuration } from './time.ts';

/** The ninety days of a component, in words. A quiet day is one on which nothing was reported, and no more than that. */
export const DAYS = {
  title: 'The last 90 days',
  legend:
    'Each bar is a day in UTC, today on the right. The taller it is, the worse it was said to be; a low one: nothing was reported; a thin line: before our records begin.',
  since: (voice: Voice, day: string) => `Our records begin on ${sayDate(voice, day)}.`,
  affected: (days: number) => `${days === 1 ? '1 day' : `${days} days`} with problems`,
  line: (voice: Voice, day: string, worst: ComponentStatus, forMs: number) =>
    `${sayDate(voice, day)}: ${COMPONENT_WORDS[worst].toLowerCase()}, ${sayDuration(voice, forMs)}`,
  more: (rest: number) => `${rest} more in the history`,
  summary: (
    voice: Voice,
    { affected, recorded, since }: { affected: number; recorded: number; since: string | undefined },
  ) =>
    since === undefined
      ? 'no record of the last 90 days'
      : `problems on ${affected} of ${recorded === 90 ? 'the last 90' : `${recorded} days since ${sayDate(voice, since)}; no record before`}${recorded === 90 ? ' days' : ''}`,
};
