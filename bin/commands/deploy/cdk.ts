import { spawn } from 'node:child_process';
import path from 'node:path';
import { PROJECT } from '../config/project.ts';

/** How a run of CDK ended, and the last that it said. */
export type CdkRun = { code: number; said: string };

/** Runs CDK's own command line in the project's folder. What it says goes to standard error as it comes. */
export type Cdk = (args: readonly string[], env?: Readonly<Record<string, string>>) => Promise<CdkRun>;

/** Enough to hold the reason of a failure. */
const KEPT_LETTERS = 20_000;

export const cdkProcess: Cdk = (args, env = {}) =>
  new Promise((done, fail) => {
    const run = spawn(process.execPath, [path.join(PROJECT, 'node_modules/aws-cdk/bin/cdk'), ...args], {
      cwd: PROJECT,
      env: { ...process.env, ...env },
      stdio: ['inherit', 'pipe', 'pipe'],
    });
    let said = '';
    const hear = (chunk: Buffer) => {
      process.stderr.write(chunk);
      said = (said + chunk.toString()).slice(-KEPT_LETTERS);
    };
    run.stdout.on('data', hear);
    run.stderr.on('data', hear);
    run.once('error', fail);
    run.once('close', (code) => done({ code: code ?? 1, said }));
  });
