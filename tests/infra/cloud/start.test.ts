import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { describe, expect, it, onTestFinished } from 'vitest';
import { makeDataFolder } from '../../../infra/local/start/data-folder.ts';
import { takeLock, waitForLock } from '../../../infra/local/start/lock.ts';
import { openFunctionLog } from '../../../infra/local/start/log.ts';
import { readOptions } from '../../../infra/local/start/options.ts';
import { until } from '../../support/until.ts';
import { lambda, temporaryFolder, writeStack } from './support/small-stack.ts';

const folderForTest = () => {
  const folder = temporaryFolder();
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
};

/** A process of its own that runs `code` and prints lines. */
function program(code: string) {
  const child = spawn(
    process.execPath,
    ['--disable-warning=ExperimentalWarning', '--input-type=module-typescript', '-e', code],
    { cwd: process.cwd(), stdio: ['ignore', 'pipe', 'inherit'] },
  );
  onTestFinished(() => void child.kill('SIGKILL'));
  return { child, lines: createInterface(child.stdout)[Symbol.asyncIterator]() };
}

const isAlive = (pid: number) => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};

describe('the options', () => {
  const read = (args: string[], environment = {}) => readOptions(args, environment, '/project');

  it('have defaults', () => {
    expect(read([])).toEqual({
      port: 4310,
      dataDir: '/project/.candor',
      sweepSeconds: 60,
      cold: false,
      verbose: false,
    });
  });

  it('come from the command line before the environment', () => {
    const environment = {
      CANDOR_PORT: '5000',
      CANDOR_DATA: 'here',
      CANDOR_SWEEP_SECONDS: '1',
      CANDOR_CALLER_DIRECTORY: '/home',
      CANDOR_X_URL: 'http://localhost:9000/',
    };
    expect(read([], environment)).toEqual({
      port: 5000,
      dataDir: '/home/here',
      sweepSeconds: 1,
      cold: false,
      verbose: false,
      xUrl: 'http://localhost:9000',
    });
    expect(
      read(['--port', '6000', '--data', '/there', '--sweep-seconds=0.5', '--verbose', '--cold'], environment),
    ).toMatchObject({ port: 6000, dataDir: '/there', sweepSeconds: 0.5, cold: true, verbose: true });
    expect(read(['--help'])).toBe('help');
  });

  it('grant SES another rate, if that is said', () => {
    expect(read([], { CANDOR_MAIL_RATE: '100' })).toMatchObject({ mailRate: 100 });
    expect(read(['--mail-rate', '500'], { CANDOR_MAIL_RATE: '100' })).toMatchObject({ mailRate: 500 });
  });

  it('take hosts that ports of this machine stand for, and nothing that would be an address', () => {
    const environment = { CANDOR_NEARBY: 'receiver.example.com=9000 *.example.org=9001' };
    expect(read([], environment)).toMatchObject({ nearby: environment.CANDOR_NEARBY });
    for (const CANDOR_NEARBY of ['receiver.example.com', 'receiver.example.com=http://10.0.0.1', '=9000'])
      expect(() => read([], { CANDOR_NEARBY })).toThrow('it has to be hosts with ports');
  });

  it('take a config from the command line before the environment, from where the caller stands', () => {
    const environment = { CANDOR_CONFIG_FILE: 'ours.json', CANDOR_CALLER_DIRECTORY: '/home' };
    expect(read([], environment)).toMatchObject({ configFile: '/home/ours.json' });
    expect(read(['--config', 'theirs.json'], environment)).toMatchObject({ configFile: '/home/theirs.json' });
    expect(() => read(['--config', 'a.json'], { CANDOR_CDK_OUT: 'cdk.out' })).toThrow('leave out CANDOR_CDK_OUT');
  });

  it.each([
    [['--port', 'abc'], '--port (CANDOR_PORT) is "abc"'],
    [['--port', '65534'], 'between 1 and 65533'],
    [['--port', ''], 'is ""'],
    [['--sweep-seconds', '0'], '--sweep-seconds (CANDOR_SWEEP_SECONDS) is "0"'],
    [['--mail-rate', '501'], 'between 1 and 500'],
    [['--nonsense'], '--nonsense'],
    [['extra'], 'extra'],
    [['--port', '-1'], '--port (CANDOR_PORT) is "-1"'],
    [['--data', ''], '--data (CANDOR_DATA) is empty'],
    [['--config', ''], '--config (CANDOR_CONFIG_FILE) is empty'],
  ])('%j are refused in words', (args, message) => {
    expect(() => read(args)).toThrow(message);
  });
});

describe('the data folder', () => {
  it('is made with whatever lies above it, and may be there already', () => {
    const folder = path.join(folderForTest(), 'a', 'b');
    makeDataFolder(folder);
    makeDataFolder(folder);
    expect(existsSync(folder)).toBe(true);
  });

  it('is refused in words where none can be: a file, below a file, and where the system says no', () => {
    const file = path.join(folderForTest(), 'file');
    writeFileSync(file, '');
    for (const [place, why] of [
      [file, 'it is not a folder'],
      [path.join(file, 'data'), `${file} is not a folder`],
      // Node's own recursive mkdir never comes back from this one.
      ...(process.platform === 'linux' ? [['/proc/candor', 'no folder can be made in /proc'] as const] : []),
    ] as const)
      expect(() => makeDataFolder(place)).toThrow(why);
  });
});

describe('the lock of a data folder', () => {
  it('names its holder, and is free as soon as the holder is gone, even killed', async () => {
    const file = path.join(folderForTest(), 'lock');
    const lock = JSON.stringify(path.resolve('infra/local/start/lock.ts'));
    const { child, lines } = program(
      `import { takeLock } from ${lock}; globalThis.lock = takeLock(${JSON.stringify(file)}); console.log('taken'); setInterval(() => {}, 1000);`,
    );
    await lines.next();
    expect(takeLock(file)).toEqual({ heldBy: String(child.pid) });
    const waiting = waitForLock(file);
    child.kill('SIGKILL');
    const taken = await waiting;
    expect(takeLock(file)).toEqual({ heldBy: String(process.pid) });
    taken.release();
    const again = takeLock(file);
    expect(again).toHaveProperty('release');
    if ('release' in again) again.release();
  });
});

describe('the log of the functions', () => {
  it('keeps every line and shows only errors, in short', async () => {
    const file = path.join(folderForTest(), 'logs', 'functions.log');
    const shown: string[] = [];
    const log = openFunctionLog(file, false, (line) => shown.push(line));
    log.write('Sweep', '{"level":"INFO","message":"looked"}\n{"level":"ERROR","mess');
    log.write('Publish', 'plain\n');
    log.write('Sweep', 'age":"it broke","error":{"message":"no table"}}\n');
    log.write(
      'cloud',
      '{"level":"ERROR","message":"access denied","role":"R","action":"s3:PutObject","resource":"arn"}\n',
    );
    await log.close();
    expect(shown).toEqual(['Sweep: it broke: no table', 'cloud: R may not s3:PutObject on arn']);
    expect(readFileSync(file, 'utf8').split('\n')).toEqual([
      'Sweep {"level":"INFO","message":"looked"}',
      'Publish plain',
      'Sweep {"level":"ERROR","message":"it broke","error":{"message":"no table"}}',
      'cloud {"level":"ERROR","message":"access denied","role":"R","action":"s3:PutObject","resource":"arn"}',
      '',
    ]);
  });
});

describe('a cloud that is killed', () => {
  it('leaves no function behind, not even a busy one', async () => {
    const folder = folderForTest();
    const pidFile = path.join(folder, 'pid');
    const busy = `import { writeFileSync } from 'node:fs';
      export const handler = () => { writeFileSync(${JSON.stringify(pidFile)}, String(process.pid)); return new Promise((resolve) => setTimeout(resolve, 3_600_000)); };`;
    const cdkOut = writeStack(folder, { resources: lambda('Busy'), handlers: { Busy: busy } });
    const { child, lines } = program(`
      import { startCloud } from ${JSON.stringify(path.resolve('infra/local/cloud/cloud.ts'))};
      const cloud = await startCloud({ cdkOut: ${JSON.stringify(cdkOut)}, stack: 'Test', dataDir: ${JSON.stringify(path.join(folder, 'data'))} });
      void cloud.invoke('Busy', {});
      console.log('started');`);
    await lines.next();
    const pid = Number(
      await until('the function to be busy', () => existsSync(pidFile) && (readFileSync(pidFile, 'utf8') || false)),
    );
    expect(isAlive(pid)).toBe(true);
    child.kill('SIGKILL');
    await once(child, 'exit');
    await until('the function to be gone', () => !isAlive(pid));
  });
});
