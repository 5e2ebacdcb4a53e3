import { setTimeout as pause } from 'node:timers/promises';
import { dynamodbPace, dynamodbPersonalAccount } from '../adapters/dynamodb/personal-account.ts';
import { peopleFor } from '../app/remind/on-call.ts';
import { tellHouse } from '../app/subscribers/tell-house.ts';
import type { TellPorts } from '../app/subscribers/tell-ports.ts';
import type { ChannelFacts } from '../core/channel/channel.ts';
import type { Entry } from '../core/entry.ts';
import type { ReportedIncident } from '../core/incident.ts';
import { PERSONAL_RULES } from '../core/subscribers/facts.ts';
import { mannerOf } from '../core/subscribers/manners.ts';
import type { PersonalChannel } from '../core/subscribers/subscriber.ts';
import { connectDelivery, type connectTable, systemClock, systemRandomness } from './connect.ts';
import { environment } from './environment.ts';
import { whenUsed } from './when-used.ts';

type Table = ReturnType<typeof connectTable>;

/** What a channel that tells each person has in common with the other. `words`: what a subscriber would read, for the house. */
export function connectTelling(
  is: ChannelFacts & { name: PersonalChannel },
  table: Table,
  words: (incident: ReportedIncident, entry: Entry) => Promise<string | undefined>,
): Omit<TellPorts, 'carry' | 'perSecond' | 'quarantined'> {
  const people = peopleFor({
    ...connectDelivery(table),
    siteUrl: environment('CANDOR_SITE_URL'),
    consoleUrl: `${environment('CANDOR_OPS_URL')}/console`,
  });
  const { log, deliveries, control, subscribers, tellings, runs } = table;
  const own = environment('CANDOR_OWN_QUEUE_URL');
  const { again } = whenUsed(async () => ({ again: (await import('./clients/own-queue.ts')).ownQueue(own) }), 'again');
  return {
    is,
    rules: PERSONAL_RULES,
    ...{ log, deliveries, control, subscribers, tellings, runs },
    account: dynamodbPersonalAccount(table.at, is.name),
    pace: dynamodbPace(table.at, is.name),
    mannerOf,
    again,
    ...tellHouse(is.label, people, words),
    clock: systemClock,
    randomness: systemRandomness,
    pause: (ms) => pause(ms),
  };
}
