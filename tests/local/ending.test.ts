import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { freePorts } from '../support/local-system.ts';
import { until } from '../support/until.ts';

const root = path.resolve(import.meta.dirname, '..', '..');

/** Runs `npm start` as a person or a service manager does: what they hold is the process id of npm, not of the system. */
async function npmStart() {
  const port = await freePorts(3);
  const data = mkdtempSync(path.join(tmpdir(), 'candor-ending-'));
  const npm = spawn('npm', ['start', '--', '--port', String(port), '--data', data], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'ignore'],
    detached: true,
  });
  onTestFinished(() => {
    try {
      process.kill(-(npm.pid ?? 0), 'SIGKILL');
    } catch {
      // Nobody of the group is left, which is what the tests are about.
    }
    rmSync(data, { recursive: true, force: true, maxRetries: 5 });
  });
  let said = '';
  await new Promise<void>((resolve, reject) => {
    npm.once('exit', () => reject(new Error(`npm start ended: ${said}`)));
    npm.stdout.on('data', (chunk) => {
      said += chunk;
      if (said.includes('candor ready')) resolve();
    });
  });
  const answers = () =>
    fetch(`http://localhost:${port}/badge.svg`, { headers: { connection: 'close' } }).then(
      () => true,
      () => false,
    );
  return { npm, answers };
}

describe('npm start', () => {
  it('has ended all of it when npm was told to end and says that it has', async () => {
    const { npm, answers } = await npmStart();
    expect(await answers()).toBe(true);
    npm.kill('SIGTERM');
    const [code] = await once(npm, 'exit');
    expect(code).toBe(0);
    expect(await answers()).toBe(false);
  });

  it('leaves nothing running when npm itself is killed', async () => {
    const { npm, answers } = await npmStart();
    npm.kill('SIGKILL');
    await until('the end of everything', async () => !(await answers()));
  });
});
