import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { buildFunctions } from '../../infra/build.ts';
import { median, rounded } from './statistics.ts';

/** What a cold start of a function has to read, and how long a fresh Node takes to evaluate it. */
export type ColdStart = { name: string; bytes: number; ms: number };

const ROUNDS = 5;

/** Measures the initialisation alone: AWS adds its own time for the environment, and a network to the rest. */
export async function measureColdStarts(progress: (line: string) => void): Promise<ColdStart[]> {
  const outputDirectory = mkdtempSync(path.join(tmpdir(), 'candor-bench-'));
  try {
    const bundles = await buildFunctions({ outputDirectory });
    const measured: ColdStart[] = [];
    for (const { name, directory, bytes } of bundles) {
      progress(`cold starts of ${name} ...`);
      const file = path.join(directory, 'index.mjs');
      const times: number[] = [];
      for (let round = 0; round < ROUNDS; round += 1) times.push(await evaluationMs(file));
      measured.push({ name, bytes, ms: rounded(median(times)) });
    }
    return measured;
  } finally {
    rmSync(outputDirectory, { recursive: true, force: true });
  }
}

async function evaluationMs(file: string): Promise<number> {
  // What each variable says does not matter before the first event, only that it is there.
  const variables = Object.fromEntries(
    (readFileSync(file, 'utf8').match(/\bCANDOR_[A-Z_]+/g) ?? []).map((name) => [name, 'http://localhost/none']),
  );
  const program = `const began = performance.now(); await import(${JSON.stringify(pathToFileURL(file).href)}); console.log(performance.now() - began); process.exit()`;
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', program], {
    env: { ...variables, AWS_REGION: 'us-east-1', AWS_ACCESS_KEY_ID: 'none', AWS_SECRET_ACCESS_KEY: 'none' },
  });
  return Number(stdout.trim().split('\n').at(-1));
}
