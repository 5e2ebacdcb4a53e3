// Which mistakes would the tests not notice? Plants them, one at a time and in memory only, and tells which survive.
import path from 'node:path';
import equivalents from '../tests/mutants/equivalent.json' with { type: 'json' };
import { compiler } from './mutate/compiler.ts';
import { coveringTests } from './mutate/covering.ts';
import { reasonFor } from './mutate/equivalents.ts';
import { planted } from './mutate/faults.ts';
import { importsOf } from './mutate/imports.ts';
import { asked, USAGE } from './mutate/options.ts';
import { diffOf, shown, summaryOf, type Tried, tableOf } from './mutate/report.ts';
import { sampleOf } from './mutate/sample.ts';
import { testRunner } from './mutate/test-runner.ts';
import { sourcesOf, testsAmong } from './mutate/tree.ts';
import { court } from './mutate/trial.ts';
import { WrongOption } from './options.ts';

const root = path.resolve(import.meta.dirname, '..');

/** As asked; ends the process where nothing is to be run: 0 after the help, 2 where we do not understand. */
function optionsOrEnd() {
  try {
    const options = asked(process.argv.slice(2), root);
    if (options !== 'help') return options;
    console.log(USAGE);
    process.exit(0);
  } catch (error) {
    if (!(error instanceof WrongOption)) throw error;
    console.error(`mutate: ${error.message}`);
    process.exit(error.exitCode);
  }
}

const { files, sample, seed, seeds, patienceMs, json } = optionsOrEnd();
console.error(`mutate: ${sample} faults in ${files.length} files, seed ${seed}`);
const sources = sourcesOf(root);
const tests = testsAmong(sources);
const imports = importsOf(sources);

const compile = compiler(root, files);
const vocabulary = new Map([...sources].filter(([file]) => file.startsWith('shared/')));
const { faults, refused } = sampleOf({ files, sources, vocabulary }, { seed, size: sample }, compile);
compile.close();
console.error(`mutate: ${faults.length} drawn, ${refused} more refused by the compiler`);

const runner = testRunner({ patienceMs, seeds });
const tryFault = court(runner, seeds > 0 ? ['bin/mutate/simulated-seeds.ts'] : [], console.error);
const tried: Tried[] = [];
for (const fault of faults) {
  const source = sources.get(fault.file)!;
  const diff = diffOf(source, fault);
  const reason = reasonFor(equivalents, fault, source);
  const became = reason
    ? { verdict: 'equivalent' as const, reason }
    : await tryFault({ file: fault.file, source: planted(source, fault) }, coveringTests(fault.file, tests, imports));
  tried.push({ fault, diff, became });
  const by = became.verdict === 'killed' ? ` by ${became.by.file ?? 'no test alone'} (${became.by.test})` : '';
  console.error(`${tried.length}/${faults.length} ${became.verdict}${by}: ${fault.file}:${diff.line} ${fault.kind}`);
  if (became.verdict === 'survived') console.error(shown(diff));
}
runner.close();

const summary = summaryOf(tried, { seed, files, refused });
console.log(json ? JSON.stringify(summary) : tableOf(summary));
process.exit(summary.survived > 0 ? 1 : 0);
