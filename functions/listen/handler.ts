import middy from '@middy/core';
import type { Context, SQSEvent } from 'aws-lambda';
import { listen } from '../../shared/app/desk/listen.ts';
import type { DeskPorts } from '../../shared/app/desk/ports.ts';
import { SECOND_MS } from '../../shared/core/instant.ts';
import { connectTable } from '../../shared/lambda/connect.ts';
import { connectDesk } from '../../shared/lambda/connect-desk.ts';
import { deskSources } from '../../shared/lambda/desk-sources.ts';
import { environment } from '../../shared/lambda/environment.ts';
import { logged } from '../../shared/lambda/logged.ts';
import { whenUsed } from '../../shared/lambda/when-used.ts';

/** While an incident is open, between two ticks of the schedule (docs/rules.md, Desk). */
const LOOKS_BETWEEN_MS = [20 * SECOND_MS, 40 * SECOND_MS];

/** What a look that was asked for says: that it is the desk's. */
const DESK = 'desk';

/**
 * Hears what customers say, once a minute, and three times as often while an incident is open. A lost tick is made up for by
 * the next, which reads from before the last one on; a look too many finds what is known.
 */
export const createHandler = (ports: DeskPorts, lookAgain: (whose: string, afterMs: number) => Promise<void>) =>
  middy<SQSEvent | object, void, Error, Context>()
    .use(logged())
    .handler(async (event) => {
      const { open } = await listen(ports);
      if (open === 0 || 'Records' in event) return;
      for (const afterMs of LOOKS_BETWEEN_MS) await lookAgain(DESK, afterMs);
    });

const queueUrl = environment('CANDOR_LISTEN_QUEUE_URL');
const { again } = whenUsed(
  async () => ({ again: (await import('../../shared/lambda/clients/own-queue.ts')).ownQueue(queueUrl) }),
  'again',
);

const table = connectTable();

/** What AWS calls: the same handler, wired to the real world once per cold start. */
export const handler = createHandler(connectDesk(table, deskSources(table.at)), again);
