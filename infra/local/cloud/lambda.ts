import { randomUUID } from 'node:crypto';
import { REGION } from './arn.ts';
import type { Clock } from './clock.ts';
import { type Environment, type Invocation, type Outcome, startEnvironment } from './lambda-environment.ts';
import type { RightOfWay } from './right-of-way.ts';
import type { Credentials } from './sigv4.ts';
import type { Slots } from './slots.ts';
import type { Standstill } from './standstill.ts';
import type { Resource, Template } from './template.ts';

/** One function of the template, with as many environments as it needs at the time. */
export interface LambdaFunction {
  readonly resource: Resource;
  /** Waits for a free environment, starts one if the limit allows it, and resolves with what the handler did. */
  invoke(payload: string): Promise<Outcome>;
  /** Starts the first environment ahead of the first request. */
  warm(): Promise<void>;
  readonly invocations: number;
  stop(): void;
}

export interface LambdaSettings {
  readonly template: Template;
  readonly gatewayUrl: string;
  readonly credentials: Credentials;
  /** How many environments may run at once where the function reserves none. */
  readonly defaultConcurrency: number;
  readonly inBackground: boolean;
  /** Names of hosts that a port of this machine stands for: `hooks.slack.com=4312`. */
  readonly nearby: string;
  readonly rightOfWay: RightOfWay;
  /** Of the account: who finds none free is refused at once, and told to come again. */
  readonly slots: Slots;
  readonly clock: Clock;
  readonly standstill: Standstill;
  /** Output of the handler, as it comes. */
  onOutput(text: string): void;
}

/** What a function that may not run now is answered with, by AWS's name. */
export const THROTTLED = 'TooManyRequestsException';

const REFUSED: Outcome = { ok: false, errorType: THROTTLED, errorMessage: 'Rate Exceeded.' };
const STOPPED: Outcome = { ok: false, errorType: 'Stopped', errorMessage: 'the cloud stopped' };

/** Lambda's own limit for a synchronous event. */
const maxPayloadBytes = 6 * 1024 * 1024;

/** Prepares a function; nothing runs before `warm` or `invoke`. */
export function createFunction(resource: Resource, settings: LambdaSettings): LambdaFunction {
  const { properties, id, type } = resource;
  if (!String(properties.Runtime).startsWith('nodejs'))
    throw new Error(`${id} (${type}): the runtime ${properties.Runtime} is not modelled`);
  const folder = settings.template.assetFolder(properties.Code.S3Key);
  const limit: number = properties.ReservedConcurrentExecutions ?? settings.defaultConcurrency;
  const variables = variablesOf(resource, folder, settings);

  const queue: Invocation[] = [];
  let environments: Environment[] = [];
  let invocations = 0;
  let stopped = false;
  let whenWarm: (() => void)[] = [];

  const warmed = () => {
    for (const resolve of whenWarm) resolve();
    whenWarm = [];
  };

  const assign = () => {
    for (const environment of environments) {
      if (environment.state !== 'ready') continue;
      const next = queue.shift();
      if (!next) return;
      environment.run(next);
    }
    const starting = environments.filter(({ state }) => state === 'starting').length;
    for (let missing = queue.length - starting; missing > 0 && environments.length < limit && !stopped; missing -= 1)
      grow();
  };

  const grow = () => {
    let initError: (Outcome & { ok: false }) | undefined;
    let wasReady = false;
    const environment: Environment = startEnvironment({
      functionArn: resource.arn,
      folder,
      variables: variables(),
      timeoutMs: (properties.Timeout ?? 3) * 1000,
      memoryMb: properties.MemorySize ?? 128,
      inBackground: settings.inBackground,
      clock: settings.clock,
      onOutput: settings.onOutput,
      onReady() {
        wasReady = true;
        warmed();
        assign();
      },
      onInitError(error) {
        initError = error;
      },
      onGone(why) {
        environments = environments.filter((other) => other !== environment);
        // A failed initialisation fails one invocation: retrying it for ever would never tell anybody.
        if (!wasReady) {
          queue.shift()?.finish(initError ?? { ok: false, errorType: 'Runtime.ExitError', errorMessage: why });
        }
        warmed();
        if (!stopped) assign();
      },
    });
    environments.push(environment);
  };

  return {
    resource,
    get invocations() {
      return invocations;
    },
    warm() {
      if (environments.length === 0) grow();
      return environments.some(({ state }) => state !== 'starting')
        ? Promise.resolve()
        : new Promise((resolve) => whenWarm.push(resolve));
    },
    async invoke(payload) {
      invocations += 1;
      if (stopped) return STOPPED;
      if (limit === 0) return REFUSED;
      if (Buffer.byteLength(payload) > maxPayloadBytes) {
        return {
          ok: false,
          errorType: 'RequestTooLargeException',
          errorMessage: 'Request must be smaller than 6291456 bytes',
        };
      }
      const run = (): Promise<Outcome> => {
        const free = settings.slots.take();
        if (!free) return Promise.resolve(REFUSED);
        const atWork = settings.standstill.begin();
        return new Promise<Outcome>((resolve) => {
          queue.push({ id: randomUUID(), payload, finish: resolve });
          assign();
        }).finally(() => {
          free();
          atWork();
        });
      };
      if (settings.inBackground) {
        await settings.rightOfWay.clear();
        return stopped ? STOPPED : run();
      }
      const end = settings.rightOfWay.begin();
      return run().finally(end);
    },
    stop() {
      stopped = true;
      for (const environment of environments) environment.kill();
      for (const { finish } of queue.splice(0)) finish(STOPPED);
    },
  };
}

/** The environment variables of each new environment, as Lambda sets them. */
function variablesOf(
  { name, properties }: Resource,
  folder: string,
  { gatewayUrl, credentials, nearby }: LambdaSettings,
) {
  const logging = properties.LoggingConfig ?? {};
  return (): Record<string, string> => ({
    ...Object.fromEntries(
      Object.entries(properties.Environment?.Variables ?? {}).map(([key, value]) => [key, String(value)]),
    ),
    _HANDLER: properties.Handler,
    AWS_ACCESS_KEY_ID: credentials.accessKeyId,
    AWS_DEFAULT_REGION: REGION,
    AWS_ENDPOINT_URL: gatewayUrl,
    AWS_EXECUTION_ENV: `AWS_Lambda_${properties.Runtime}`,
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(properties.MemorySize ?? 128),
    AWS_LAMBDA_FUNCTION_NAME: name,
    AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
    AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
    AWS_LAMBDA_LOG_FORMAT: logging.LogFormat ?? 'Text',
    AWS_LAMBDA_LOG_GROUP_NAME: logging.LogGroup ?? `/aws/lambda/${name}`,
    ...(logging.ApplicationLogLevel ? { AWS_LAMBDA_LOG_LEVEL: logging.ApplicationLogLevel } : {}),
    AWS_LAMBDA_LOG_STREAM_NAME: `local/[$LATEST]${randomUUID().replaceAll('-', '')}`,
    AWS_REGION: REGION,
    AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
    AWS_SESSION_TOKEN: credentials.sessionToken,
    AWS_XRAY_CONTEXT_MISSING: 'LOG_ERROR',
    // One machine plays all services at once, and whatever else it does: a slow answer here is no service that is away.
    CANDOR_PATIENCE: '5',
    // What lies outside of AWS is played here too, and reached by its own names (shared/adapters/https/nearby.ts).
    ...(nearby === '' ? {} : { CANDOR_NEARBY: nearby }),
    LAMBDA_TASK_ROOT: folder,
    LANG: 'en_US.UTF-8',
    PATH: '/usr/local/bin:/usr/bin:/bin',
    TZ: ':UTC',
  });
}
