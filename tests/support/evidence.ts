import { readFileSync } from 'node:fs';
import { availableParallelism, loadavg } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach } from 'vitest';
import type { LocalSystem } from './local-system.ts';

/** The last of the functions' log that is printed: enough for the seconds in which a story failed. */
const LOG_LINES = 200;

/** The chain of each of these incidents, what the functions logged last, and how busy the machine was. */
export async function evidenceOf(system: LocalSystem, incidents: readonly string[]): Promise<string> {
  const chains = await Promise.all(
    incidents.map(async (id) => {
      const incident = await system.incident(id).catch((error: Error) => error.message);
      return `${id}: ${JSON.stringify(incident, undefined, 1)}`;
    }),
  );
  const log = readFileSync(path.join(system.dataDir, 'logs', 'functions.log'), 'utf8')
    .trimEnd()
    .split('\n');
  return [
    `load ${loadavg()
      .map((one) => one.toFixed(1))
      .join(' ')} on ${availableParallelism()} cores`,
    ...chains,
    `the last of ${log.length} lines that the functions logged:`,
    ...log.slice(-LOG_LINES),
  ].join('\n');
}

/** After each story that failed in this file, prints the evidence of what it did to the system. */
export function printEvidence(systemOf: () => LocalSystem | undefined): void {
  let before: ReadonlySet<string> = new Set();
  beforeEach(() => {
    before = new Set(systemOf()?.touched());
  });
  afterEach(async ({ task }) => {
    const system = systemOf();
    if (task.result?.state !== 'fail' || !system) return;
    const touched = system.touched().filter((id) => !before.has(id));
    console.error(`evidence of "${task.name}":\n${await evidenceOf(system, touched).catch(String)}`);
  });
}
