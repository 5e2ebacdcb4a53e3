import type { Alarm, AlarmOpening } from '../core/alarm.ts';
import type { Instant } from '../core/instant.ts';

/** An alarm that opens nothing before `until`, in case it clears by itself. One for each check and component. */
export type HeldAlarm = { source: string; alarm: Alarm; opening: AlarmOpening; at: Instant; until: Instant };

/** What tells a held alarm from others: which check of which source, about which component. */
export type HeldKey = { source: string; check: string; component: string };

export type LetGo = 'cleared' | 'taken';

/** Alarms that wait. They lie where a crash leaves them, and the sweep looks at all whose time has come. */
export interface HeldAlarms {
  /** Holds it; answers with the one that is held, which is the first if it was held before. */
  hold(held: HeldAlarm): Promise<HeldAlarm>;
  /** Lets it go, because it cleared or its time had come. Else answers why it was let go before; undefined: never held. */
  release(key: HeldKey, why: LetGo, now: Instant): Promise<'now' | LetGo | undefined>;
  /** Those whose time has come by `now`, the first to come first. */
  due(now: Instant): Promise<readonly HeldAlarm[]>;
}

export const heldKeyOf = ({ source, alarm, opening }: HeldAlarm): HeldKey => ({
  source,
  check: alarm.check,
  component: opening.component,
});
