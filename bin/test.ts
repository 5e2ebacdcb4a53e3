// Runs every test, or those whose files are named: `npm test`, `npm test -- tests/core`.
// The last line is the count alone, as in `123 passed, 0 failed`, so that a machine can read it.
import { existsSync } from 'node:fs';
import { constants } from 'node:os';
import { createVitest } from 'vitest/node';
import { WrongOption } from '../infra/local/start/flags.ts';
import { type Asked, askedBy, USAGE } from './test/arguments.ts';
import { cores, load, measurePatience } from './test/machine.ts';
import { CalmReporter } from './test/reporter.ts';
import { countLine, failureLines, progressLine, slowestLines, underWayText } from './test/words.ts';

/** How long all tests may take on a quiet machine with two cores: several times what they do. */
const LONGEST_MIN = 40;

const asked = understood();
if (asked.help) {
  console.log(USAGE);
  process.exit(0);
}
if (!existsSync('../shared/data')) {
  console.error('note: the real incidents are not beside the project; tests that replay them are skipped and say so.');
}

// As vitest's own command sets them: what is tested may ask, as the CDK does.
process.env.NODE_ENV ??= 'test';
process.env.VITEST ??= 'true';

// The config and every worker read it.
process.env.CANDOR_TEST_PATIENCE ||= measurePatience().toFixed(2);
const longestMin = Math.ceil(LONGEST_MIN * Number(process.env.CANDOR_TEST_PATIENCE));
const began = performance.now();
const reporter = new CalmReporter();

// Leaving is all it takes to end the workers: each notices that its channel is closed, and ends what it has started.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.once(signal, () => {
    console.error(`ended by ${signal}, ${underWayText(reporter.underWay)}`);
    process.exit(128 + constants.signals[signal]);
  });
}
process.once('disconnect', () => process.exit(1));

setInterval(() => {
  const minutes = Math.round((performance.now() - began) / 60_000);
  console.error(progressLine(minutes, reporter.count, reporter.underWay, load()));
  if (minutes >= longestMin) giveUp(minutes);
}, 60_000);

const vitest = await createVitest('test', { watch: false, run: true, reporters: [reporter] });
try {
  await vitest.start(asked.filters);
  await vitest.close();
} catch (error) {
  // That there is no such file has been said.
  if ((error as { code?: string }).code !== 'VITEST_FILES_NOT_FOUND') {
    console.error(error);
    reporter.failed('outside of any test', (error as Error).message);
  }
}
finish();

function understood(): Asked {
  try {
    return askedBy(process.argv.slice(2));
  } catch (error) {
    if (!(error instanceof WrongOption)) throw error;
    console.error(error.message);
    process.exit(error.exitCode);
  }
}

function giveUp(minutes: number): never {
  console.error(`gave up after ${minutes} min, ${underWayText(reporter.underWay)}`);
  for (const { file } of reporter.underWay) reporter.failed(file, `was still under way after ${minutes} min`);
  if (reporter.underWay.length === 0) reporter.failed('outside of any test', `no end after ${minutes} min`);
  return finish();
}

function finish(): never {
  const { count, failures, took } = reporter;
  if (asked.slowest) console.log(slowestLines(took).join('\n'));
  if (failures.length > 0) console.log(failureLines(failures, cores).join('\n'));
  console.log(countLine(count));
  process.exit(count.failed > 0 || count.passed === 0 ? 1 : 0);
}
