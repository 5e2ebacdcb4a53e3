import path from 'node:path';
import { type Cloud, startCloud } from './cloud/cloud.ts';
import { currentAssembly, systemStack } from './start/assembly.ts';
import { inboxSubscriber } from './start/inbox.ts';
import { type Lock, takeLock } from './start/lock.ts';
import { openFunctionLog } from './start/log.ts';
import { CannotStart, help, readOptions, type StartOptions } from './start/options.ts';
import { armXOnce, frozenBecause, untilReady } from './start/ready.ts';
import { startWorld, type World } from './world/world.ts';

// `npm start`: builds what changed, runs the synthesised stack beside a simulated world, and says when it is ready.
const root = path.resolve(import.meta.dirname, '..', '..');
const say = (line: string) => console.error(`candor: ${line}`);

const running: (() => unknown)[] = [];
let stopping = false;

/** Ends everything in the opposite order; whoever asks twice, or waits too long, gets it at once. */
async function stop(code: number): Promise<void> {
  if (stopping) process.exit(code);
  stopping = true;
  setTimeout(() => process.exit(code), 3_000).unref();
  for (const end of running.toReversed()) await end();
  process.exit(code);
}

function lockData({ dataDir }: StartOptions): Lock {
  const lock = takeLock(path.join(dataDir, 'lock'));
  if ('release' in lock) return lock;
  throw new CannotStart(
    `${dataDir} is in use by another Candor (process ${lock.heldBy}). Stop that one, or choose another folder with --data.`,
  );
}

/** Says which port is taken, in place of the error that names none of the options. */
async function onPort<T>(starting: Promise<T>, { port }: StartOptions): Promise<T> {
  try {
    return await starting;
  } catch (error) {
    const { code, port: taken } = error as NodeJS.ErrnoException & { port?: number };
    if (code !== 'EADDRINUSE' && code !== 'EACCES') throw error;
    const why = code === 'EACCES' ? 'may not be used' : 'is in use by another program';
    throw new CannotStart(
      `Port ${taken ?? port} ${why}. Candor needs ${port} to ${port + 2}: choose others, e.g. with --port ${port + 10 > 65_533 ? 4310 : port + 10}.`,
    );
  }
}

/** The secret that the X channel reads its tokens from. */
function xSecretOf({ template }: Cloud): string {
  const variables = template
    .ofType('AWS::Lambda::Function')
    .map(({ properties }) => properties.Environment?.Variables ?? {});
  const arn = variables.find(({ CANDOR_X_SECRET }) => CANDOR_X_SECRET)?.CANDOR_X_SECRET;
  if (!arn)
    throw new CannotStart('No function has the environment variable CANDOR_X_SECRET: the X channel cannot post.');
  return arn;
}

async function start(options: StartOptions): Promise<void> {
  const { dataDir, port, sweepSeconds } = options;
  const lock = lockData(options);
  running.push(() => lock.release());
  const log = openFunctionLog(path.join(dataDir, 'logs', 'functions.log'), options.verbose, say);
  running.push(log.close);

  const building = () => say('building the functions and the stack (only after a change) ...');
  const assembly = options.cdkOut ?? (await currentAssembly(root, building));
  say('starting ...');

  let cloud: Cloud | undefined;
  const world: World = await onPort(
    startWorld({
      dataDir: path.join(dataDir, 'world'),
      port: port + 2,
      extraHandler: (request, response) => cloud?.cognito.handle(request, response) ?? false,
    }),
    options,
  );
  running.push(() => world.stop());

  cloud = await onPort(
    startCloud({
      cdkOut: assembly,
      stack: systemStack(assembly),
      dataDir: path.join(dataDir, 'cloud'),
      parameters: { XUrl: options.xUrl ?? world.url },
      ports: { site: port, ops: port + 1 },
      signInOrigin: world.url,
      sweepSeconds,
      onLog: log.write,
      publishToInbox: inboxSubscriber(world.inbox),
    }),
    options,
  );
  running.push(cloud.stop);
  const { template, putEvents, putSecret, urls, warmed } = cloud;
  const bus = template.ofType('AWS::Events::EventBus')[0]!.name;
  const put = (entries: { Source: string; DetailType: string; Detail: string }[]) =>
    putEvents(entries.map((entry) => ({ ...entry, EventBusName: bus })));
  world.connectBus(async (entries) => ({ Entries: put(entries) }));
  putSecret(xSecretOf(cloud), JSON.stringify(world.xTokens));

  await warmed;
  await armXOnce(cloud, path.join(dataDir, 'x-armed'));
  const origins = { site: urls.site, ops: urls.ops, world: world.url };
  await untilReady(origins, () => {
    put([{ Source: 'candor', DetailType: 'candor.look', Detail: '{"site":true}' }]);
  });
  const frozen = await frozenBecause(cloud);
  const ready = `candor ready site=${origins.site} ops=${origins.ops} world=${origins.world}`;
  console.log(frozen === undefined ? ready : `${ready} frozen (nothing goes out by itself: ${frozen})`);
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void stop(0));
// The launcher is gone, perhaps killed: nothing may stay behind.
process.on('disconnect', () => void stop(0));

try {
  const options = readOptions(process.argv.slice(2), process.env, root);
  if (options === 'help') console.log(help);
  else await start(options);
} catch (error) {
  if (!stopping) {
    say(error instanceof CannotStart ? error.message : String((error as Error)?.stack ?? error));
    await stop(1);
  }
}
