import { dynamodbKeyedAccount } from '../adapters/dynamodb/keyed-account.ts';
import { dynamodbPace, dynamodbPersonalAccount } from '../adapters/dynamodb/personal-account.ts';
import { dynamodbXAccount } from '../adapters/dynamodb/x-account.ts';
import { askedKeyed } from '../app/keyed/would-post.ts';
import { type AskedPersonalPorts, askedPersonal } from '../app/subscribers/would-tell.ts';
import { askedX } from '../app/x/would-post.ts';
import { config } from '../config/config.ts';
import { spoken } from '../config/voice.ts';
import type { PublicChannelName } from '../core/channel/shipped.ts';
import { KEYED_CHANNELS, type KeyedChannelName } from '../core/keyed/shipped.ts';
import { HOOKS, MAIL } from '../core/subscribers/facts.ts';
import type { PersonalChannel } from '../core/subscribers/subscriber.ts';
import type { AskedChannel } from '../ports/channel.ts';
import { type connectTable, systemClock } from './connect.ts';
import { connectRoomWords } from './connect-room-words.ts';

type Table = ReturnType<typeof connectTable>;

/** A mail above this is cut off by Gmail (docs/rules.md, Mails). */
const MAIL_LIMIT = 100_000;

/** What the shortest of the rooms takes: Discord. */
const ROOM_LIMIT = 2_000;

/** How a channel stands, and what it would say: the words are loaded once somebody previews. */
const personal = (
  table: Table,
  channel: PersonalChannel,
  limit: number,
  words: AskedPersonalPorts['words'],
): AskedPersonalPorts => ({
  deliveries: table.deliveries,
  control: table.control,
  account: dynamodbPersonalAccount(table.at, channel),
  pace: dynamodbPace(table.at, channel),
  clock: systemClock,
  words,
  limit,
});

const keyed = Object.fromEntries(
  KEYED_CHANNELS.map((is) => [
    is.name,
    (table: Table, siteUrl: string) =>
      askedKeyed({
        ...table,
        is,
        account: dynamodbKeyedAccount(table.at, is.name),
        rules: config[is.name],
        siteUrl,
        voice: spoken,
      }),
  ]),
) as Record<KeyedChannelName, (table: Table, siteUrl: string) => AskedChannel>;

const ASKED: Record<PublicChannelName, (table: Table, siteUrl: string) => AskedChannel> = {
  ...keyed,
  x: (table, siteUrl) =>
    askedX({ ...table, account: dynamodbXAccount(table.at), rules: config.x, siteUrl, voice: spoken }),
  mail: (table) =>
    askedPersonal(
      MAIL,
      personal(table, MAIL.name, MAIL_LIMIT, async (incident, entry, toldBefore) => {
        const { mailText } = await import('../app/subscribers/mail.ts');
        const { connectMailWords } = await import('./connect-mail-words.ts');
        return mailText(connectMailWords(table), incident, entry, toldBefore);
      }),
    ),
  hooks: (table, siteUrl) =>
    askedPersonal(
      HOOKS,
      personal(table, HOOKS.name, ROOM_LIMIT, async (incident, entry) => {
        const { roomText } = await import('../app/subscribers/hook.ts');
        return roomText(connectRoomWords(siteUrl, table), incident, entry);
      }),
    ),
};

/** The channels that the config names, as the API asks them. Apart from the sweep's, which needs none of their words. */
export const askedChannels = (table: Table, siteUrl: string): AskedChannel[] =>
  config.channels.map((name) => ASKED[name](table, siteUrl));
