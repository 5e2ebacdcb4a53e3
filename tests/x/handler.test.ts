import type { Context, SQSEvent } from 'aws-lambda';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { house } from './support/house.ts';

const event = (...bodies: unknown[]) =>
  ({
    Records: bodies.map((body, index) => ({ messageId: `m${index + 1}`, body: JSON.stringify(body) })),
  }) as unknown as SQSEvent;

const nudge = (incident: string) => ({ source: 'candor', 'detail-type': 'candor.look', detail: { incident } });

describe('publish-x', () => {
  let createHandler: typeof import('../../functions/publish-x/handler.ts').createHandler;

  beforeAll(async () => {
    // The module wires itself to AWS when it is loaded; nothing is called before an event comes.
    for (const name of ['TABLE', 'SITE_URL', 'OPS_URL', 'X_URL', 'X_SECRET', 'REMINDER_TOPIC']) {
      vi.stubEnv(`CANDOR_${name}`, 'https://example.com');
    }
    vi.stubEnv('AWS_REGION', 'eu-west-1');
    vi.stubEnv('POWERTOOLS_LOG_LEVEL', 'SILENT');
    ({ createHandler } = await import('../../functions/publish-x/handler.ts'));
  });

  it('brings X in line with each incident that was nudged, and gives back only what it could not do', async () => {
    const { ports, say, texts } = house();
    await say('i1', 'opened', { message: 'Card payments fail.' });
    await say('i2', 'opened', { title: 'Search is down' });
    const load = ports.log.load;
    ports.log.load = async (incident) => {
      if (incident === 'broken') throw new Error('the table does not answer');
      return load(incident);
    };
    const handler = createHandler(ports);
    const answer = await handler(event(nudge('i1'), nudge('broken'), nudge('i2')), {} as Context);
    expect(answer).toEqual({ batchItemFailures: [{ itemIdentifier: 'm2' }] });
    expect(texts()).toHaveLength(2);
  });
});
