// Formats nothing, changes nothing: says whether format, lint, types and tests are as they should be. As CI does.
import { spawnSync } from 'node:child_process';

const steps: [string, string[]][] = [
  ['format and lint', ['node_modules/@biomejs/biome/bin/biome', 'check', '--error-on-warnings', '.']],
  ['types', ['node_modules/typescript/bin/tsc', '-p', '.']],
  ['tests', ['bin/test.ts']],
];

for (const [name, command] of steps) {
  console.error(`check: ${name}`);
  const { status } = spawnSync(process.execPath, command, { stdio: 'inherit' });
  if (status !== 0) {
    console.error(`check: ${name} failed; nothing after it was run`);
    process.exit(status ?? 1);
  }
}
