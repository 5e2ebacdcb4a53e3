import type { SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import { logger } from './logger.ts';

/** What a nudge may say: look at an incident, or at the site as a whole. */
export type Nudge = { incident: string } | { site: true };

/**
 * Handles each message of a batch on its own: one that throws is given back to the queue by its id, and the others are
 * done with. Lambda calls it with two arguments.
 */
export const messageByMessage =
  (handle: (record: SQSRecord) => Promise<void>) =>
  async (event: SQSEvent): Promise<SQSBatchResponse> => {
    const batchItemFailures: SQSBatchResponse['batchItemFailures'] = [];
    for (const record of event.Records) {
      try {
        await handle(record);
      } catch (error) {
        logger.error('this message goes back to the queue', error as Error);
        batchItemFailures.push({ itemIdentifier: record.messageId });
      } finally {
        logger.removeKeys(['incident']);
      }
    }
    return { batchItemFailures };
  };

/** Messages that hold a nudge, as the bus (an event) or the look queue (its detail alone) delivers it. */
export const nudgeByNudge = (handle: (nudge: Nudge) => Promise<void>) =>
  messageByMessage(async (record) => {
    const nudge = nudgeIn(JSON.parse(record.body));
    logger.appendKeys({ incident: 'incident' in nudge ? nudge.incident : 'site' });
    await handle(nudge);
  });

function nudgeIn(body: { detail?: unknown }): Nudge {
  const said = (body.detail ?? body) as { incident?: unknown; site?: unknown };
  if (typeof said.incident === 'string') return { incident: said.incident };
  if (said.site === true) return { site: true };
  throw new Error('the message is not a nudge: it names no incident and not the site');
}
