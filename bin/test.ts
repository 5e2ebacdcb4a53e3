// Runs every test, or those whose files are named: `npm test`, `npm test -- tests/core`.
// The last line is the count alone, as in `123 passed, 0 failed`, so that a machine can read it.
import { existsSync } from 'node:fs';
import { startVitest } from 'vitest/node';

if (!existsSync('../shared/data')) {
  console.error('note: the real incidents are not beside the project; tests that replay them are skipped and say so.');
}

type Task = { mode: string; result?: { state: string } | undefined };

const run = (filters: string[], project: string[] = []) =>
  startVitest('test', filters, { watch: false, run: true, ...(project.length > 0 ? { project } : {}) });

// What starts the whole system mostly waits for what was promised, and what tries its parts mostly computes: three lanes
// of one worker each keep two cores busy. The longest begin. Named files run as they are.
const filters = process.argv.slice(2);
const projects = ['promptness', 'breakage', 'parts', 'browsing', 'cloud', 'machinery'];
const runs = filters.length > 0 ? [await run(filters)] : (await Promise.all([lane(), lane(), lane()])).flat();

async function lane() {
  const ran = [];
  for (let next = projects.shift(); next !== undefined; next = projects.shift()) ran.push(await run([], [next]));
  return ran;
}

const files = runs.flatMap((one) => one.state.getFiles());
const tests = files.flatMap(function all(task): Task[] {
  return 'tasks' in task ? (task.tasks as never[]).flatMap(all) : [task as never];
});
const count = (state: string) => tests.filter((test) => test.result?.state === state).length;
const skipped = tests.filter((test) => test.mode === 'skip' || test.result?.state === 'skip').length;
const broken = files.filter((file) => file.result?.state === 'fail' && count('fail') === 0).length;
const failed = count('fail') + broken + runs.flatMap((one) => one.state.getUnhandledErrors()).length;
for (const one of runs) await one.close();

console.log(`${count('pass')} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`);
process.exit(failed > 0 || count('pass') === 0 ? 1 : 0);
