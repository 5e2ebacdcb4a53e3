import os from 'node:os';
import { parseArgs } from 'node:util';
import { measureColdStarts } from './cold-start.ts';
import { measureCost } from './cost.ts';
import { measureLatency } from './latency.ts';
import { measurePublishCost } from './publish-cost.ts';
import { printed, type Results } from './report.ts';
import { rounded } from './statistics.ts';

// `npm run bench`: how long it takes until a statement is public, and what it costs as the history grows.
const { values } = parseArgs({ options: { json: { type: 'boolean', default: false } } });
const progress = (line: string) => console.error(`bench: ${line}`);
const load = () => rounded(os.loadavg()[0]!);

const loadBefore = load();
const latency = await measureLatency(progress);
const machine = { cpus: os.cpus().length, model: os.cpus()[0]?.model ?? 'unknown', loadBefore, loadAfter: load() };
const cost = await measureCost([10, 100, 1000], progress);
progress('publishing over 10, 1,000 and 10,000 incidents ...');
const publish = await measurePublishCost([10, 1_000, 10_000]);
const coldStarts = await measureColdStarts(progress);
const results: Results = { machine, latency, cost, publish, coldStarts };
console.log(values.json ? JSON.stringify(results) : printed(results));
