import middy from '@middy/core';
import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { type StatusChangeEvent, takeStatusChange } from '../../shared/app/take-event.ts';
import { config } from '../../shared/config.ts';
import { connectCommands, connectTable } from '../../shared/lambda/connect.ts';
import { logged } from '../../shared/lambda/logged.ts';
import { logger } from '../../shared/lambda/logger.ts';
import { messageByMessage } from '../../shared/lambda/queue.ts';

type Ports = Parameters<typeof takeStatusChange>[0];

/** Takes status changes from the bus. An event that cannot be carried out ends in the dead-letter queue, not in a log. */
export const createHandler = (ports: Ports) =>
  middy<SQSEvent, SQSBatchResponse>()
    .use(logged())
    .handler(
      messageByMessage(async (record) => {
        const event = JSON.parse(record.body) as StatusChangeEvent;
        const result = await takeStatusChange(ports, event);
        logger.info('a status change came by event', { event: event.id, source: event.source, result: result.type });
        if (result.type === 'added' && result.findings.length > 0) {
          logger.warn('its text would have been questioned', { event: event.id, findings: result.findings });
        }
      }),
    );

/** What AWS calls: the same handler, wired to the real world once per cold start. */
export const handler = createHandler({
  ...connectCommands(connectTable()),
  components: new Set(config.components.map((component) => component.id)),
});
