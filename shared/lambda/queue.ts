import type { Context, SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import { SECOND_MS } from '../core/instant.ts';
import type { Listener } from '../ports/nudges.ts';
import { logger } from './logger.ts';

/**
 * What a nudge may say: look at an incident, for the sake of one of its entries or as it is, or at the site as a whole.
 * `people`: it is about what they are to be told.
 */
export type Nudge = { incident: string; seq?: number; people?: true } | { site: true };

const PEOPLE: Listener = 'people';

/** The longest that one message takes while a service of AWS does not answer (shared/adapters/aws/deadlines.ts). */
export const ONE_MESSAGE_MS = 10 * SECOND_MS;

/** The same where it is a network outside that does not answer: three calls, and what the table is told of them. */
export const ONE_LOOK_OUTSIDE_MS = 28 * SECOND_MS;

/** As much of what Lambda says about a call as tells how long it may still take. */
type TimeLeft = Partial<Pick<Context, 'getRemainingTimeInMillis'>>;

/** Whether so much time is left. Lambda is asked once: from then on only what passes counts, whatever the clock says. */
function timeFor(needsMs: number, context: TimeLeft): () => boolean {
  const given = context.getRemainingTimeInMillis?.() ?? Number.POSITIVE_INFINITY;
  const begun = performance.now();
  return () => given - (performance.now() - begun) >= needsMs;
}

/**
 * Handles each message of a batch on its own: one that throws is given back to the queue by its id, and the others are
 * done with. One for which no time is left is given back without being begun: killed in the middle of a post,
 * nobody would know whether it went out.
 */
export const messageByMessage =
  (handle: (record: SQSRecord) => Promise<void>, needsMs = ONE_MESSAGE_MS) =>
  async (event: SQSEvent, context: TimeLeft = {}): Promise<SQSBatchResponse> => {
    const batchItemFailures: SQSBatchResponse['batchItemFailures'] = [];
    const hasTime = timeFor(needsMs, context);
    for (const [index, record] of event.Records.entries()) {
      // The first is begun in any case, or a function with less time than this would never do anything.
      if (index > 0 && !hasTime()) {
        batchItemFailures.push({ itemIdentifier: record.messageId });
        continue;
      }
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

/**
 * Handles all messages of a batch in one go; `handle` answers with those that go back to the queue, among them what it has
 * not begun because there was no time left for more. One that came twice is handled once. Where it rejects, all go back.
 */
export const messagesTogether =
  <T>(handle: (messages: readonly T[], hasTime: () => boolean) => Promise<readonly T[]>) =>
  async (event: SQSEvent, context: TimeLeft = {}): Promise<SQSBatchResponse> => {
    const hasTime = timeFor(ONE_MESSAGE_MS, context);
    const messages = new Map(event.Records.map(({ body }) => [body, JSON.parse(body) as T]));
    const back = await handle([...messages.values()], hasTime);
    const failed = event.Records.filter(({ body }) => back.includes(messages.get(body)!));
    return { batchItemFailures: failed.map(({ messageId }) => ({ itemIdentifier: messageId })) };
  };

/** Messages that hold a nudge, as the bus (an event) or the look queue (its detail alone) delivers it. */
export const nudgeByNudge = (handle: (nudge: Nudge) => Promise<void>, needsMs = ONE_MESSAGE_MS) =>
  messageByMessage(async (record) => {
    const nudge = nudgeIn(JSON.parse(record.body));
    logger.appendKeys({ incident: 'incident' in nudge ? nudge.incident : 'site' });
    await handle(nudge);
  }, needsMs);

/**
 * The same for work that is done once for all nudges of a batch: `incidents` gets each incident once and says what went
 * wrong with which, and `site` is called once if any nudge names the site. What went wrong goes back to the queue.
 */
export const nudgesTogether =
  (handle: {
    incidents: (ids: readonly string[]) => Promise<ReadonlyMap<string, unknown>>;
    site: () => Promise<void>;
  }) =>
  async (event: SQSEvent): Promise<SQSBatchResponse> => {
    const failed = new Map<SQSRecord, unknown>();
    const nudges = event.Records.flatMap((record) => {
      try {
        return [{ record, nudge: nudgeIn(JSON.parse(record.body)) }];
      } catch (error) {
        failed.set(record, error);
        return [];
      }
    });
    const ids = new Set(nudges.flatMap(({ nudge }) => ('incident' in nudge ? [nudge.incident] : [])));
    // Done once for all of them: a line of it is about all, and none is named as if it were about one.
    logger.appendKeys(ids.size === 1 ? { incident: [...ids][0] } : { incidents: [...ids] });
    try {
      const wrong = await handle.incidents([...ids]);
      const siteWrong = nudges.some(({ nudge }) => 'site' in nudge) ? await errorOf(handle.site) : undefined;
      for (const { record, nudge } of nudges) {
        const error = 'incident' in nudge ? wrong.get(nudge.incident) : siteWrong;
        if (error !== undefined) failed.set(record, error);
      }
    } finally {
      logger.removeKeys(['incident', 'incidents']);
    }
    for (const [{ body }, error] of failed) logger.error('this message goes back to the queue', { error, body });
    return { batchItemFailures: [...failed.keys()].map(({ messageId }) => ({ itemIdentifier: messageId })) };
  };

async function errorOf(act: () => Promise<void>): Promise<unknown> {
  try {
    await act();
    return undefined;
  } catch (error) {
    return error;
  }
}

function nudgeIn(body: { detail?: unknown }): Nudge {
  const said = (body.detail ?? body) as { incident?: unknown; seq?: unknown; site?: unknown; for?: unknown };
  if (typeof said.incident === 'string') {
    return {
      incident: said.incident,
      ...(typeof said.seq === 'number' ? { seq: said.seq } : {}),
      ...(Array.isArray(said.for) && said.for.includes(PEOPLE) ? { people: true } : {}),
    };
  }
  if (said.site === true) return { site: true };
  throw new Error('the message is not a nudge: it names no incident and not the site');
}
