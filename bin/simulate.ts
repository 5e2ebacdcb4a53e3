import { parseArgs } from 'node:util';
import { plantedFaultNames, simulateSeed, type Violation } from '../tests/simulation/simulate.ts';
import { daysOfSeed, tooLate, VARIANTS } from '../tests/x/support/days.ts';

const USAGE = `npm run simulate -- [--seeds N] [--seed S] [--only x|promises|site] [--fault NAME] [--variant NAME] [--json]

Runs the whole system on virtual time with everything going wrong that can, once per seed, and checks after each step
what must always hold. Seeds run from S (1 unless said otherwise). Exit code 1 if anything did not hold.

--only x also runs two days of the X account alone per seed, one with X's duplicate filter and one without it, and
measures how late resolutions and apologies were; --variant builds that account wrongly: ${VARIANTS.join('; ')}

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
      variant: { type: 'string', default: 'as built' },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  const part = PARTS.find((one) => one === values.only);
  const fault = plantedFaultNames.find((one) => one === values.fault);
  const variant = VARIANTS.find((one) => one === values.variant);
  const [seed, seeds] = [Number(values.seed), Number(values.seeds)];
  const wrong =
    variant === undefined ||
    (variant !== 'as built' && part !== 'x') ||
    (values.only !== undefined && part === undefined) ||
    (values.fault !== undefined && fault === undefined);
  if (values.help || wrong || !Number.isSafeInteger(seed) || !Number.isSafeInteger(seeds) || seeds < 1) {
    console.error(USAGE);
    process.exit(values.help ? 0 : 2);
  }
  return {
    seed,
    seeds,
    json: values.json,
    variant,
    ...(part === undefined ? {} : { part }),
    ...(fault === undefined ? {} : { fault }),
  };
}

/** The one command that runs this seed again, and nothing else. */
function replay({ part, fault, variant }: ReturnType<typeof asked>, seed: number): string {
  const only = part === undefined ? '' : ` --only ${part}`;
  const planted = fault === undefined ? '' : ` --fault ${JSON.stringify(fault)}`;
  const built = variant === 'as built' ? '' : ` --variant ${JSON.stringify(variant)}`;
  return `npm run simulate -- --seed ${seed} --seeds 1${only}${planted}${built}`;
}

const options = asked();
const violations: Violation[] = [];
let steps = 0;
const onX = { urgent: 0, late: 0 };
const begun = performance.now();
let toldAt = begun;
for (let seed = options.seed; seed < options.seed + options.seeds; seed++) {
  const found: Violation[] = [];
  // A house built wrongly on purpose is not what the whole system is made of.
  if (options.variant === 'as built') {
    const result = await simulateSeed(seed, options);
    steps += result.steps;
    found.push(...result.violations);
  }
  if (options.part === 'x' && options.fault === undefined) {
    const days = await daysOfSeed(seed, options.variant);
    steps += days.steps;
    onX.urgent += days.urgent;
    onX.late += days.late;
    found.push(...days.violations);
  }
  violations.push(...found);
  for (const { step, invariant, detail } of found) {
    console.error(`seed ${seed}, step ${step}: ${invariant}: ${detail}\n  again: ${replay(options, seed)}`);
  }
  if (performance.now() - toldAt > 2_000) {
    toldAt = performance.now();
    console.error(
      `${seed - options.seed + 1} of ${options.seeds} seeds, ${steps} steps, ${violations.length} violations`,
    );
  }
}

if (tooLate(onX)) {
  const detail = `${onX.late} of ${onX.urgent} resolutions and apologies reached X over 30 minutes late`;
  violations.push({ seed: options.seed, step: steps, invariant: 'what matters is in time', detail });
  console.error(detail);
}

const x = options.part === 'x' ? onX : undefined;
if (options.json) {
  const { seed, seeds } = options;
  console.log(JSON.stringify({ seed, seeds, steps, ...(x === undefined ? {} : { x }), violations }));
} else {
  const seconds = ((performance.now() - begun) / 1000).toFixed(1);
  console.log(
    `${options.seeds} seeds from ${options.seed}, ${steps} steps in ${seconds} s: ${violations.length || 'no'} violations`,
  );
  if (x) console.log(`on X: ${x.late} of ${x.urgent} resolutions and apologies over 30 minutes late`);
}
process.exitCode = violations.length > 0 ? 1 : 0;
