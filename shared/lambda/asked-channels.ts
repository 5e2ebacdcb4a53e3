import { dynamodbXAccount } from '../adapters/dynamodb/x-account.ts';
import { askedX } from '../app/x/would-post.ts';
import { config } from '../config/config.ts';
import { spoken } from '../config/voice.ts';
import type { PublicChannelName } from '../core/channel/shipped.ts';
import type { AskedChannel } from '../ports/channel.ts';
import type { connectTable } from './connect.ts';

type Table = ReturnType<typeof connectTable>;

const ASKED: Record<PublicChannelName, (table: Table, siteUrl: string) => AskedChannel> = {
  x: (table, siteUrl) =>
    askedX({ ...table, account: dynamodbXAccount(table.at), rules: config.x, siteUrl, voice: spoken }),
};

/** The channels that the config names, as the API asks them. Apart from the sweep's, which needs none of their words. */
export const askedChannels = (table: Table, siteUrl: string): AskedChannel[] =>
  config.channels.map((name) => ASKED[name](table, siteUrl));
