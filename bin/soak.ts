// Runs one of the long tests: those that take more of a machine than the suite may.
import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { measurePatience } from './test/machine.ts';

const root = path.resolve(import.meta.dirname, '..');
const ENDING = '.soak.ts';
const names = readdirSync(path.join(root, 'tests', 'soak'))
  .filter((file) => file.endsWith(ENDING))
  .map((file) => file.slice(0, -ENDING.length))
  .toSorted();

const [name, ...more] = process.argv.slice(2);
if (name === undefined || more.length > 0 || !names.includes(name)) {
  console.error(`npm run soak -- NAME, one of:\n${names.map((one) => `  ${one}`).join('\n')}`);
  process.exit(name === undefined ? 0 : 2);
}
// As for the suite: how much slower than usual this machine is, so that nothing gives up because of it.
process.env.CANDOR_TEST_PATIENCE ||= measurePatience().toFixed(2);
const vitest = path.join(root, 'node_modules', 'vitest', 'vitest.mjs');
const { status } = spawnSync(
  process.execPath,
  [
    vitest,
    'run',
    '--config',
    path.join('tests', 'soak', 'vitest.config.ts'),
    path.join('tests', 'soak', name + ENDING),
  ],
  { cwd: root, stdio: 'inherit' },
);
process.exit(status ?? 1);
