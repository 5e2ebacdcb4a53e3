import middy from '@middy/core';
import type { Context, SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { lookAtOne } from '../../shared/app/look.ts';
import type { RemindPorts } from '../../shared/app/remind/due.ts';
import { isOfConfig, isUnderWay } from '../../shared/app/site/ask-rebuild.ts';
import { type SweepPorts, type SweepReport, sweep } from '../../shared/app/sweep.ts';
import { config, configHash } from '../../shared/config/config.ts';
import { spoken } from '../../shared/config/voice.ts';
import { MINUTE_MS } from '../../shared/core/instant.ts';
import { connectCommands, connectDelivery, connectLinkKey, connectTable } from '../../shared/lambda/connect.ts';
import { environment } from '../../shared/lambda/environment.ts';
import { logged } from '../../shared/lambda/logged.ts';
import { logger } from '../../shared/lambda/logger.ts';
import { emitSweep } from '../../shared/lambda/metrics.ts';
import { nudgeByNudge } from '../../shared/lambda/queue.ts';
import { watchedChannels } from '../../shared/lambda/watched-channels.ts';
import { whenUsed } from '../../shared/lambda/when-used.ts';

const { remind } = whenUsed(() => import('../../shared/app/remind/remind.ts'), 'remind');

/**
 * Acts on what is due: on every tick of the schedule for all incidents, and for one incident when the queue says so, by a
 * look or, where it was nudged for the sake of people, by reminding them. A tick and a look do the same, and what people
 * are to be told is read from the log, so that a lost, late or repeated message changes when something is done, never what.
 */
export const createHandler = (ports: SweepPorts & RemindPorts, report: (swept: SweepReport) => void) => {
  const messages = nudgeByNudge(async (nudge) => {
    if (!('incident' in nudge)) return;
    if (nudge.people) await remind(ports, nudge.incident);
    else await lookAtOne(ports, nudge.incident, nudge.seq);
  });
  return middy<SQSEvent | object, SQSBatchResponse | undefined, Error, Context>()
    .use(logged())
    .handler(async (event) => {
      if ('Records' in event) return messages(event);
      report(await sweep(ports));
      return undefined;
    });
};

const table = connectTable();
const opsUrl = environment('CANDOR_OPS_URL');
const at = { bucket: environment('CANDOR_SITE_BUCKET'), configHash };
const site = whenUsed(async () => (await import('../../shared/lambda/clients/site-bucket.ts')).siteBucket(at), 'front');

/** What AWS calls: the same handler, wired to the real world once per cold start. */
export const handler = createHandler(
  {
    ...connectDelivery(table),
    ...connectCommands(table),
    ...table,
    reopenWithinMs: config.intake.reopenWithin * MINUTE_MS,
    staffed: config.intake.staffed,
    table: table.at.table,
    voice: spoken,
    components: new Set(config.components.map((component) => component.id)),
    frontPage: async () => {
      const front = await site.front();
      const isCurrent = isOfConfig(front, configHash) && !isUnderWay(await table.siteIndex.rebuildPoint());
      return { ...front, isCurrent };
    },
    channels: watchedChannels(table),
    links: { key: connectLinkKey(), opsUrl, warn: (message, error) => logger.warn(message, error as Error) },
    places: { consoleUrl: `${opsUrl}/console`, siteUrl: environment('CANDOR_SITE_URL') },
  },
  emitSweep,
);
