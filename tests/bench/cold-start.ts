import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { buildFunctions } from '../../infra/build.ts';
import type { FunctionName } from '../../infra/constructs/function-names.ts';
import { median, rounded } from './statistics.ts';

/**
 * What a fresh Node needs to evaluate a bundle, in milliseconds: as a clock says, and of the processor (user and system,
 * which other work on the machine lengthens less). */
export type ColdStart = {
  name: string;
  /** Of all that is deployed, and of what is read before the first call; without source maps. */
  bytes: number;
  bytesAtStart: number;
  ms: number;
  processorMs: number;
  /** To bare, by the clock and by the processor. */
  ratio: number;
  processorRatio: number;
  /** The memory that the process then holds, Node’s own with it. */
  heldMb: number;
};

/** What the project wants of itself: at most so many times bare. */
export const coldTargets: Readonly<Record<FunctionName, number>> = {
  command: 2,
  intake: 2,
  sweep: 2,
  'publish-site': 2,
  'publish-x': 2,
  'publish-keyed': 2,
  'publish-mail': 2,
  'publish-hooks': 2,
  'mail-feedback': 2,
  console: 1.2,
  listen: 2,
  subscribe: 2,
};

/** A function that can read its table and do nothing else: what nobody can start faster than with these packages. */
const BARE = `import { DynamoDBClient, QueryCommand } from '@aws-sdk/client-dynamodb';
const client = new DynamoDBClient({});
export const handler = () => client.send(new QueryCommand({ TableName: 'none' }));
`;

const ROUNDS = 15;

/**
 * Measures the initialisation alone, each function in turn with bare, `rounds` fresh processes of each: AWS adds its own
 * time for the environment, and a network to the rest.
 */
export async function measureColdStarts(progress: (line: string) => void, rounds = ROUNDS): Promise<ColdStart[]> {
  const outputDirectory = mkdtempSync(path.join(tmpdir(), 'candor-bench-'));
  // Below the project, where its packages are found.
  const bareSource = mkdtempSync(path.join(import.meta.dirname, '.bare-'));
  try {
    mkdirSync(path.join(bareSource, 'bare'));
    writeFileSync(path.join(bareSource, 'bare', 'handler.ts'), BARE);
    const bundles = [
      ...(await buildFunctions({ functionsDirectory: bareSource, outputDirectory })),
      ...(await buildFunctions({ outputDirectory })),
    ];
    const runs = new Map<string, Run[]>(bundles.map(({ name }) => [name, []]));
    for (let round = 0; round < rounds; round += 1) {
      progress(`cold starts, round ${round + 1} of ${rounds} ...`);
      for (const { name, directory } of bundles)
        runs.get(name)!.push(await evaluated(path.join(directory, 'index.mjs')));
    }
    const of = (name: string, what: keyof Run) => median(runs.get(name)!.map((run) => run[what]));
    const toBare = (name: string, what: keyof Run) => Math.round((of(name, what) / of('bare', what)) * 100) / 100;
    return bundles.map(({ name, bytes, bytesAtStart }) => ({
      name,
      bytes,
      bytesAtStart,
      ms: rounded(of(name, 'ms')),
      processorMs: rounded(of(name, 'processorMs')),
      ratio: toBare(name, 'ms'),
      processorRatio: toBare(name, 'processorMs'),
      heldMb: Math.round(of(name, 'heldMb')),
    }));
  } finally {
    rmSync(outputDirectory, { recursive: true, force: true });
    rmSync(bareSource, { recursive: true, force: true });
  }
}

type Run = { ms: number; processorMs: number; heldMb: number };

async function evaluated(file: string): Promise<Run> {
  // What each variable says does not matter before the first event, only that it is there.
  const files = readdirSync(path.dirname(file)).filter((name) => name.endsWith('.mjs'));
  const named = files.flatMap(
    (name) => readFileSync(path.join(path.dirname(file), name), 'utf8').match(/\bCANDOR_[A-Z_]+/g) ?? [],
  );
  const variables = Object.fromEntries(named.map((name) => [name, 'http://localhost/none']));
  const program = `const began = performance.now(), used = process.cpuUsage(); await import(${JSON.stringify(pathToFileURL(file).href)}); const ms = performance.now() - began, { user, system } = process.cpuUsage(used); console.log(JSON.stringify({ ms, processorMs: (user + system) / 1000, heldMb: process.memoryUsage.rss() / 2 ** 20 })); process.exit()`;
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', program], {
    env: { ...variables, AWS_REGION: 'us-east-1', AWS_ACCESS_KEY_ID: 'none', AWS_SECRET_ACCESS_KEY: 'none' },
  });
  return JSON.parse(stdout.trim().split('\n').at(-1)!) as Run;
}
