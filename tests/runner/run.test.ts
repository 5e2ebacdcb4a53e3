import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { PassThrough } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { createVitest } from 'vitest/node';
import { CalmReporter } from '../../bin/test/reporter.ts';
import { until } from '../support/until.ts';

const here = 'tests/runner';
const runner = [path.resolve('bin/run.mjs'), 'bin/test.ts'];
const { VITEST: _, ...environment } = process.env;

/** Runs the files in `cases`, and has the reporter that did. */
async function reported() {
  const reporter = new CalmReporter();
  const cases = { include: [`${here}/cases/*.case.ts`], setupFiles: [`${here}/../support/say-what-was-waited-for.ts`] };
  const vitest = await createVitest(
    'test',
    { config: false, watch: false, reporters: [reporter], ...cases },
    {},
    { stdout: new PassThrough().resume(), stderr: new PassThrough().resume() },
  );
  await vitest.start();
  await vitest.close();
  return { reporter, vitest };
}

/** Runs `npm test` as npm does. */
const run = (...args: string[]) =>
  new Promise<{ code: unknown; out: string; err: string }>((resolve) => {
    execFile(process.execPath, [...runner, ...args], { env: environment }, (error, out, err) =>
      resolve({ code: error?.code ?? 0, out, err }),
    );
  });

describe('a run', () => {
  it('counts each test once, and a file that cannot be run as one that failed', async () => {
    const { reporter, vitest } = await reported();

    expect(reporter.count).toEqual({ passed: 1, failed: 4, skipped: 2 });
    expect(reporter.failures.map(({ file, name }) => `${path.basename(file)}: ${name}`).toSorted()).toEqual([
      'stories.case.ts: a story > does not hold',
      'stories.case.ts: a story > hangs',
      'unprepared.case.ts: the file as a whole, or what its tests share',
      'unreadable.case.ts: the file as a whole, or what its tests share',
    ]);
    expect(reporter.underWay).toEqual([]);

    const errors = vitest.state.getTestModules().flatMap((module) => [...module.children.allTests('failed')]);
    const hung = errors.find(({ name }) => name === 'hangs')!.result().errors![0]!.message;
    expect(hung).toMatch(/^Test timed out in 200ms\.(.|\n)*\nIts file was waiting for: a miracle$/);
  });

  it('ends in the count alone, and fails where no test was found', async () => {
    const { code, out } = await run('no-such-file');
    expect(out.trimEnd().split('\n').at(-1)).toBe('0 passed, 0 failed');
    expect(code).toBe(1);
  });

  it('explains an option that it does not know', async () => {
    expect(await run('--slow')).toEqual({
      code: 2,
      out: '',
      err: 'Unknown option \'--slow\'. "npm test -- --help" lists the options.\n',
    });
  });

  it('ends at once when it is told to, and with it all that it has started', async () => {
    const child = spawn(process.execPath, [...runner, 'core/thousand-incidents'], { env: environment, detached: true });
    const output = { out: '', err: '' };
    child.stdout.on('data', (text) => {
      output.out += text;
    });
    child.stderr.on('data', (text) => {
      output.err += text;
    });
    const left = once(child, 'exit');
    await until('the start of the run', () => output.out.includes('RUN'));
    child.kill('SIGTERM');

    expect(await left).toEqual([143, null]);
    expect(output.err).toContain('ended by SIGTERM, ');
    await until('the end of all processes', () => !isAlive(-child.pid!), { ms: 10_000 });
  });
});

function isAlive(process: number): boolean {
  try {
    globalThis.process.kill(process, 0);
    return true;
  } catch {
    return false;
  }
}
