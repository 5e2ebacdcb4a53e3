import { dynamodbImports } from '../adapters/dynamodb/imports.ts';
import { dynamodbKeyedAccount } from '../adapters/dynamodb/keyed-account.ts';
import { dynamodbPace, dynamodbPersonalAccount } from '../adapters/dynamodb/personal-account.ts';
import { dynamodbXAccount } from '../adapters/dynamodb/x-account.ts';
import { watchedKeyed } from '../app/keyed/look-again.ts';
import { watchedSite } from '../app/site/look-again.ts';
import { watchedPersonal } from '../app/subscribers/look-again.ts';
import { watchedX } from '../app/x/look-again.ts';
import { config } from '../config/config.ts';
import type { PublicChannelName } from '../core/channel/shipped.ts';
import { KEYED_CHANNELS, type KeyedChannelName } from '../core/keyed/shipped.ts';
import { HOOKS, MAIL } from '../core/subscribers/facts.ts';
import type { PersonalChannel } from '../core/subscribers/subscriber.ts';
import type { WatchedChannel } from '../ports/channel.ts';
import { answeredAsSaid } from './answered.ts';
import type { connectTable } from './connect.ts';

type Table = ReturnType<typeof connectTable>;

const keyed = Object.fromEntries(
  KEYED_CHANNELS.map((is) => [
    is.name,
    (table: Table) => watchedKeyed(is, { ...table, account: dynamodbKeyedAccount(table.at, is.name) }),
  ]),
) as Record<KeyedChannelName, (table: Table) => WatchedChannel>;

const WATCHED: Record<PublicChannelName, (table: Table) => WatchedChannel> = {
  ...keyed,
  x: (table) => watchedX({ ...table, account: dynamodbXAccount(table.at) }),
  mail: (table) => watchedPersonal(MAIL, { ...table, ...standingOf(table, MAIL.name) }),
  hooks: (table) => watchedPersonal(HOOKS, { ...table, ...standingOf(table, HOOKS.name) }),
};

const standingOf = ({ at }: Table, channel: PersonalChannel) => ({
  account: dynamodbPersonalAccount(at, channel),
  pace: dynamodbPace(at, channel),
});

/** The site and the channels that the config names, as the sweep asks them. */
export const watchedChannels = (table: Table): WatchedChannel[] => [
  watchedSite({ ...table, config, imports: dynamodbImports(table.at), answered: answeredAsSaid(table.at) }),
  ...config.channels.map((name) => WATCHED[name](table)),
];
