import middy from '@middy/core';
import type { Context, SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { somebodyIsReached } from '../../shared/app/people/house-now.ts';
import type { DutyPorts } from '../../shared/app/people/say-on-duty.ts';
import { type EventPorts, type StatusChangeEvent, takeStatusChange } from '../../shared/app/take-event.ts';
import { takeOnDuty } from '../../shared/app/take-on-duty.ts';
import { config } from '../../shared/config/config.ts';
import { spoken } from '../../shared/config/voice.ts';
import { MINUTE_MS } from '../../shared/core/instant.ts';
import {
  connectCommands,
  connectIntakeKeys,
  connectPeople,
  connectSnsItself,
  connectSourceLimits,
  connectStorms,
  connectTable,
} from '../../shared/lambda/connect.ts';
import { type HttpEvent, type HttpResult, problemDocuments } from '../../shared/lambda/http.ts';
import {
  type AlarmEvent,
  type IntakePorts,
  stormsOr,
  takeAlarmEvent,
  takeWebhook,
} from '../../shared/lambda/intake-route.ts';
import { logged } from '../../shared/lambda/logged.ts';
import { logger } from '../../shared/lambda/logger.ts';
import { messageByMessage } from '../../shared/lambda/queue.ts';

/** What changes a status, and who is on duty; any other event is an alarm of a source that the config names. */
const STATUS_CHANGE = 'candor.status-change';
const ON_DUTY = 'candor.on-duty';

/**
 * Takes status changes, and who is on duty, from machines: as events of the bus, and as webhooks of monitors. An event
 * that cannot be carried out ends in the dead-letter queue, not in a log; a webhook is told at once, or where many alarms
 * in one body wait in a queue, which this works off too.
 */
export const createHandler = (ports: EventPorts & IntakePorts & DutyPorts) => {
  const events = messageByMessage(async (record) => {
    const event = JSON.parse(record.body) as StatusChangeEvent & AlarmEvent;
    if (event['detail-type'] === ON_DUTY) {
      const duties = await takeOnDuty(ports, event);
      logger.info('who is on duty came by event', { event: event.id, source: event.source, duties });
      return;
    }
    if (event['detail-type'] !== undefined && event['detail-type'] !== STATUS_CHANGE) {
      await takeAlarmEvent(ports, event);
      return;
    }
    const result = await takeStatusChange(ports, event);
    logger.info('a status change came by event', { event: event.id, source: event.source, result: result.type });
    if (result.type === 'added' && result.findings.length > 0) {
      // By their rules alone: findings quote, and a log line outlives a redaction.
      const rules = [...new Set(result.findings.map(({ rule }) => rule))];
      logger.warn('its text would have been questioned', { event: event.id, rules });
    }
  });
  const messages = stormsOr(ports, events);
  const webhooks = middy<HttpEvent, HttpResult>()
    .use(problemDocuments())
    .handler((event) => takeWebhook(ports, event));
  return middy<SQSEvent | HttpEvent, SQSBatchResponse | HttpResult, Error, Context>()
    .use(logged())
    .handler((event, context) => ('Records' in event ? messages(event, context) : webhooks(event, context)));
};

const table = connectTable();
const house = { ...connectPeople(), people: table.people };

/** What AWS calls: the same handler, wired to the real world once per cold start. */
export const handler = createHandler({
  ...connectCommands(table),
  ...table,
  voice: spoken,
  components: new Set(config.components.map((component) => component.id)),
  sources: config.intake.sources,
  reopenWithinMs: config.intake.reopenWithin * MINUTE_MS,
  staffed: config.intake.staffed,
  isReachable: () => somebodyIsReached(house),
  names: new Map(config.components.map(({ id, name }) => [id, name])),
  intakeKeys: connectIntakeKeys(),
  ...connectSnsItself(),
  ...connectStorms(),
  rateLimits: connectSourceLimits(table),
});
