import middy from '@middy/core';
import type { Context, SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { somebodyIsReached } from '../../shared/app/people/house-now.ts';
import { componentNames } from '../../shared/config/component-names.ts';
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
import { connectTickets, TICKETS, type Tickets } from '../../shared/lambda/connect-tickets.ts';
import { type HttpEvent, type HttpResult, problemDocuments } from '../../shared/lambda/http.ts';
import type { EventTakenPorts } from '../../shared/lambda/intake-event.ts';
import type { IntakePorts } from '../../shared/lambda/intake-route.ts';
import { logged } from '../../shared/lambda/logged.ts';
import { logger } from '../../shared/lambda/logger.ts';
import { messageByMessage, ONE_MESSAGE_MS } from '../../shared/lambda/queue.ts';
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
 * in one body wait in the same queue. What came by itself goes before what a storm has left there. Of customers it hears
 * what the house's ticket system tells.
 */
export const createHandler = (ports: EventTakenPorts & IntakePorts & Tickets) => {
  const events = messageByMessage((record) => takeEvent(ports, record.body));
  const messages = async ({ Records }: SQSEvent, context: Context): Promise<SQSBatchResponse> => {
    const [storm, others] = [Records.filter(isOfStorm), Records.filter((one) => !isOfStorm(one))];
    if (others.length === 0) return takeStorm(ports, { Records: storm }, context);
    const { batchItemFailures: back } = await events({ Records: others }, context);
    if (storm.length === 0) return { batchItemFailures: back };
    const all = { batchItemFailures: storm.map(({ messageId }) => ({ itemIdentifier: messageId })) };
    const hasTime = (context.getRemainingTimeInMillis?.() ?? ONE_MESSAGE_MS) >= ONE_MESSAGE_MS;
    // Where this throws, the batch would come again with what is done of it.
    const { batchItemFailures } = hasTime
      ? await takeStorm(ports, { Records: storm }, context).catch((error) => {
          logger.error('messages of a storm go back to the queue', error as Error);
          return all;
        })
      : all;
    return { batchItemFailures: [...back, ...batchItemFailures] };
  };
  const forSource = (event: HttpEvent) => takeWebhook(ports, event);
  const webhooks = middy<HttpEvent, HttpResult>()
    .use(problemDocuments())
    .handler((event) => (event.rawPath === TICKETS && ports.takeTickets ? ports.takeTickets : forSource)(event));
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
  names: componentNames(config),
  intakeKeys: connectIntakeKeys(),
  ...connectSnsItself(),
  ...connectStorms(),
  rateLimits: connectSourceLimits(table),
  ...connectTickets(table),
});
