// Formats nothing, changes nothing: says whether format, lint, types and tests are as they should be. As CI does.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';

const steps: [string, string[]][] = [
  ['format and lint', ['node_modules/@biomejs/biome/bin/biome', 'check', '--error-on-warnings', '.']],
  ['types', ['node_modules/typescript/bin/tsc', '-p', '.']],
  ['tests', ['bin/test.ts']],
];

let running: ChildProcess | undefined;
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => running?.kill(signal));

for (const [name, command] of steps) {
  console.error(`check: ${name}`);
  running = spawn(process.execPath, command, { stdio: 'inherit' });
  const [status] = await once(running, 'exit');
  if (status !== 0) {
    console.error(`check: ${name} failed; nothing after it was run`);
    process.exit(status ?? 1);
  }
}
