import type { ChannelRules } from '../../core/channel/owed.ts';
import type { KeyedAccount } from '../../core/keyed/account.ts';
import type { KeyedFacts } from '../../core/keyed/facts.ts';
import type { Clock } from '../../ports/clock.ts';
import type { ControlRecord } from '../../ports/control.ts';
import type { DeliveryRecords } from '../../ports/deliveries.ts';
import type { IncidentLog } from '../../ports/incident-log.ts';
import type { KeyedChannel } from '../../ports/keyed-channel.ts';
import type { Versioned } from '../../ports/versioned.ts';
import type { ChannelNotice } from '../../wording/keyed/notices.ts';
import type { Voice } from '../../wording/sentences.ts';

/** What it takes to bring a channel that goes by keys in line with the log. */
export type PublishKeyedPorts = {
  is: KeyedFacts;
  rules: Omit<ChannelRules, 'links'>;
  log: Pick<IncidentLog, 'load'>;
  deliveries: Pick<DeliveryRecords, 'of' | 'put' | 'swap'>;
  control: Pick<ControlRecord, 'read'>;
  account: Versioned<KeyedAccount>;
  channel: KeyedChannel;
  clock: Clock;
  voice: Voice;
  /** Where the incident's page lies, without a slash at the end. */
  siteUrl: string;
  /** Tells the people on call. May be called twice for one event after a crash, never not at all. */
  page: (incident: string, notice: ChannelNotice) => Promise<void>;
  /** Shows a person what would have been posted. */
  rehearse: (incident: string, notice: ChannelNotice) => Promise<void>;
};
