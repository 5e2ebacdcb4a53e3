import type { ChannelFacts, ChannelMode } from '../core/channel/channel.ts';
import type { Deliveries } from '../core/delivery.ts';
import type { Entry } from '../core/entry.ts';
import type { ReportedIncident } from '../core/incident.ts';
import type { Instant } from '../core/instant.ts';
import type { Control } from './control.ts';

// A channel as the rest of the house knows it. Its reconciler is its own business: it is nudged, and looks.

/** What the sweep asks of a channel. */
export interface WatchedChannel {
  readonly is: ChannelFacts;
  /** When the channel is to be looked at again about this incident; undefined if it owes nothing. */
  dueAt(incident: ReportedIncident, now: Instant): Promise<Instant | undefined>;
  /** True if what stands there is not what it would say at `now`, although every entry is there. Left out, it never is. */
  isStale?(incident: ReportedIncident, control: Control, now: Instant): Promise<boolean>;
  /** True if nobody works on what it owes of this incident, and has not for too long. Left out, it never is. */
  standsStill?(incident: ReportedIncident, control: Control, now: Instant): Promise<boolean>;
  /** True if the far side has taken nothing of it for too long, of whatever incident. */
  isShut?(control: Control, now: Instant): Promise<boolean>;
  /** The incident to nudge so that what stands on the channel is read back; undefined while it is not time. */
  readingDue?(now: Instant): Promise<string | undefined>;
}

/** What people ask of a channel, before they speak and when they switch it. */
export interface AskedChannel {
  readonly is: ChannelFacts;
  /**
   * What it would be told of `entry` at `now`, if it were the newest of `incident`. `delivered` says what the channel
   * knows of the entries before it; left out, what was delivered until now.
   */
  wouldSay(
    entry: Entry,
    incident: ReportedIncident,
    now: Instant,
    delivered?: (known: Deliveries) => Deliveries,
  ): Promise<WouldSay>;
  /**
   * What it would be told if these resolutions were said together at `now`, each the newest of its incident. A channel
   * without it says each for itself.
   */
  wouldSayTogether?(said: readonly { entry: Entry; incident: ReportedIncident }[], now: Instant): Promise<WouldSay>;
  /** How it stands with the far side, as the API shows it beside the modes; without it there is nothing to say. */
  state?(now: Instant): Promise<object>;
  /** A person has armed it: what only a person can mend is tried again at once. */
  tryAgain(): Promise<void>;
}

/** The exact text that a channel would get and its length, or why it gets none. In `shadow` only the house sees it. */
export type WouldSay =
  | { mode: ChannelMode; notPosted: string }
  | { mode: ChannelMode; text: string; weight: number; limit: number; reply: boolean };
