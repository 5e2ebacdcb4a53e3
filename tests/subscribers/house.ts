import type { Context } from 'aws-lambda';
import { vi } from 'vitest';
import { altchaProofOfWork } from '../../shared/adapters/altcha/proof-of-work.ts';
import { memorySignUpCounts } from '../../shared/adapters/memory/sign-up-counts.ts';
import { memorySubscribers } from '../../shared/adapters/memory/subscribers.ts';
import { pushKeysOf } from '../../shared/adapters/push/keys.ts';
import { hookKeysOf, publicKeyText } from '../../shared/adapters/webhook/signature.ts';
import type { Config } from '../../shared/config/config-schema.ts';
import { spoken } from '../../shared/config/voice.ts';
import { unfitAddress } from '../../shared/core/hooks/address.ts';
import { instant, MINUTE_MS } from '../../shared/core/instant.ts';
import type { PublicIncident } from '../../shared/core/public-incident.ts';
import { subscriberId } from '../../shared/core/subscribers/address.ts';
import type { SubscriberKind } from '../../shared/core/subscribers/subscriber.ts';
import type { HttpEvent } from '../../shared/lambda/http.ts';
import type { Carried, Challenge, HookKeys, RoomWords, SignedCall } from '../../shared/ports/carrier.ts';
import type { Mail, MailAnswer } from '../../shared/ports/mailer.ts';
import { siteOf, testConfig } from '../site/support/site.ts';

// The module wires itself to AWS when it is loaded; nothing is called before a request comes.
for (const name of ['TABLE', 'SITE_URL', 'SUBSCRIBER_SECRET', 'ORIGIN_SECRET', 'MAIL_CONFIGURATION_SET'])
  vi.stubEnv(`CANDOR_${name}`, 'https://example.com');
vi.stubEnv('AWS_REGION', 'eu-west-1');
vi.stubEnv('POWERTOOLS_LOG_LEVEL', 'SILENT');
const { createHandler } = await import('../../functions/subscribe/handler.ts');

export const KEY = 'a key of enough letters for a signature';
export const ORIGIN = 'what CloudFront adds to each request';
export const SITE = 'https://status.example.com';

/** A browser on the net. */
const VIEWER = '198.51.100.7';

/** A call to an address that somebody named. */
type Called = {
  kind: string;
  address: string;
  words?: RoomWords;
  challenge?: Challenge;
  calls?: readonly SignedCall[];
  keys?: HookKeys;
};

type Request = { form?: Record<string, string | string[]>; body?: string; viewer?: string; origin?: string };

/** That a house asks browsers for work, and for how much, if it is not as much as ours. */
type Asks = { task?: Parameters<typeof altchaProofOfWork>[1] };

/** The real function `subscribe` over memory, at 10:00, with mails that are kept and not sent. */
export function house(
  open: readonly PublicIncident[] = [],
  channels: Config['channels'] = ['mail', 'hooks'],
  asks?: Asks,
) {
  const clock = { nowMs: Date.parse('2026-11-22T10:00:00.000Z') };
  const mails: Mail[] = [];
  const logged: unknown[] = [];
  const pauses: number[] = [];
  let fate: ((mail: Mail) => MailAnswer | undefined) | undefined;
  let above = 0;
  let originSecret = ORIGIN;
  const called: Called[] = [];
  let callFate: Carried = { is: 'taken', receipt: '' };
  const carry = async (call: Called): Promise<Carried> => {
    called.push(call);
    return callFate;
  };
  const room = (kind: string) => (address: string, words: RoomWords) => carry({ kind, address, words });
  const rooms = { slack: room('slack'), teams: room('teams'), discord: room('discord') };
  const ports = {
    subscribers: memorySubscribers(),
    signUpCounts: memorySignUpCounts(),
    siteIndex: { read: async () => siteOf(open, '10:00').siteIndex },
    mailer: {
      async send(mail: Mail): Promise<MailAnswer> {
        const answer = fate?.(mail) ?? { is: 'taken', id: `mail-${mails.length + 1}` };
        if (answer.is === 'taken' || answer.is === 'unknown') mails.push(mail);
        return answer;
      },
    },
    subscriberKey: async () => KEY,
    originSecret: async () => originSecret,
    sender: { from: 'Example Cloud Status <confirm@status.example.com>' },
    siteUrl: SITE,
    config: { ...testConfig, channels, signUp: { proofOfWork: asks !== undefined } },
    ...(asks === undefined ? {} : { proofOfWork: altchaProofOfWork(async () => KEY, asks.task) }),
    carrier: {
      challenge: (address: string, challenge: Challenge, keys: HookKeys) =>
        carry({ kind: 'webhook', address, challenge, keys }),
      ...rooms,
      unfit: (address: string) => unfitAddress(address),
    },
    linkCarrier: {
      webhook: (address: string, calls: readonly SignedCall[], keys: HookKeys) =>
        carry({ kind: 'webhook', address, calls, keys }),
      ...rooms,
    },
    keysOf: hookKeysOf,
    publicKeyText,
    pushKeys: (houseKey: string) => pushKeysOf(houseKey, SITE),
    randomness: { salt: () => `salt${called.length}` },
    brand: testConfig.brand.name,
    voice: spoken,
    names: new Map(testConfig.components.map(({ id, name }) => [id, name])),
    clock: { now: () => instant(clock.nowMs) },
    pause: async (ms: number) => void pauses.push(ms),
    aboveCeiling: () => {
      above += 1;
    },
    info: (message: string, details: object) => void logged.push([message, details]),
    warn: (message: string, details: object) => void logged.push([message, details]),
  };
  const handler = createHandler(ports);

  async function request(method: string, url: string, { form, body, viewer = VIEWER, origin = ORIGIN }: Request = {}) {
    const path = new URL(url, SITE).pathname;
    const sent = body ?? (form === undefined ? undefined : bodyOf(form));
    const event = {
      version: '2.0',
      rawPath: path,
      headers: {
        ...(origin === '' ? {} : { 'x-candor-origin': origin }),
        'cloudfront-viewer-address': `${viewer}:4711`,
      },
      requestContext: { requestId: 'r', http: { method, path } },
      ...(sent === undefined ? {} : { body: sent }),
      isBase64Encoded: false,
    } as unknown as HttpEvent;
    const { statusCode = 0, body: answer = '', headers = {} } = await handler(event, {} as Context);
    return { status: statusCode, body: answer, headers };
  }

  const idOf = (address: string) => subscriberId(KEY, 'mail', address);
  const house = {
    clock,
    mails,
    called,
    logged,
    pauses,
    ports,
    request,
    get: (url: string) => request('GET', url),
    post: (url: string, form: Request['form'] = {}, more: Request = {}) => request('POST', url, { form, ...more }),
    /** Fills in the form of the site. */
    signUp: (address: string, form: Request['form'] = {}, more: Request = {}) =>
      request('POST', '/s', { form: { email: address, ...form }, ...more }),
    wait: (minutes: number) => {
      clock.nowMs += minutes * MINUTE_MS;
    },
    idOf,
    kept: (address: string) => ports.subscribers.of('mail', idOf(address)),
    gone: (address: string) => ports.subscribers.gone('mail', idOf(address)),
    /** The newest link of ours that an address was mailed. */
    linkTo: (address: string): string => {
      const mail = mails.findLast(({ to }) => to === address);
      return /https:\/\/status\.example\.com\/s\/[cum]\/\S+/.exec(mail?.text ?? '')?.[0] ?? `${SITE}/s/c/none`;
    },
    /** Signs up and confirms. */
    async follow(address: string, form: Request['form'] = {}) {
      await house.signUp(address, form);
      return house.post(house.linkTo(address));
    },
    /** From now on mails are answered so. */
    mailsAre: (next: typeof fate) => {
      fate = next;
    },
    /** From now on whoever is called answers so. */
    callsAre: (next: Carried) => {
      callFate = next;
    },
    hookId: (kind: SubscriberKind, address: string) => subscriberId(KEY, kind, address),
    keptHook: (kind: SubscriberKind, address: string) =>
      ports.subscribers.of('hooks', subscriberId(KEY, kind, address)),
    /** Fills in the form for rooms, programs and browsers. */
    signUpHook: (address: string, form: Request['form'] = {}, more: Request = {}) =>
      request('POST', '/s', { form: { kind: 'hook', hook: address, ...form }, ...more }),
    paged: () => above,
    secretIs: (next: string) => {
      originSecret = next;
    },
  };
  return house;
}

function bodyOf(form: NonNullable<Request['form']>): string {
  const fields = Object.entries(form).flatMap(([name, value]) =>
    [value].flat().map((one): [string, string] => [name, one]),
  );
  return new URLSearchParams(fields).toString();
}
