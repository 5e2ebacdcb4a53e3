import middy from '@middy/core';
import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { carriedByMail, mailText } from '../../shared/app/subscribers/mail.ts';
import { tellSubscribers } from '../../shared/app/subscribers/tell.ts';
import type { TellPorts } from '../../shared/app/subscribers/tell-ports.ts';
import { MINUTE_MS } from '../../shared/core/instant.ts';
import { MAIL } from '../../shared/core/subscribers/facts.ts';
import { connectMailer, connectSubscriberKey, connectTable } from '../../shared/lambda/connect.ts';
import { connectMailWords } from '../../shared/lambda/connect-mail-words.ts';
import { connectTelling } from '../../shared/lambda/connect-telling.ts';
import { logged } from '../../shared/lambda/logged.ts';
import { logger } from '../../shared/lambda/logger.ts';
import { nudgeByNudge } from '../../shared/lambda/queue.ts';
import { remembered } from '../../shared/lambda/remembered.ts';

/** Tells subscribers by mail of each incident that was nudged. A message names the incident and nothing else. */
export const createHandler = (ports: TellPorts) =>
  middy<SQSEvent, SQSBatchResponse>()
    .use(logged())
    .handler(
      nudgeByNudge(async (nudge) => {
        if ('incident' in nudge) await tellSubscribers(ports, nudge.incident);
      }),
    );

/** The quota changes when AWS grants another, and is asked as often as once a second at most. */
const QUOTA_HOLDS_MS = 10 * MINUTE_MS;

function connect(): TellPorts {
  const table = connectTable();
  const mailer = connectMailer();
  const words = connectMailWords(table);
  return {
    ...connectTelling(MAIL, table, (incident, entry) => mailText(words, incident, entry, true)),
    carry: carriedByMail({
      ...words,
      subscriberKey: connectSubscriberKey(),
      mailer,
      warn: (message, error) => logger.error(message, error as Error),
    }),
    perSecond: remembered(async () => (await mailer.quota()).perSecond, QUOTA_HOLDS_MS),
    // Whose mails come back cannot be told so by mail.
    quarantined: async () => undefined,
  };
}

/** What AWS calls: the same handler, wired to the real world once per cold start. */
export const handler = createHandler(connect());
