import type { Context, SQSBatchResponse } from 'aws-lambda';
import { snsSigner } from '../../infra/local/cloud/sns-signing.ts';
import { memoryRateLimits } from '../../shared/adapters/memory/rate-limits.ts';
import { secretOf } from '../../shared/api/intake-secret.ts';
import { SOURCE_LIMIT } from '../../shared/api/rate-limits.ts';
import { stormPace } from '../../shared/app/storm-pace.ts';
import { config } from '../../shared/config/config.ts';
import { parseConfig } from '../../shared/config/parse-config.ts';
import type { HttpEvent, HttpResult } from '../../shared/lambda/http.ts';
import type { QueuedAlarms } from '../../shared/ports/alarm-storms.ts';
import { seen, team } from './team.ts';

const { createHandler } = await import('../../functions/intake/handler.ts');

/** The topic that the source `aws` listens to. */
export const TOPIC = 'arn:aws:sns:eu-west-1:111122223333:alarms';

const rule = { when: {}, component: '{component}' };
const sources = parseConfig({
  ...config,
  intake: {
    sources: [
      { id: 'webhook', format: 'generic', rules: [rule] },
      { id: 'hosts', format: 'generic', rules: [{ when: { host: 'prod-*-api-*-api-*-eu' }, component: 'api' }] },
      { id: 'prom', format: 'alertmanager', rules: [{ ...rule, when: { severity: 'critical' }, impact: 'critical' }] },
      {
        id: 'aws',
        format: 'cloudwatch',
        events: { source: ['aws.cloudwatch'], detailType: ['CloudWatch Alarm State Change'] },
        topics: [TOPIC],
        rules: [{ when: { alarm: 'prod-*-api-*' }, component: 'api' }],
      },
      { id: 'pager', format: 'pagerduty', rules: [{ when: { service: 'Checkout' }, component: 'website' }] },
    ],
  },
}).intake.sources;

/** A key takes a while to make, so all share one. */
const sns = snsSigner();

/** The intake beside the API, over the same memory. */
export function monitored(changes: object = {}) {
  const house = team({ sources, ...changes });
  const called: string[] = [];
  const queue: QueuedAlarms[] = [];
  const handler = createHandler({
    ...house.ports,
    reopenWithinMs: config.intake.reopenWithin * 60_000,
    names: new Map(config.components.map(({ id, name }) => [id, name])),
    confirm: async (address) => void called.push(address),
    certificates: { at: async (address) => (address === sns.certificateAddress ? sns.certificate : undefined) },
    rateLimits: memoryRateLimits(SOURCE_LIMIT),
    isCalm: stormPace(),
    alarmQueue: { put: async (messages) => void queue.push(...messages) },
    ...changes,
  });
  async function send(source: string, body: unknown, headers?: Record<string, string>, query?: Record<string, string>) {
    const secret = secretOf(source, (await house.ports.intakeKeys()).key);
    const event = {
      rawPath: `/intake/${source}`,
      headers: { 'content-type': 'text/plain', ...(headers ?? { authorization: `Bearer ${secret}` }) },
      pathParameters: { source },
      ...(query === undefined ? {} : { queryStringParameters: query }),
      requestContext: { requestId: 'r', http: { method: 'POST', path: `/intake/${source}` } },
      body: typeof body === 'string' ? body : JSON.stringify(body),
      isBase64Encoded: false,
    } as unknown as HttpEvent;
    const result = (await handler(event, {} as Context)) as HttpResult;
    const answer = { status: result.statusCode, headers: result.headers, body: JSON.parse(result.body ?? 'null') };
    const status = answer.status ?? 0;
    const type = status >= 400 ? answer.body?.type : undefined;
    seen.push({ method: 'POST', path: `/intake/${source}`, status, type, body: answer.body });
    return answer;
  }
  const alarm = (id: string, component: string, state = 'firing') => ({ id, state, labels: { component } });
  const open = async () => (await house.get('/v1/incidents?open=true')).body.incidents;
  const event = (detail: object, id = 'e1') =>
    handler(
      { Records: [{ messageId: 'm', body: JSON.stringify({ id, source: 'monitor', detail }) }] } as never,
      {} as Context,
    );
  /** An event of another service, as EventBridge has it. */
  const foreign = (body: object) =>
    handler({ Records: [{ messageId: 'm', body: JSON.stringify(body) }] } as never, {} as Context);
  /** A batch of a queue; answers with the messages that go back to it. */
  async function deliver(
    batch: readonly { messageId: string; body: string }[],
    context: object = {},
  ): Promise<string[]> {
    const { batchItemFailures } = (await handler({ Records: batch } as never, context as Context)) as SQSBatchResponse;
    return batchItemFailures.map(({ itemIdentifier }) => itemIdentifier);
  }
  /** Works off what waits, as its queue brings it; answers with the messages that stay there. */
  async function workedOff(): Promise<QueuedAlarms[]> {
    const waiting = queue.splice(0);
    for (const message of waiting) {
      const { batchItemFailures } = (await foreign(message)) as SQSBatchResponse;
      if (batchItemFailures.length > 0) queue.push(message);
    }
    return [...queue];
  }
  return { ...house, send, alarm, called, open, event, foreign, deliver, queue, workedOff, sns };
}
