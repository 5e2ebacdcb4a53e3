import { type AlarmOpening, FIRST_WORD_MS } from './alarm.ts';
import { type BusyHours, isWithin } from './busy-hours.ts';
import type { Speaker } from './command.ts';
import type { Impact } from './entry.ts';
import { type Instant, plus } from './instant.ts';

type Broken = readonly { id: string; status: AlarmOpening['status'] }[];

/**
 * All that a machine ever says for an alarm. There is no place in it for a recovery, a cause or a time of restoring:
 * those are for people. `nextUpdateBy`: null where nobody has confirmed it and no time can be promised.
 */
export type AlarmCommand =
  | {
      type: 'OpenIncident';
      title: string;
      impact: Impact;
      message: string;
      components: Broken;
      nextUpdateBy: Instant | null;
    }
  | { type: 'Reopen'; message: string; components: Broken; nextUpdateBy: Instant | null }
  | { type: 'PostUpdate'; message: string; nextUpdateBy: null };

/** Who says it. Without a time it says with it that nobody has confirmed it. */
export const alarmSpeaker = ({ nextUpdateBy }: Pick<AlarmCommand, 'nextUpdateBy'>): Speaker => ({
  author: 'machine',
  via: 'intake',
  ...(nextUpdateBy === null ? { unattended: true } : {}),
});

/** By when the first word promises the next one, where somebody can be reached. */
export const firstWordUntil = (now: Instant, staffed: BusyHours | undefined): Instant =>
  plus(now, staffed === undefined || isWithin(now, staffed) ? FIRST_WORD_MS.staffed : FIRST_WORD_MS.unstaffed);
