import os from 'node:os';
import { readFlags, WrongOption } from '../../infra/local/start/flags.ts';
import { measureBurst } from './burst.ts';
import { measureColdStarts } from './cold-start.ts';
import { measureCost } from './cost.ts';
import { measureFirstJourney } from './first-journey.ts';
import { FEW, measureFlat, printedFlat } from './flat.ts';
import { measureLatency } from './latency.ts';
import { measurePaint } from './paint.ts';
import { measureWork } from './proof-of-work.ts';
import { measurePublishCost } from './publish-cost.ts';
import { measureReadable } from './readable.ts';
import { type Cold, printed, printedCold, type Results } from './report.ts';
import { rounded } from './statistics.ts';

// `npm run bench`: how long it takes until a statement is public and a page is painted, and what it costs as the history grows.
const HELP = [
  'npm run bench -- [--json]        prints tables, or with --json one document; it takes some minutes',
  'npm run bench -- cold [--json]   only how the functions start',
  'npm run bench -- flat [--json]   what an incident costs with ten thousand others of its day; five minutes',
  'npm run bench -- work            only what the proof of work costs a browser and the house, in milliseconds',
].join('\n');
const [part, ...rest] = process.argv.slice(2);
const onlyCold = part === 'cold';
const onlyFlat = part === 'flat';
const onlyWork = part === 'work';
const values = flagsOrEnd(onlyCold || onlyFlat || onlyWork ? rest : process.argv.slice(2));
const progress = (line: string) => console.error(`bench: ${line}`);
const load = () => rounded(os.loadavg()[0]!);

if (onlyCold) {
  const cold = await measureCold();
  console.log(values.json ? JSON.stringify(cold) : printedCold(cold));
  process.exit();
}

if (onlyFlat) {
  const flat = await measureFlat([FEW, 1_000, 10_000], progress);
  console.log(values.json ? JSON.stringify(flat) : printedFlat(flat));
  process.exit();
}

if (onlyWork) {
  console.log(JSON.stringify({ load: load(), ...(await measureWork()) }));
  process.exit();
}

const loadBefore = load();
const { readable, accepted } = await measureReadable(progress);
const latency = await measureLatency(progress);
const burst = await measureBurst(progress);
const machine = { cpus: os.cpus().length, model: os.cpus()[0]?.model ?? 'unknown', loadBefore, loadAfter: load() };
const paint = await measurePaint(progress);
const cost = await measureCost([10, 100, 1000], progress);
progress('publishing over 10, 1,000 and 10,000 incidents ...');
const publish = await measurePublishCost([10, 1_000, 10_000]);
const cold = await measureCold();
const results: Results = { machine, readable, accepted, latency, burst, paint, cost, publish, cold };
console.log(values.json ? JSON.stringify(results) : printed(results));

async function measureCold(): Promise<Cold> {
  return { coldStarts: await measureColdStarts(progress), firstJourney: await measureFirstJourney(progress) };
}

function flagsOrEnd(args: readonly string[]) {
  try {
    const json = { type: 'boolean', default: false } as const;
    const flags = readFlags(args, { json, help: json }, '"npm run bench -- --help"');
    if (!flags.help) return flags;
    console.log(HELP);
    process.exit(0);
  } catch (error) {
    if (!(error instanceof WrongOption)) throw error;
    console.error(`bench: ${error.message}`);
    process.exit(error.exitCode);
  }
}
