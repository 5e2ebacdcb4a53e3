import middy from '@middy/core';
import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { httpsCarrier } from '../../shared/adapters/https/carrier.ts';
import { pushKeysOf } from '../../shared/adapters/push/keys.ts';
import { hookKeysOf } from '../../shared/adapters/webhook/signature.ts';
import { carriedByHook, roomText } from '../../shared/app/subscribers/hook.ts';
import { tellSubscribers } from '../../shared/app/subscribers/tell.ts';
import { tellOwner } from '../../shared/app/subscribers/tell-owner.ts';
import type { TellPorts } from '../../shared/app/subscribers/tell-ports.ts';
import { config } from '../../shared/config/config.ts';
import { confirmationSender } from '../../shared/config/mail-senders.ts';
import { HOOKS } from '../../shared/core/subscribers/facts.ts';
import { connectMailer, connectSubscriberKey, connectTable, systemClock } from '../../shared/lambda/connect.ts';
import { connectRoomWords } from '../../shared/lambda/connect-room-words.ts';
import { connectTelling } from '../../shared/lambda/connect-telling.ts';
import { environment } from '../../shared/lambda/environment.ts';
import { logged } from '../../shared/lambda/logged.ts';
import { logger } from '../../shared/lambda/logger.ts';
import { nudgeByNudge } from '../../shared/lambda/queue.ts';

/** Tells webhooks, rooms and browsers of each incident that was nudged. A message names the incident and nothing else. */
export const createHandler = (ports: TellPorts) =>
  middy<SQSEvent, SQSBatchResponse>()
    .use(logged())
    .handler(
      nudgeByNudge(async (nudge) => {
        if ('incident' in nudge) await tellSubscribers(ports, nudge.incident);
      }),
    );

/** Each address is somebody else's, so nobody limits them together; so many at once are kind to our own function. */
const PER_SECOND = 50;

function connect(): TellPorts {
  const table = connectTable();
  const siteUrl = environment('CANDOR_SITE_URL');
  const room = connectRoomWords(siteUrl, table);
  const warn = (message: string, error: unknown) => logger.error(message, error as Error);
  const { mail } = config;
  return {
    ...connectTelling(HOOKS, table, (incident, entry) => roomText(room, incident, entry)),
    carry: carriedByHook({
      ...room,
      carrier: httpsCarrier(),
      subscriberKey: connectSubscriberKey(),
      keysOf: hookKeysOf,
      pushKeys: (houseKey) => pushKeysOf(houseKey, siteUrl),
      site: async () => {
        const siteIndex = await table.siteIndex.read();
        return { config, voice: room.voice, siteUrl, siteIndex, rev: siteIndex.rev, now: systemClock.now() };
      },
      warn,
    }),
    perSecond: async () => PER_SECOND,
    async quarantined(person) {
      if (mail === undefined) return;
      const sender = { from: confirmationSender(mail), replyTo: mail.replyTo };
      await tellOwner({ ...room, mailer: connectMailer(), sender, warn }, person);
    },
  };
}

/** What AWS calls: the same handler, wired to the real world once per cold start. */
export const handler = createHandler(connect());
