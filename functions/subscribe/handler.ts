import { setTimeout as pause } from 'node:timers/promises';
import middy from '@middy/core';
import httpRouter from '@middy/http-router';
import { dynamodbSignUpCounts } from '../../shared/adapters/dynamodb/sign-up-counts.ts';
import { dynamodbSubscribers } from '../../shared/adapters/dynamodb/subscribers.ts';
import { httpsCarrier } from '../../shared/adapters/https/carrier.ts';
import { pushKeysOf } from '../../shared/adapters/push/keys.ts';
import { hookKeysOf, publicKeyText } from '../../shared/adapters/webhook/signature.ts';
import { componentNames } from '../../shared/config/component-names.ts';
import { config } from '../../shared/config/config.ts';
import { confirmationSender } from '../../shared/config/mail-senders.ts';
import { spoken } from '../../shared/config/voice.ts';
import {
  connectMailer,
  connectOriginSecret,
  connectSubscriberKey,
  connectTable,
  systemClock,
  systemRandomness,
} from '../../shared/lambda/connect.ts';
import { environment } from '../../shared/lambda/environment.ts';
import { type HttpEvent, type HttpResult, headAsGet } from '../../shared/lambda/http.ts';
import { logged } from '../../shared/lambda/logged.ts';
import { logger } from '../../shared/lambda/logger.ts';
import { emitAboveCeiling } from '../../shared/lambda/metrics.ts';
import { unknownCall } from '../../shared/lambda/unknown-call.ts';
import { whenUsed } from '../../shared/lambda/when-used.ts';
import { brokenPages } from './broken-pages.ts';
import { LINK_CALL_MS } from './hook-link-answers.ts';
import { type SubscribePorts, subscribeRoutes } from './routes.ts';
import { throughSite } from './through-site.ts';

/**
 * Answers those outside who ask to be told: to sign up, confirm, change and leave. It knows their addresses, and says
 * nothing that the public hears.
 */
export const createHandler = (ports: SubscribePorts & { originSecret: () => Promise<string> }) => {
  const routes = subscribeRoutes(ports);
  return middy<HttpEvent, HttpResult>()
    .use(logged())
    .use(headAsGet())
    .use(brokenPages(ports))
    .use(throughSite(ports.originSecret))
    .handler(httpRouter<HttpEvent, HttpResult>({ routes, notFoundResponse: unknownCall(routes) }));
};

const table = connectTable();
const { mail } = config;
// The stack makes this function only where the config has it.
if (mail === undefined) throw new Error('The config says nothing of mail, so nobody can be asked to confirm.');

const subscriberKey = connectSubscriberKey();

/** Loaded by those calls alone that need it. */
const proofOfWork = whenUsed(
  async () => (await import('../../shared/adapters/altcha/proof-of-work.ts')).altchaProofOfWork(subscriberKey),
  'task',
  'solved',
);

/** What AWS calls: the same handler, wired to the real world once per cold start. */
export const handler = createHandler({
  subscribers: dynamodbSubscribers(table.at),
  signUpCounts: dynamodbSignUpCounts(table.at),
  siteIndex: table.siteIndex,
  carrier: httpsCarrier(),
  linkCarrier: httpsCarrier({ atMostMs: LINK_CALL_MS }),
  keysOf: hookKeysOf,
  publicKeyText,
  pushKeys: (houseKey) => pushKeysOf(houseKey, environment('CANDOR_SITE_URL')),
  randomness: systemRandomness,
  mailer: connectMailer(),
  subscriberKey,
  ...(config.signUp.proofOfWork ? { proofOfWork } : {}),
  originSecret: connectOriginSecret(),
  sender: { from: confirmationSender(mail), replyTo: mail.replyTo },
  siteUrl: environment('CANDOR_SITE_URL'),
  config,
  brand: config.brand.name,
  voice: spoken,
  names: componentNames(config),
  clock: systemClock,
  pause,
  aboveCeiling: emitAboveCeiling,
  info: (message, details) => logger.info(message, details),
  warn: (message, details) => logger.warn(message, details),
});
