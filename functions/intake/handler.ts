import middy from '@middy/core';
import type { Context, SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { somebodyIsReached } from '../../shared/app/people/house-now.ts';
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
import type { EventTakenPorts } from '../../shared/lambda/intake-event.ts';
import type { IntakePorts } from '../../shared/lambda/intake-route.ts';
import { logged } from '../../shared/lambda/logged.ts';
import { messageByMessage } from '../../shared/lambda/queue.ts';
import { whenUsed } from '../../shared/lambda/when-used.ts';

const { takeEvent } = whenUsed(() => import('../../shared/lambda/intake-event.ts'), 'takeEvent');
const { takeStorm, takeWebhook } = whenUsed(
  () => import('../../shared/lambda/intake-route.ts'),
  'takeStorm',
  'takeWebhook',
);

/** What the bus brings begins otherwise: it puts everything that others wrote into `detail`. */
const isOfStorm = ({ body }: { body: string }): boolean => body.startsWith('{"receipt":');

/**
 * Takes status changes, and who is on duty, from machines: as events of the bus, and as webhooks of monitors. An event
 * that cannot be carried out ends in the dead-letter queue, not in a log; a webhook is told at once, or where many alarms
 * in one body wait in a queue, which this works off too.
 */
export const createHandler = (ports: EventTakenPorts & IntakePorts) => {
  const events = messageByMessage((record) => takeEvent(ports, record.body));
  const messages = (event: SQSEvent, context: Context) =>
    event.Records.every(isOfStorm) ? takeStorm(ports, event, context) : events(event, context);
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
