import middy from '@middy/core';
import httpRouter from '@middy/http-router';
import { dynamodbArchive } from '../../shared/adapters/dynamodb/archive.ts';
import { dynamodbImports } from '../../shared/adapters/dynamodb/imports.ts';
import { dynamodbRateLimits } from '../../shared/adapters/dynamodb/rate-limits.ts';
import { dynamodbSubscribers } from '../../shared/adapters/dynamodb/subscribers.ts';
import { componentNames } from '../../shared/config/component-names.ts';
import { config } from '../../shared/config/config.ts';
import { takesTickets } from '../../shared/config/takes-tickets.ts';
import { spoken } from '../../shared/config/voice.ts';
import { addressRoutes } from '../../shared/lambda/address-routes.ts';
import { commandRoutes } from '../../shared/lambda/api-routes.ts';
import { askedChannels } from '../../shared/lambda/asked-channels.ts';
import {
  connectArchiveKeys,
  connectCommands,
  connectIntakeKeys,
  connectLinkKey,
  connectMachines,
  connectPeople,
  connectSubscriberKey,
  connectTable,
  systemClock,
} from '../../shared/lambda/connect.ts';
import { connectDesk } from '../../shared/lambda/connect-desk.ts';
import { deskSources } from '../../shared/lambda/desk-sources.ts';
import { environment } from '../../shared/lambda/environment.ts';
import { type HttpEvent, type HttpResult, headAsGet, problemDocuments } from '../../shared/lambda/http.ts';
import { linkRoutes } from '../../shared/lambda/link-routes.ts';
import { logged } from '../../shared/lambda/logged.ts';
import { noSubscribers } from '../../shared/lambda/no-subscribers.ts';
import { unknownCall } from '../../shared/lambda/unknown-call.ts';

/**
 * Takes commands from people and answers reads.
 *
 * Every command is one conditional put; what the public sees of it follows from the log. A request that fails has
 * changed nothing.
 */
export const createHandler = (ports: Parameters<typeof commandRoutes>[0] & Parameters<typeof linkRoutes>[0]) => {
  const links = [...linkRoutes(ports), ...addressRoutes(ports)];
  const routes = [...links, ...commandRoutes(ports, links)];
  return middy<HttpEvent, HttpResult>()
    .use(logged())
    .use(headAsGet())
    .use(problemDocuments())
    .handler(httpRouter<HttpEvent, HttpResult>({ routes, notFoundResponse: unknownCall(routes) }));
};

const table = connectTable();
const siteUrl = environment('CANDOR_SITE_URL');

/** What AWS calls: the same handler, wired to the real world once per cold start. */
export const handler = createHandler({
  ...connectPeople(),
  ...connectMachines(),
  ...connectCommands(table),
  ...table,
  desk: connectDesk(table, deskSources(table.at)),
  busyHours: config.busyHours,
  channels: askedChannels(table, siteUrl),
  imports: dynamodbImports(table.at),
  subscribers: dynamodbSubscribers(table.at),
  archive: dynamodbArchive(
    table.at,
    config.components.map((component) => component.id),
    systemClock,
  ),
  archiveKeys: connectArchiveKeys(),
  subscriberKey: config.mail === undefined ? noSubscribers : connectSubscriberKey(),
  rateLimits: dynamodbRateLimits(table.at, config.requests),
  linkKey: connectLinkKey(),
  opsUrl: environment('CANDOR_OPS_URL'),
  intakeKeys: connectIntakeKeys(),
  linksApprove: config.reminders.addressed,
  sources: config.intake.sources,
  takesTickets: takesTickets(config),
  brand: config.brand.name,
  siteUrl,
  voice: spoken,
  components: new Set(config.components.map((component) => component.id)),
  names: componentNames(config),
});
