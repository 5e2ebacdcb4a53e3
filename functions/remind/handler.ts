import middy from '@middy/core';
import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import type { RemindPorts } from '../../shared/app/remind/due.ts';
import { remind } from '../../shared/app/remind/remind.ts';
import { config } from '../../shared/config/config.ts';
import { policyOf } from '../../shared/config/policy.ts';
import { spoken } from '../../shared/config/voice.ts';
import { connectDelivery, connectLinkKey, connectTable } from '../../shared/lambda/connect.ts';
import { environment } from '../../shared/lambda/environment.ts';
import { logged } from '../../shared/lambda/logged.ts';
import { logger } from '../../shared/lambda/logger.ts';
import { nudgeByNudge } from '../../shared/lambda/queue.ts';

/** Reminds the people of each incident that was nudged of what is due. What is due is read from the log. */
export const createHandler = (ports: RemindPorts) =>
  middy<SQSEvent, SQSBatchResponse>()
    .use(logged())
    .handler(
      nudgeByNudge(async (nudge) => {
        if ('incident' in nudge) await remind(ports, nudge.incident);
      }),
    );

const table = connectTable();
const opsUrl = environment('CANDOR_OPS_URL');

/** What AWS calls: the same handler, wired to the real world once per cold start. */
export const handler = createHandler({
  ...table,
  ...connectDelivery(table),
  policy: policyOf(config),
  voice: spoken,
  links: { key: connectLinkKey(), opsUrl, warn: (message, error) => logger.warn(message, error as Error) },
  places: { consoleUrl: `${opsUrl}/console`, siteUrl: environment('CANDOR_SITE_URL') },
});
