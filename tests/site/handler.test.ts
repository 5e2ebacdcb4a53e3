import type { Context, SQSEvent } from 'aws-lambda';
import { beforeAll, describe, expect, it } from 'vitest';
import { memoryControl } from '../../shared/adapters/memory/control.ts';
import { memoryDeliveries } from '../../shared/adapters/memory/deliveries.ts';
import { memoryImports } from '../../shared/adapters/memory/imports.ts';
import { memoryLog } from '../../shared/adapters/memory/incident-log.ts';
import { memorySiteIndex } from '../../shared/adapters/memory/site-index.ts';
import { memorySiteStore } from '../../shared/adapters/memory/site-store.ts';
import { memoryTable } from '../../shared/adapters/memory/table.ts';
import { configHash } from '../../shared/config/config.ts';
import { spoken } from '../../shared/config/voice.ts';
import { testConfig } from './support/site.ts';
import { at, entriesOf } from './support/story.ts';

// The module wires itself to AWS when it is loaded, as it does in a cold start; nothing is called there.
const SURROUNDINGS = {
  AWS_REGION: 'eu-central-1',
  CANDOR_TABLE: 'table',
  CANDOR_SITE_BUCKET: 'bucket',
  CANDOR_SITE_URL: 'https://status.example.com',
};
let createHandler: typeof import('../../functions/publish-site/handler.ts').createHandler;
beforeAll(async () => {
  Object.assign(process.env, SURROUNDINGS);
  ({ createHandler } = await import('../../functions/publish-site/handler.ts'));
});

/** What the queue hands over for these details of nudges on the bus. */
const nudges = (...details: object[]): SQSEvent => ({
  Records: details.map((detail, index) => ({
    messageId: `m${index}`,
    receiptHandle: 'r',
    body: JSON.stringify({ source: 'candor', 'detail-type': 'candor.look', detail }),
    attributes: {
      ApproximateReceiveCount: '1',
      SentTimestamp: '0',
      SenderId: 's',
      ApproximateFirstReceiveTimestamp: '0',
    },
    messageAttributes: {},
    md5OfBody: '',
    eventSource: 'aws:sqs',
    eventSourceARN: 'arn:aws:sqs:eu-central-1:111122223333:site',
    awsRegion: 'eu-central-1',
  })),
});

function world() {
  const clock = { now: () => at('14:00') };
  const table = memoryTable();
  const log = memoryLog({ table, clock });
  const site = memorySiteStore(configHash);
  const ports = {
    clock,
    log,
    site,
    siteIndex: memorySiteIndex(table),
    imports: memoryImports(),
    deliveries: memoryDeliveries(table),
    control: memoryControl(table),
    config: testConfig,
    voice: spoken,
    siteUrl: 'https://status.example.com',
  };
  return { log, site, handle: (event: SQSEvent) => createHandler(ports)(event, {} as Context) };
}

describe('publish-site', () => {
  it('publishes each incident that it is nudged about, and renders the whole site when asked', async () => {
    const { log, site, handle } = world();
    for (const id of ['i1', 'i2']) for (const entry of entriesOf(id, ['13:00', {}])) await log.append(entry, undefined);
    expect(await handle(nudges({ incident: 'i1' }, { incident: 'i2' }, { site: true }))).toEqual({
      batchItemFailures: [],
    });
    for (const key of ['incidents/i1/index.html', 'incidents/i2/index.html', '404.html'])
      expect(site.files.has(key)).toBe(true);
    expect((await site.front()).renderedWith).toBe(configHash);
  });

  it('gives back to the queue what failed, and that alone', async () => {
    const { log, site, handle } = world();
    for (const entry of entriesOf('i1', ['13:00', {}])) await log.append(entry, undefined);
    const put = site.put;
    site.put = async (file, version) => {
      if (file.key === 'incidents/i2/index.html') throw new Error('S3 is away');
      return put(file, version);
    };
    for (const entry of entriesOf('i2', ['13:00', {}])) await log.append(entry, undefined);
    const batch = nudges({ neither: 'nor' }, { incident: 'i1' }, { incident: 'i2' }, { incident: 'i2' });
    expect(await handle(batch)).toEqual({
      batchItemFailures: ['m0', 'm2', 'm3'].map((itemIdentifier) => ({ itemIdentifier })),
    });
    expect(site.files.has('incidents/i1/index.html')).toBe(true);
  });
});
