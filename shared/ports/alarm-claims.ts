import type { JoinedAlarm } from '../core/alarm-state.ts';
import type { Instant } from '../core/instant.ts';

/**
 * An alarm that joined an incident; not a statement. That a monitor sees it recovered, or sees nothing, is noted too: it
 * says what a monitor sees, no more.
 */
export type Joined = JoinedAlarm;

/** The end of an outage, as its monitor told it: perhaps before it told of the outage, on another way. */
export type Over = { check: string; outage: string; joined: Joined };

/** Which incident the alarms of a component belong to, and which alarms joined an incident. */
export interface AlarmClaims {
  of(component: string): Promise<string | undefined>;
  /** Gives the component to `incident` if `instead` still has it; answers with the incident that has it afterwards. */
  claim(component: string, incident: string, instead: string | undefined): Promise<string>;
  /**
   * The same alarm in the same state joins once; of any later time only that is kept, as `lastAt`. Where it rejects, some
   * may have joined; joined again, they are what they were.
   */
  join(incident: string, joined: readonly Joined[]): Promise<void>;
  /** Remembers until `until` that outages of the component are over. */
  rememberOver(component: string, over: readonly Over[], until: Instant): Promise<void>;
  /** What is remembered at `now`. */
  overOf(component: string, now: Instant): Promise<readonly Over[]>;
  /** In the order in which they joined. */
  joinedOf(incident: string): Promise<readonly Joined[]>;
}
