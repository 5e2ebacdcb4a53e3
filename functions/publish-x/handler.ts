import middy from '@middy/core';
import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { dynamodbXAccount } from '../../shared/adapters/dynamodb/x-account.ts';
import { peopleFor } from '../../shared/app/remind/on-call.ts';
import { type PublishXPorts, publishX } from '../../shared/app/x/publish.ts';
import { config } from '../../shared/config/config.ts';
import { spoken } from '../../shared/config/voice.ts';
import { connectDelivery, connectTable, systemClock, systemRandomness } from '../../shared/lambda/connect.ts';
import { environment } from '../../shared/lambda/environment.ts';
import { logged } from '../../shared/lambda/logged.ts';
import { nudgeByNudge, ONE_LOOK_OUTSIDE_MS } from '../../shared/lambda/queue.ts';
import { whenUsed } from '../../shared/lambda/when-used.ts';

/**
 * Brings X in line with each incident that was nudged. A nudge names the incident and nothing else: what is owed is
 * read from the log, so a lost, late or repeated nudge changes when we post, never what or how often.
 */
export const createHandler = (ports: PublishXPorts) =>
  middy<SQSEvent, SQSBatchResponse>()
    .use(logged())
    .handler(
      nudgeByNudge(async (nudge) => {
        if ('incident' in nudge) await publishX(ports, nudge.incident);
      }, ONE_LOOK_OUTSIDE_MS),
    );

function connectX(): PublishXPorts {
  const table = connectTable();
  const account = { secretArn: environment('CANDOR_X_SECRET'), baseUrl: environment('CANDOR_X_URL') };
  const siteUrl = environment('CANDOR_SITE_URL');
  const people = peopleFor({
    ...connectDelivery(table),
    siteUrl,
    consoleUrl: `${environment('CANDOR_OPS_URL')}/console`,
  });
  return {
    log: table.log,
    deliveries: table.deliveries,
    control: table.control,
    account: dynamodbXAccount(table.at),
    x: whenUsed(async () => (await import('../../shared/lambda/clients/x.ts')).x(account), 'post', 'ownPosts'),
    clock: systemClock,
    randomness: systemRandomness,
    rules: config.x,
    voice: spoken,
    siteUrl,
    page: people.page,
    rehearse: people.mail,
  };
}

/** What AWS calls: the same handler, wired to the real world once per cold start. */
export const handler = createHandler(connectX());
