// Which mistakes would the tests not notice? Plants them, one at a time and in memory only, and tells which survive.
import path from 'node:path';
import { WrongOption } from '../infra/local/start/flags.ts';
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
import { court, groupsOf } from './mutate/trial.ts';

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
const { near, wider } = court(runner, seeds > 0 ? ['bin/mutate/simulated-seeds.ts'] : [], console.error);
const suspects = faults.map((fault) => {
  const source = sources.get(fault.file)!;
  const changed = { file: fault.file, source: planted(source, fault) };
  const reason = reasonFor(equivalents, fault, source);
  return { fault, changed, diff: diffOf(source, fault), covering: coveringTests(fault.file, tests, imports), reason };
});
type Suspect = (typeof suspects)[number];

const became = new Map<Suspect, Tried['became']>();
function note(suspect: Suspect, verdict: Tried['became']): void {
  became.set(suspect, verdict);
  const { fault, diff } = suspect;
  const by = verdict.verdict === 'killed' ? ` by ${verdict.by.file ?? 'no test alone'} (${verdict.by.test})` : '';
  console.error(`${became.size}/${faults.length} ${verdict.verdict}${by}: ${fault.file}:${diff.line} ${fault.kind}`);
  if (verdict.verdict === 'survived') console.error(shown(diff));
}

for (const suspect of suspects) {
  const { reason } = suspect;
  const verdict = reason ? { verdict: 'equivalent' as const, reason } : await near(suspect);
  if (verdict !== undefined) note(suspect, verdict);
}
const passed = suspects.filter((suspect) => !became.has(suspect));
console.error(`mutate: the near tests let ${passed.length} pass; now the wider ones`);
for (const group of groupsOf(passed)) {
  const verdicts = await wider(group);
  group.forEach((suspect, index) => {
    note(suspect, verdicts[index]!);
  });
}
runner.close();

const tried = suspects.map((suspect) => ({ ...suspect, became: became.get(suspect)! }));
const summary = summaryOf(tried, { seed, files, refused });
console.log(json ? JSON.stringify(summary) : tableOf(summary));
process.exitCode = summary.survived > 0 ? 1 : 0;
