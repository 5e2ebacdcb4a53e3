import middy from '@middy/core';
import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import type { PublishKeyedPorts } from '../../shared/app/keyed/ports.ts';
import { publishKeyed } from '../../shared/app/keyed/publish.ts';
import { connectKeyed } from '../../shared/lambda/connect-keyed.ts';
import { logged } from '../../shared/lambda/logged.ts';
import { nudgeByNudge, ONE_LOOK_OUTSIDE_MS } from '../../shared/lambda/queue.ts';

/**
 * Brings a channel that goes by keys in line with each incident that was nudged. Which channel it is, its environment says;
 * what is owed is read from the log, so a lost, late or repeated nudge changes when we post, never what or how often.
 */
export const createHandler = (ports: PublishKeyedPorts) =>
  middy<SQSEvent, SQSBatchResponse>()
    .use(logged())
    .handler(
      nudgeByNudge(async (nudge) => {
        if ('incident' in nudge) await publishKeyed(ports, nudge.incident);
      }, ONE_LOOK_OUTSIDE_MS),
    );

/** What AWS calls: the same handler, wired to the real world once per cold start. */
export const handler = createHandler(connectKeyed());
