import path from 'node:path';
import type { Config } from '../../shared/config/config-schema.ts';
import { readConfigFile } from '../config-file.ts';
import { settableClock } from './cloud/clock.ts';
import { currentAssembly } from './start/assembly.ts';
import { makeDataFolder } from './start/data-folder.ts';
import { WrongOption } from './start/flags.ts';
import { disarmedBecause } from './start/house.ts';
import { type Lock, takeLock } from './start/lock.ts';
import { openFunctionLog } from './start/log.ts';
import { CannotStart, help, readOptions, type StartOptions } from './start/options.ts';
import { frozenBecause } from './start/ready.ts';
import { startSystem } from './start/system.ts';

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
  makeDataFolder(dataDir);
  const lock = takeLock(path.join(dataDir, 'lock'));
  if ('release' in lock) return lock;
  throw new CannotStart(
    `${dataDir} is in use by another Candor (process ${lock.heldBy}). Stop that one, or choose another folder with --data.`,
    2,
  );
}

/** Says which port is taken, in place of the error that names none of the options. */
function portTaken(error: unknown, { port }: StartOptions): unknown {
  const { code, port: taken } = error as NodeJS.ErrnoException & { port?: number };
  if (code !== 'EADDRINUSE' && code !== 'EACCES') return error;
  const why = code === 'EACCES' ? 'may not be used' : 'is in use by another program';
  const other = port + 10 > 65_533 ? 4310 : port + 10;
  return new CannotStart(
    `Port ${taken ?? port} ${why}. Candor needs ${port} to ${port + 2}: choose others, e.g. with --port ${other}.`,
    2,
  );
}

/** Says what is wrong with a config before anything is built with it. */
function checked(file: string): Config {
  try {
    return readConfigFile(file);
  } catch (error) {
    throw new CannotStart((error as Error).message, 2);
  }
}

async function start(options: StartOptions): Promise<void> {
  const { dataDir, port, sweepSeconds, mailRate, xUrl, nearby } = options;
  const lock = lockData(options);
  running.push(() => lock.release());
  const clock = settableClock(path.join(dataDir, 'clock.json'));
  const log = openFunctionLog(path.join(dataDir, 'logs', 'functions.log'), options.verbose, say);
  running.push(log.close);
  const building = () => say('building the functions and the stack (only after a change) ...');
  const config = options.configFile === undefined ? undefined : checked(options.configFile);
  const assembly = options.cdkOut ?? (await currentAssembly(root, building, options));
  say('starting ...');
  const starting = startSystem({
    assembly,
    dataDir,
    port,
    sweepSeconds,
    mailRate,
    cold: options.cold,
    config,
    clock,
    onLog: log.write,
    ...(xUrl ? { xUrl } : {}),
    ...(nearby ? { nearby } : {}),
  });
  const system = await starting.catch((error) => {
    throw portTaken(error, options);
  });
  running.push(system.stop);
  await system.ready();
  const { site, ops, world } = system.origins;
  const frozen = await frozenBecause(system.cloud);
  const ready = `candor ready site=${site} ops=${ops} world=${world}`;
  const disarmed = await disarmedBecause(system.cloud);
  const notes = [
    ...(frozen === undefined ? [] : [`frozen (nothing goes out by itself: ${frozen})`]),
    ...(disarmed === undefined ? [] : [`disarmed (no apology goes out by itself: ${disarmed})`]),
  ];
  console.log([ready, ...notes].join(' '));
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void stop(0));
// The launcher is gone, perhaps killed: nothing may stay behind. Waiting for that alone keeps nothing running.
process.on('disconnect', () => void stop(0));
process.channel?.unref();

try {
  const options = readOptions(process.argv.slice(2), process.env, root);
  if (options === 'help') console.log(help);
  else await start(options);
} catch (error) {
  if (!stopping) {
    const inWords = error instanceof CannotStart || error instanceof WrongOption;
    say(inWords ? error.message : String((error as Error)?.stack ?? error));
    await stop(inWords ? error.exitCode : 1);
  }
}
