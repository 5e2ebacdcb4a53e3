import { createHmac } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type Answer, startLocalSystem } from './local-system.ts';
import { seconds } from './patience.ts';
import { X_ALONE } from './x-alone.ts';

/** The topic that the source `cloudwatch` listens to; SNS of the local cloud has a topic of every account. */
export const TOPIC = 'arn:aws:sns:us-east-1:111122223333:alarms';

const all = (component: string) => [{ when: {}, component }];

/** A source of each format, and a component of its own for each, so that none joins the incident of another. */
const SOURCES = [
  { id: 'alertmanager', format: 'alertmanager', rules: all('{component}') },
  { id: 'plain-alertmanager', format: 'alertmanager' },
  { id: 'aws-health', format: 'aws-health', events: { source: ['aws.health'] } },
  { id: 'better-stack', format: 'better-stack' },
  {
    id: 'cloudwatch',
    format: 'cloudwatch',
    topics: [TOPIC],
    events: { source: ['aws.cloudwatch'], detailType: ['CloudWatch Alarm State Change'] },
  },
  { id: 'datadog', format: 'datadog' },
  { id: 'generic', format: 'generic', rules: all('{component}') },
  { id: 'checks', format: 'generic' },
  { id: 'grafana', format: 'grafana' },
  { id: 'healthchecks', format: 'healthchecks' },
  { id: 'held', format: 'generic', rules: [{ when: {}, component: 'of-held', holdFor: 3 }] },
  { id: 'incident-io', format: 'incident-io' },
  {
    id: 'mapped',
    format: 'mapped',
    map: {
      each: 'problems',
      check: 'name',
      state: 'state',
      firing: ['open'],
      recovered: ['closed'],
      labels: { zone: 'zone' },
    },
  },
  { id: 'opsgenie', format: 'opsgenie' },
  {
    id: 'pagerduty',
    format: 'pagerduty',
    events: { source: ['aws.partner/pagerduty.com/1234567890/test-event-source'] },
  },
  { id: 'sentry', format: 'sentry' },
  { id: 'statuspage', format: 'statuspage' },
  { id: 'unheard', format: 'generic' },
  { id: 'uptime-kuma', format: 'uptime-kuma' },
];

const CONFIG = {
  ...X_ALONE,
  components: [...X_ALONE.components, ...SOURCES.map(({ id }) => ({ id: `of-${id}`, name: `Watched by ${id}` }))],
  // Each test has incidents of its own.
  intake: { reopenWithin: 0, sources: SOURCES.map((source) => ({ rules: all(`of-${source.id}`), ...source })) },
};

export type Sender = Awaited<ReturnType<typeof startWatchedSystem>>;

/** `npm start` with a source of every format, and what sends to it at its edge. */
export async function startWatchedSystem() {
  const folder = mkdtempSync(path.join(tmpdir(), 'candor-senders-'));
  const configFile = path.join(folder, 'candor.config.json');
  writeFileSync(configFile, JSON.stringify(CONFIG));
  const system = await startLocalSystem({ startsAt: '10:00', environment: { CANDOR_CONFIG_FILE: configFile } });
  const secrets = new Map<string, string>();

  async function secretOf(source: string): Promise<string> {
    if (secrets.size === 0) {
      const { body } = await system.get('/v1/intake');
      for (const { id, secret } of body.sources) secrets.set(id, secret);
    }
    return secrets.get(source)!;
  }

  /** Sends a body as it is, with these headers alone. */
  async function send(source: string, body: unknown, headers: Record<string, string> = {}): Promise<Answer> {
    const response = await fetch(`${system.urls.ops}/intake/${source}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: typeof body === 'string' ? body : JSON.stringify(body),
      signal: AbortSignal.timeout(seconds(120)),
    });
    const text = await response.text();
    const isJson = /json/.test(response.headers.get('content-type') ?? '');
    return {
      status: response.status,
      headers: response.headers,
      etag: undefined,
      text,
      body: isJson ? JSON.parse(text) : text,
    };
  }

  return {
    system,
    send,
    secretOf,
    /** Sends it with the source's secret. */
    tell: async (source: string, body: unknown) =>
      send(source, body, { authorization: `Bearer ${await secretOf(source)}` }),
    /** An HMAC of `text` in hex, by the source's secret. */
    hmacOf: async (source: string, text: string) =>
      createHmac('sha256', await secretOf(source))
        .update(text)
        .digest('hex'),
    /** Publishes on a topic of SNS; answers with what the intake answered to the delivery. */
    async publish(message: unknown, topicArn = TOPIC): Promise<{ status: number; body: Answer['body'] }> {
      const response = await fetch(`${system.urls.world}/sim/notifications`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({
          topicArn,
          endpoint: `${system.urls.ops}/intake/cloudwatch`,
          message: typeof message === 'string' ? message : JSON.stringify(message),
        }),
      });
      const { status, body } = (await response.json()) as { status: number; body: string };
      return { status, body: JSON.parse(body) };
    },
    /** The only open incident about a component. */
    async about(component: string) {
      const { body } = await system.get('/v1/incidents?open=true');
      const found = body.incidents.filter(({ components }: { components: { id: string }[] }) =>
        components.some(({ id }) => id === component),
      );
      return found.length === 1 ? found[0] : undefined;
    },
    async end(): Promise<void> {
      await system.end();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
