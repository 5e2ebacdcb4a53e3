import middy from '@middy/core';
import type { Context, SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { lookAtOne } from '../../shared/app/look.ts';
import { isUnderWay } from '../../shared/app/site/ask-rebuild.ts';
import { type SweepPorts, type SweepReport, sweep } from '../../shared/app/sweep.ts';
import { config, configHash } from '../../shared/config/config.ts';
import { spoken } from '../../shared/config/voice.ts';
import { MINUTE_MS } from '../../shared/core/instant.ts';
import { connectCommands, connectPeople, connectTable } from '../../shared/lambda/connect.ts';
import { environment } from '../../shared/lambda/environment.ts';
import { logged } from '../../shared/lambda/logged.ts';
import { emitSweep } from '../../shared/lambda/metrics.ts';
import { nudgeByNudge } from '../../shared/lambda/queue.ts';
import { watchedChannels } from '../../shared/lambda/watched-channels.ts';
import { whenUsed } from '../../shared/lambda/when-used.ts';

/**
 * Acts on what is due: on every tick of the schedule for all incidents, and for one incident when the look queue says
 * so. Both lead to the same look, so neither can do anything that the other would not.
 */
export const createHandler = (ports: SweepPorts, report: (swept: SweepReport) => void) => {
  const looks = nudgeByNudge(async (nudge) => {
    if ('incident' in nudge) await lookAtOne(ports, nudge.incident, nudge.seq);
  });
  return middy<SQSEvent | object, SQSBatchResponse | undefined, Error, Context>()
    .use(logged())
    .handler(async (event) => {
      if ('Records' in event) return looks(event);
      report(await sweep(ports));
      return undefined;
    });
};

const table = connectTable();
const at = { bucket: environment('CANDOR_SITE_BUCKET'), configHash };
const site = whenUsed(
  async () => (await import('../../shared/lambda/clients/site-bucket.ts')).siteBucket(at),
  'renderedWith',
);

/** What AWS calls: the same handler, wired to the real world once per cold start. */
export const handler = createHandler(
  {
    ...connectPeople(),
    ...connectCommands(table),
    ...table,
    reopenWithinMs: config.intake.reopenWithin * MINUTE_MS,
    staffed: config.intake.staffed,
    table: table.at.table,
    voice: spoken,
    components: new Set(config.components.map((component) => component.id)),
    siteIsCurrent: async () =>
      (await site.renderedWith()) === configHash && !isUnderWay(await table.siteIndex.rebuildPoint()),
    channels: watchedChannels(table),
  },
  emitSweep,
);
