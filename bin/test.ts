// Runs every test, or those whose files are named: `npm test`, `npm test -- tests/core`.
// The last line is the count alone, as in `123 passed, 0 failed`, so that a machine can read it.
import { existsSync } from 'node:fs';
import { startVitest } from 'vitest/node';

if (!existsSync('../shared/data')) {
  console.error('note: the real incidents are not beside the project; tests that replay them are skipped and say so.');
}

const vitest = await startVitest('test', process.argv.slice(2), { watch: false, run: true });
const tests = vitest.state.getFiles().flatMap(function all(task): {
  mode: string;
  result?: { state: string } | undefined;
}[] {
  return 'tasks' in task ? (task.tasks as never[]).flatMap(all) : [task as never];
});
const count = (state: string) => tests.filter((test) => test.result?.state === state).length;
const skipped = tests.filter((test) => test.mode === 'skip' || test.result?.state === 'skip').length;
const broken = vitest.state.getFiles().filter((file) => file.result?.state === 'fail' && count('fail') === 0).length;
const failed = count('fail') + broken + vitest.state.getUnhandledErrors().length;
await vitest.close();

console.log(`${count('pass')} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`);
process.exit(failed > 0 || count('pass') === 0 ? 1 : 0);
