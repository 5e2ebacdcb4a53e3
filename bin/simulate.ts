import { parseArgs } from 'node:util';
import {
  type Part,
  type PlantedFaultName,
  plantedFaultNames,
  simulateSeed,
  type Violation,
} from '../tests/simulation/simulate.ts';

const USAGE = `npm run simulate -- [--seeds N] [--seed S] [--only x|promises|site] [--fault NAME] [--json]

Runs the whole system on virtual time with everything going wrong that can, once per seed, and checks after each step
what must always hold. Seeds run from S (1 unless said otherwise). Exit code 1 if anything did not hold.

--fault plants a known mistake: ${plantedFaultNames.join('; ')}`;

const PARTS = ['x', 'promises', 'site'] as const;

/** What was asked for on the command line; a usage error ends the process with code 2. */
function asked() {
  const { values } = parseArgs({
    options: {
      seeds: { type: 'string', default: '200' },
      seed: { type: 'string', default: '1' },
      only: { type: 'string' },
      fault: { type: 'string' },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  const part = PARTS.find((one) => one === values.only);
  const fault = plantedFaultNames.find((one) => one === values.fault);
  const [seed, seeds] = [Number(values.seed), Number(values.seeds)];
  const wrong =
    (values.only !== undefined && part === undefined) || (values.fault !== undefined && fault === undefined);
  if (values.help || wrong || !Number.isSafeInteger(seed) || !Number.isSafeInteger(seeds) || seeds < 1) {
    console.error(USAGE);
    process.exit(values.help ? 0 : 2);
  }
  return {
    seed,
    seeds,
    json: values.json,
    ...(part === undefined ? {} : { part }),
    ...(fault === undefined ? {} : { fault }),
  };
}

/** The one command that runs this seed again, and nothing else. */
function replay({ part, fault }: { part?: Part; fault?: PlantedFaultName }, seed: number): string {
  const only = part === undefined ? '' : ` --only ${part}`;
  const planted = fault === undefined ? '' : ` --fault ${JSON.stringify(fault)}`;
  return `npm run simulate -- --seed ${seed} --seeds 1${only}${planted}`;
}

const options = asked();
const violations: Violation[] = [];
let steps = 0;
const begun = performance.now();
let toldAt = begun;
for (let seed = options.seed; seed < options.seed + options.seeds; seed++) {
  const result = await simulateSeed(seed, options);
  steps += result.steps;
  violations.push(...result.violations);
  for (const { step, invariant, detail } of result.violations) {
    console.error(`seed ${seed}, step ${step}: ${invariant}: ${detail}\n  again: ${replay(options, seed)}`);
  }
  if (performance.now() - toldAt > 2_000) {
    toldAt = performance.now();
    console.error(
      `${seed - options.seed + 1} of ${options.seeds} seeds, ${steps} steps, ${violations.length} violations`,
    );
  }
}

if (options.json) {
  console.log(JSON.stringify({ seed: options.seed, seeds: options.seeds, steps, violations }));
} else {
  const seconds = ((performance.now() - begun) / 1000).toFixed(1);
  console.log(
    `${options.seeds} seeds from ${options.seed}, ${steps} steps in ${seconds} s: ${violations.length || 'no'} violations`,
  );
}
process.exitCode = violations.length > 0 ? 1 : 0;
