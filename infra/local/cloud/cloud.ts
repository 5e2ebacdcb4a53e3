import { availableParallelism } from 'node:os';
import path from 'node:path';
import { createAuthorizers } from './authorizers.ts';
import { type Clock, type ClockChange, realClock } from './clock.ts';
import { createDistribution } from './cloudfront.ts';
import { type Cognito, startCognito } from './cognito.ts';
import { startDynamoDb } from './dynamodb.ts';
import { createEventBuses, type EntryResult, type EventEntry } from './event-bus.ts';
import { startMapping } from './event-source-mapping.ts';
import { createFaults, type Fault } from './faults.ts';
import { startFauxqs } from './fauxqs.ts';
import { createFunctions } from './functions.ts';
import { type Service, startGateway } from './gateway.ts';
import { createHttpApi } from './http-api.ts';
import type { Outcome } from './lambda-environment.ts';
import { localHosts } from './local-hosts.ts';
import { listenOnLoopback } from './loopback.ts';
import { type MeteredCall, metered } from './meter.ts';
import { createGuard, type Denial, type Guard } from './policies.ts';
import { createReplication } from './replication.ts';
import { findHead, findObject, s3Service } from './s3.ts';
import { startSchedule } from './scheduler.ts';
import { createSecrets } from './secrets-manager.ts';
import { createSes, type Outside, type Ses } from './ses.ts';
import type { Credentials } from './sigv4.ts';
import { createTopics, type Subscriber, type Topics } from './sns.ts';
import { createSnsWebhooks, type SnsWebhooks } from './sns-webhooks.ts';
import { createQueues, type Depth } from './sqs.ts';
import { createStandstill } from './standstill.ts';
import { loadTemplate, type Template } from './template.ts';
import { unfedQueues } from './unfed-queues.ts';

export interface CloudOptions {
  /** The folder that `cdk synth` wrote, and the stack in it. */
  readonly cdkOut: string;
  readonly stack: string;
  /** Where all state lives. */
  readonly dataDir: string;
  readonly parameters?: Readonly<Record<string, string>>;
  /** Ports of site and ops; 0, the default, picks free ones. */
  readonly ports?: { readonly site: number; readonly ops: number };
  /** Where `cognito.handle` is mounted; the ops origin if not said. */
  readonly signInOrigin?: string;
  /** Overrides the rate of every schedule. */
  readonly sweepSeconds?: number;
  /** False if functions start when they are first called, and not, as by default, all at once ahead of that. */
  readonly warm?: boolean;
  /** Environments per function where the template reserves none; as many as there are cores if not said, and two at least. */
  readonly concurrency?: number;
  /**
   * How many functions may be at work at once, all together, as in an account of AWS: what comes while all are is refused
   * at once, and the API answers it 503. No limit if not said: the machine's cores are one already.
   */
  readonly slots?: number;
  /**
   * Logical ids, as far as they begin, of functions that others go before. On AWS each has a processor of its own; here
   * they share the cores of one machine.
   */
  readonly inBackground?: readonly string[];
  /** Names of hosts outside that a port of this machine stands for: `hooks.slack.com=4312`; none if not said. */
  readonly nearby?: string;
  /** The time of the cloud; the machine's own if not said. */
  readonly clock?: Clock;
  /** What functions (by logical id) and the cloud itself say, text with line ends. */
  readonly onLog?: (from: string, text: string) => void;
  /** Takes what is published on SNS. */
  readonly publishToInbox?: Subscriber;
  /** False if only subscriptions bring anything there; true, the default, if the inbox is one that gets everything. */
  readonly inboxIsSubscribed?: boolean;
  /** Takes the mails of the sign-in service. */
  readonly onMail?: (to: string, text: string) => void;
  /** What SES may send, who takes what it delivers, and what goes wrong. */
  readonly mail?: Partial<Outside>;
  /** Hears of every call to AWS. */
  readonly onCall?: (call: MeteredCall) => void;
}

export interface Cloud {
  readonly urls: { readonly aws: string; readonly site: string; readonly ops: string };
  readonly template: Template;
  /** Credentials of somebody who may do everything, for clients at `urls.aws`. */
  readonly operator: Credentials;
  readonly cognito: Cognito;
  /** Answers the links in mails of SNS; false for everything else. */
  readonly openedMailLink: Topics['handle'];
  /** Every function that is started ahead has its first environment (or failed to). */
  readonly warmed: Promise<void>;
  putEvents(entries: readonly EventEntry[]): EntryResult[];
  /** Publishes on a topic of anybody's account, to which an address of the web is subscribed. */
  readonly publishToWebhook: SnsWebhooks['publish'];
  getSecret(id: string): string | undefined;
  putSecret(id: string, value: string): void;
  /** Calls the one function whose logical id starts with `idPrefix`. */
  invoke(idPrefix: string, payload: unknown): Promise<Outcome>;
  /** Sets the clock at a moment in which no function is at work. Rejects if none comes within a minute. */
  changeClock(change: ClockChange): Promise<void>;
  /** Runs every schedule now. */
  tick(): void;
  /** Messages per queue, by logical id. */
  depths(): Record<string, Depth>;
  /** Invocations per function, by logical id. */
  invocations(): Record<string, number>;
  readonly denials: readonly Denial[];
  /** `service:Action resource` per role, by logical id. */
  readonly used: Guard['used'];
  inject(fault: Fault): void;
  clearFaults(): void;
  stop(): Promise<void>;
}

/** Functions that never pause for so long are not going to. */
const STANDSTILL_WITHIN_MS = 60_000;

/** Runs a synthesised stack on this machine. Throws, naming what it does not model, before anything is served. */
export async function startCloud(options: CloudOptions): Promise<Cloud> {
  const say = options.onLog ?? (() => {});
  const log = (line: Record<string, unknown>) => say('cloud', `${JSON.stringify(line)}\n`);
  const folder = (name: string) => path.resolve(options.dataDir, name);
  const stops: (() => unknown)[] = [];
  const stop = async () => {
    for (const end of stops.toReversed()) await end();
  };

  try {
    const [site, ops] = [
      await listenOnLoopback(options.ports?.site ?? 0),
      await listenOnLoopback(options.ports?.ops ?? 0),
    ];
    stops.push(site.stop, ops.stop);
    const origin = (port: number) => `http://localhost:${port}`;

    const services: Record<string, Service> = {};
    const faults = createFaults();
    const { clock = realClock } = options;
    const standstill = createStandstill();
    const snsWebhooks = createSnsWebhooks(clock.nowMs);
    const gateway = await startGateway({
      services,
      mailResources: (mail) => ses.mailResources(mail),
      guard: () => guard,
      faults,
      answerUnsigned: snsWebhooks.answer,
      log,
    });
    stops.push(gateway.stop);

    const origins = {
      site: origin(site.port),
      ops: origin(ops.port),
      signIn: options.signInOrigin ?? origin(ops.port),
      aws: gateway.url,
    };
    const template = loadTemplate({
      cdkOut: options.cdkOut,
      stack: options.stack,
      ...(options.parameters ? { parameters: options.parameters } : {}),
      hosts: (identities) => localHosts(origins, identities),
    });
    const guard = createGuard(template, (denial) => log({ level: 'ERROR', message: 'access denied', ...denial }));

    const dynamoDb = startDynamoDb(folder('dynamodb'), (error) =>
      log({ level: 'ERROR', message: 'dynalite threw and was started again', error: String(error) }),
    );
    stops.push(dynamoDb.stop);
    const fauxqs = await startFauxqs(folder('sqs'), folder('s3'));
    stops.push(fauxqs.stop);
    for (const table of template.ofType('AWS::DynamoDB::Table', 'AWS::DynamoDB::GlobalTable'))
      await dynamoDb.createTable(table);
    for (const { name } of template.ofType('AWS::S3::Bucket')) fauxqs.s3.createBucket(name);
    const queues = createQueues(fauxqs, template.ofType('AWS::SQS::Queue'), gateway.url);
    const secrets = createSecrets(template.ofType('AWS::SecretsManager::Secret'), folder('secrets.json'));
    const cognito = await startCognito(template, {
      folder: folder('cognito'),
      nowMs: clock.nowMs,
      mail: options.onMail ?? (() => {}),
    });
    const authorizers = createAuthorizers(template, folder('authorizers.json'));

    const functions = createFunctions({
      template,
      gateway,
      guard,
      defaultConcurrency: options.concurrency ?? Math.max(2, availableParallelism()),
      slots: options.slots,
      inBackground: options.inBackground ?? [],
      nearby: options.nearby ?? '',
      clock,
      standstill,
      sendToQueue: queues.send,
      onOutput: say,
      log,
    });
    stops.push(() => {
      for (const one of functions.all) one.stop();
    });
    const delivery = { template, guard, log, sendToQueue: queues.send, invokeLater: functions.invokeLater };
    const buses = createEventBuses(delivery);
    const topics = createTopics(template, {
      subscriber: options.publishToInbox ?? (() => {}),
      inboxIsSubscribed: options.inboxIsSubscribed ?? true,
      file: folder('sns.json'),
      linksAt: origins.signIn,
      clock,
    });
    const ses: Ses = createSes(template, {
      ...options.mail,
      file: folder('ses.json'),
      clock,
      putEvents: buses.putEvents,
    });
    stops.push(ses.stop);
    const modelled: Record<string, Service> = {
      apigateway: authorizers.service,
      'cognito-idp': cognito.service,
      dynamodb: dynamoDb.service,
      events: buses.service,
      s3: s3Service(
        fauxqs,
        createReplication(template, guard, fauxqs),
        (bucket) =>
          template.ofType('AWS::S3::Bucket').find(({ name }) => name === bucket)?.properties.LifecycleConfiguration
            ?.Rules,
      ),
      secretsmanager: secrets.service,
      ses: ses.service,
      sns: topics.service,
      sqs: queues.service,
    };
    const { onCall } = options;
    for (const [name, service] of Object.entries(modelled))
      services[name] = onCall ? metered(name, service, onCall) : service;

    const [distribution] = template.ofType('AWS::CloudFront::Distribution');
    if (distribution) {
      site.serve(
        createDistribution(distribution, {
          template,
          guard,
          log,
          findObject: (bucket, key) => findObject(fauxqs, bucket, key),
          findHead: (bucket, key) => findHead(fauxqs, bucket, key),
          secretOf: secrets.get,
          troubleIn: (bucket) => faults.take('s3', 'GetObject', `/${bucket}/`),
        }),
      );
    }
    const [api] = template.ofType('AWS::ApiGatewayV2::Api');
    if (api) {
      const answer = createHttpApi(api, {
        template,
        guard,
        log,
        functionByArn: functions.byArn,
        authorizers,
        keysOf: cognito.keysOf,
      });
      const signsInHere = options.signInOrigin === undefined;
      ops.serve((request, response) => {
        const isOthers = signsInHere && (cognito.handle(request, response) || topics.handle(request, response));
        if (!isOthers) answer(request, response);
      });
    }

    for (const { queue, consumer } of unfedQueues(template, guard)) {
      log({ level: 'ERROR', message: `nothing sends to the queue ${queue.id}, which ${consumer} waits on` });
    }
    for (const { id, properties } of template.ofType('AWS::Events::Rule'))
      if ((properties.Targets ?? []).length === 0) log({ level: 'ERROR', message: `the rule ${id} leads nowhere` });
    for (const mapping of template.ofType('AWS::Lambda::EventSourceMapping')) {
      const target = functions.byName(mapping.properties.FunctionName);
      if (!target)
        throw new Error(`${mapping.id} (${mapping.type}): there is no function ${mapping.properties.FunctionName}`);
      stops.push(startMapping(mapping, target, { fauxqs, queues, guard, standstill, log }));
    }
    const toWarm = options.warm === false ? [] : functions.all;
    const warmed = Promise.all(toWarm.map((one) => one.warm())).then(() => {});
    const everyMs = options.sweepSeconds === undefined ? {} : { everyMs: options.sweepSeconds * 1000 };
    const schedules = template
      .ofType('AWS::Scheduler::Schedule')
      .map((schedule) => startSchedule(schedule, { ...delivery, ...everyMs, clock }));
    stops.push(() => {
      for (const schedule of schedules) schedule.stop();
    });

    return {
      urls: { aws: gateway.url, site: origins.site, ops: origins.ops },
      template,
      operator: gateway.issueCredentials('operator'),
      cognito,
      openedMailLink: topics.handle,
      warmed,
      putEvents: buses.putEvents,
      publishToWebhook: snsWebhooks.publish,
      getSecret: secrets.get,
      putSecret: secrets.put,
      invoke: (idPrefix, payload) => functions.byIdPrefix(idPrefix).invoke(JSON.stringify(payload)),
      changeClock: (change) => standstill.atRest(() => clock.change(change), STANDSTILL_WITHIN_MS),
      tick() {
        for (const schedule of schedules) schedule.tick();
      },
      depths: () =>
        Object.fromEntries(template.ofType('AWS::SQS::Queue').map(({ id, arn }) => [id, queues.depth(arn)])),
      invocations: () =>
        Object.fromEntries(functions.all.map(({ resource, invocations }) => [resource.id, invocations])),
      denials: guard.denials,
      used: guard.used,
      inject: faults.inject,
      clearFaults: faults.clear,
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}
