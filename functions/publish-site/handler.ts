import { S3Client } from '@aws-sdk/client-s3';
import middy from '@middy/core';
import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { DEADLINES, within } from '../../shared/adapters/aws/deadlines.ts';
import { dynamodbImports } from '../../shared/adapters/dynamodb/imports.ts';
import { s3SiteStore } from '../../shared/adapters/s3/site-store.ts';
import { type PublishSitePorts, publishAll } from '../../shared/app/site/publish.ts';
import { lookAtSite } from '../../shared/app/site/rebuild.ts';
import { config, configHash } from '../../shared/config/config.ts';
import { spoken } from '../../shared/config/voice.ts';
import { answeredAsSaid } from '../../shared/lambda/answered.ts';
import { connectTable, systemClock } from '../../shared/lambda/connect.ts';
import { environment } from '../../shared/lambda/environment.ts';
import { logged } from '../../shared/lambda/logged.ts';
import { nudgesTogether } from '../../shared/lambda/queue.ts';

/**
 * Brings the status site in line with each incident that was nudged, or the shared pages (all of it, if the config
 * or the code has changed) when the nudge names the site. In a storm the shared pages are written once per batch.
 *
 * What to publish is read from the log, so a lost, late or repeated nudge changes when we publish, never what.
 */
export const createHandler = (ports: PublishSitePorts) =>
  middy<SQSEvent, SQSBatchResponse>()
    .use(logged())
    .handler(
      nudgesTogether({
        incidents: (ids) => publishAll(ports, ids),
        site: () => lookAtSite(ports, configHash),
      }),
    );

function connectSite(): PublishSitePorts {
  const { at, log, siteIndex, deliveries, control } = connectTable();
  // Checksums that S3 does not ask for would cost more than the write of a small page itself.
  const client = new S3Client({
    ...within(DEADLINES.bucket),
    cacheMiddleware: true,
    requestChecksumCalculation: 'WHEN_REQUIRED',
  });
  return {
    log,
    siteIndex,
    imports: dynamodbImports(at),
    answered: answeredAsSaid(at),
    deliveries,
    control,
    site: s3SiteStore({ client, bucket: environment('CANDOR_SITE_BUCKET'), configHash }),
    clock: systemClock,
    config,
    voice: spoken,
    siteUrl: environment('CANDOR_SITE_URL'),
    breathe: () => new Promise(setImmediate),
  };
}

/** What AWS calls: the same handler, wired to the real world once per cold start. */
export const handler = createHandler(connectSite());
