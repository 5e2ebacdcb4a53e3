import { type ChildProcess, fork } from 'node:child_process';
import path from 'node:path';
import type { FromTestProcess, Job, Outcome } from './test-process.ts';

/** Runs tests on changed sources, in a process of its own that is ended where a change never comes to an end. */
export type TestRunner = {
  run(job: Job): Promise<Outcome | 'timed out'>;
  close(): void;
};

const SCRIPT = path.join(import.meta.dirname, 'test-process.ts');

/** `patienceMs` is how long no test may come to an end before we say that none will. */
export function testRunner({ patienceMs, seeds }: { patienceMs: number; seeds: number }): TestRunner {
  let child: ChildProcess | undefined;

  const started = (): Promise<ChildProcess> => {
    // A group of its own: what vitest starts ends with it.
    const starting = fork(SCRIPT, {
      detached: true,
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
      env: { ...process.env, CANDOR_SEEDS: String(seeds) },
    });
    let said = '';
    starting.stderr?.on('data', (chunk) => {
      said = (said + chunk).slice(-4_000);
    });
    return new Promise((resolve, reject) => {
      starting.once('message', () => resolve(starting));
      starting.once('exit', () => reject(new Error(`the tests could not be started:\n${said}`)));
    });
  };

  const end = () => {
    if (child?.pid !== undefined && child.exitCode === null && child.signalCode === null)
      process.kill(-child.pid, 'SIGKILL');
    child = undefined;
  };

  return {
    async run(job) {
      child ??= await started();
      const running = child;
      return new Promise((resolve) => {
        let patience: NodeJS.Timeout;
        const done = (outcome: Outcome | 'timed out') => {
          clearTimeout(patience);
          running.removeAllListeners();
          if (outcome === 'timed out' || running.exitCode !== null) end();
          resolve(outcome);
        };
        const wait = () => {
          clearTimeout(patience);
          patience = setTimeout(() => done('timed out'), patienceMs);
        };
        running.on('message', (message: FromTestProcess) => {
          if (message.type === 'outcome') done(message.outcome);
          else wait();
        });
        running.on('exit', () => {
          child = undefined;
          done({ failed: { test: 'the process of the tests ended' } });
        });
        wait();
        running.send(job);
      });
    },
    close: end,
  };
}
