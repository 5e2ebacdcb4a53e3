import type { Instant } from '../core/instant.ts';

/** An alarm that joined an incident; not a statement. A recovery is noted too: it says what a monitor sees, no more. */
export type Joined = { key: string; source: string; state: 'firing' | 'recovered'; at: Instant };

/** Which incident the alarms of a component belong to, and which alarms joined an incident. */
export interface AlarmClaims {
  of(component: string): Promise<string | undefined>;
  /** Gives the component to `incident` if `instead` still has it; answers with the incident that has it afterwards. */
  claim(component: string, incident: string, instead: string | undefined): Promise<string>;
  /** The same alarm in the same state joins once. */
  join(incident: string, joined: Joined): Promise<void>;
  /** In the order in which they joined. */
  joinedOf(incident: string): Promise<readonly Joined[]>;
}
