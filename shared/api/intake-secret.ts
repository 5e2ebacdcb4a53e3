import { createHmac } from 'node:crypto';
import type { AlarmFormat } from '../core/alarm.ts';
import { sameSecret } from '../core/same-secret.ts';

/** What the intake knows senders by: the key that our secrets are made of, and the keys of tools that sign with their own. */
export type IntakeKeys = {
  key: string;
  /** By source; the newest and, during a rotation, the one before. */
  senders: Readonly<Record<string, readonly string[]>>;
};

/**
 * Reads the intake's secret: the key alone, or JSON as `{"key": "...", "senders": {"pager": ["..."]}}`.
 * Throws if it is neither: whoever edited it has to hear of it.
 */
export function intakeKeysIn(text: string): IntakeKeys {
  if (!text.trimStart().startsWith('{')) return { key: text, senders: {} };
  const { key, senders = {} } = JSON.parse(text) as { key?: unknown; senders?: Record<string, unknown> };
  if (typeof key !== 'string') throw new Error('the secret of the intake has no "key"');
  const lists = Object.entries(senders).map(([source, keys]) => {
    if (!Array.isArray(keys) || !keys.every((one) => typeof one === 'string' && one.length >= SHORTEST_KEY))
      throw new Error(
        `the secret of the intake: senders.${source} is no list of keys of at least ${SHORTEST_KEY} letters`,
      );
    return [source, keys as string[]] as const;
  });
  return { key, senders: Object.fromEntries(lists) };
}

const SHORTEST_KEY = 16;

/** What one source is told, so that one that leaks opens no other. Derived, so that there is one secret to keep. */
export const secretOf = (source: string, key: string): string => {
  // An empty key would let everybody in.
  if (key.length < 32) throw new Error('the key of the intake is missing or too short');
  return createHmac('sha256', key).update(`candor intake v1\n${source}`).digest('base64url');
};

/** A webhook as far as it shows who sent it. `secrets`: ours for the source, then those that the tool signs with. */
export type Signed = {
  headers: Readonly<Record<string, string | undefined>>;
  query: Readonly<Record<string, string | undefined>>;
  body: string;
  secrets: readonly string[];
  format: AlarmFormat;
  nowMs: number;
};

/**
 * Whether a webhook comes from who knows one of the source's secrets. It carries it (`Authorization: Bearer`, the password
 * of `Basic`, or `?secret=` for tools that send no header), or it has signed the body with it: HMAC-SHA256 in hex as
 * `X-Candor-Signature` or `X-Hub-Signature-256`, or as its tool does.
 */
export function isAuthentic(signed: Signed): boolean {
  const { headers, query, secrets } = signed;
  const [scheme = '', credentials = ''] = (headers.authorization ?? '').split(' ');
  const isKnown = (given: string) => secrets.some((secret) => sameSecret(given, secret));
  if (/^bearer$/i.test(scheme)) return isKnown(credentials);
  if (/^basic$/i.test(scheme)) {
    const [, ...password] = Buffer.from(credentials, 'base64').toString('utf8').split(':');
    return isKnown(password.join(':'));
  }
  if (query.secret !== undefined) return isKnown(query.secret);
  return secrets.some((secret) => (SIGNED_BY[signed.format] ?? signedAsUsual)(signed, secret));
}

type Check = (signed: Signed, secret: string) => boolean;

const hex = (secret: string, text: string): string => createHmac('sha256', secret).update(text).digest('hex');

const signedAsUsual: Check = ({ headers, body }, secret) =>
  ['x-candor-signature', 'x-hub-signature-256'].some((name) =>
    sameSecret((headers[name] ?? '').replace(/^sha256=/, ''), hex(secret, body)),
  );

/** A signature of long ago proves only that somebody has kept it. */
const OLDEST_MS = 5 * 60_000;
const isFresh = (seconds: string, nowMs: number): boolean =>
  /^\d{1,12}$/.test(seconds) && Math.abs(Number(seconds) * 1000 - nowMs) <= OLDEST_MS;

/** https://developer.pagerduty.com/docs/verifying-webhook-signatures: any of several may match. */
const pagerduty: Check = ({ headers, body }, secret) =>
  (headers['x-pagerduty-signature'] ?? '')
    .split(',')
    .some((one) => one.trim().startsWith('v1=') && sameSecret(one.trim().slice(3), hex(secret, body)));

/** https://docs.svix.com/receiving/verifying-payloads/how-manual: over id, time and body, with a key in base64. */
const svix: Check = ({ headers, body, nowMs }, secret) => {
  const named = (name: string) => headers[`webhook-${name}`] ?? headers[`svix-${name}`] ?? '';
  const [id, seconds] = [named('id'), named('timestamp')];
  if (id === '' || !isFresh(seconds, nowMs)) return false;
  const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64');
  const expected = createHmac('sha256', key).update(`${id}.${seconds}.${body}`).digest('base64');
  return named('signature')
    .split(' ')
    .some((one) => one.startsWith('v1,') && sameSecret(one.slice(3), expected));
};

/** Grafana's contact point of type webhook signs the body, or time and body where a header for the time is set. */
const grafana: Check = ({ headers, body, nowMs }, secret) => {
  const given = headers['x-grafana-alerting-signature'] ?? '';
  const seconds = headers['x-grafana-alerting-timestamp'];
  if (seconds === undefined) return sameSecret(given, hex(secret, body));
  return isFresh(seconds, nowMs) && sameSecret(given, hex(secret, `${seconds}:${body}`));
};

/** https://docs.sentry.io/organization/integrations/integration-platform/webhooks/#verifying-the-signature */
const sentry: Check = ({ headers, body }, secret) =>
  sameSecret(headers['sentry-hook-signature'] ?? '', hex(secret, body));

/** Formats whose tools sign in a way of their own; they may sign as usual, too. */
const SIGNED_BY: Partial<Record<AlarmFormat, Check>> = Object.fromEntries(
  Object.entries({ pagerduty, 'incident-io': svix, grafana, sentry }).map(([format, check]) => [
    format,
    (signed: Signed, secret: string) => check(signed, secret) || signedAsUsual(signed, secret),
  ]),
);
