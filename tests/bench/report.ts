import type { Burst } from './burst.ts';
import { type ColdStart, coldTargets } from './cold-start.ts';
import type { Cost } from './cost.ts';
import type { FirstJourney } from './first-journey.ts';
import type { Latency } from './latency.ts';
import type { Paint } from './paint.ts';
import type { PublishCost } from './publish-cost.ts';
import { READERS_MS, type Readable, type Spread } from './readable.ts';

/** How the functions start. */
export type Cold = { coldStarts: ColdStart[]; firstJourney: FirstJourney };

export type Results = {
  machine: { cpus: number; model: string; loadBefore: number; loadAfter: number };
  readable: Readable[];
  accepted: Spread;
  latency: Latency;
  burst: Burst;
  paint: Paint[];
  cost: Cost[];
  publish: PublishCost[];
  cold: Cold;
};

/** What the project wants of itself on a quiet machine, in milliseconds. */
export const targets = {
  readableMs: { page: 35, 'front page': 45, 'summary.json': 45, feed: 45 },
  acceptedMs: 15,
  onXMs: 200,
  stormMs: 2_000,
  secondStartMs: 3_000,
  sweepMs: 300,
  requestsEach: 30,
  firstJourneyMs: 2_500,
};

const [FINEST_MS] = READERS_MS;

/** The results as tables for people. */
export function printed({ machine, readable, accepted, latency, burst, paint, cost, publish, cold }: Results): string {
  return [
    `${machine.cpus} x ${machine.model}, load ${machine.loadBefore} before and ${machine.loadAfter} after`,
    '',
    table(
      'From sending an update until it can be read, the first twenty after a start / warm',
      ['ms', 'looked at every', 'median', 'p95', 'target'],
      readable.map(({ surface, everyMs, fresh, warm }) => [
        surface,
        `${everyMs}`,
        `${fresh.medianMs} / ${warm.medianMs}`,
        `${fresh.p95Ms} / ${warm.p95Ms}`,
        everyMs === FINEST_MS ? `${targets.readableMs[surface]}` : '',
      ]),
    ),
    '',
    table(
      'Besides',
      ['ms', 'median', 'p95', 'target'],
      [
        ['command to answer', `${accepted.medianMs}`, `${accepted.p95Ms}`, `${targets.acceptedMs}`],
        ['opening to X', `${latency.onX.medianMs}`, `${latency.onX.p95Ms}`, `${targets.onXMs}`],
        [
          `${latency.storm.openings} openings at once, last on site`,
          `${latency.storm.lastOnSiteMs}`,
          '',
          `${targets.stormMs}`,
        ],
        ['second start', `${latency.secondStartMs}`, '', `${targets.secondStartMs}`],
      ],
    ),
    '',
    table(
      `${burst.updates} updates of one incident in a row`,
      ['', 'measured', 'target'],
      [
        ['ms of the next sweep', `${burst.sweepMs}`, `${targets.sweepMs}`],
        ['requests of the sweep', `${burst.requestsOfSweep}`, ''],
        ['requests for each update within an hour', `${burst.requestsEach}`, `${targets.requestsEach}`],
        ...burst.by.map(({ caller, requestsEach }) => [`  of ${caller}`, `${requestsEach}`, '']),
      ],
    ),
    '',
    table(
      'Painted on a phone on slow 4G',
      ['ms', 'median', 'slowest', 'target'],
      paint.map(({ page, medianMs, slowestMs, targetMs }) => [page, `${medianMs}`, `${slowestMs}`, `${targetMs}`]),
    ),
    '',
    table(
      'What one update costs (without X)',
      ['incidents of history', ...cost.map(({ incidents }) => `${incidents}`)],
      [
        ['requests to AWS', ...cost.map(({ requests }) => `${requests}`)],
        ['objects written', ...cost.map(({ objectsWritten }) => `${objectsWritten}`)],
        ['KB written', ...cost.map(({ kilobytesWritten }) => `${kilobytesWritten}`)],
        ['DynamoDB requests', ...cost.map(({ dynamodbRequests }) => `${dynamodbRequests}`)],
        ['capacity units', ...cost.map(({ units }) => `${units}`)],
        ['  of the command: requests', ...cost.map(({ commandRequests }) => `${commandRequests}`)],
        ['  of the command: units', ...cost.map(({ commandUnits }) => `${commandUnits}`)],
      ],
    ),
    '',
    table(
      'What one update costs the site',
      ['incidents in five years', ...publish.map(({ incidents }) => `${incidents}`)],
      [
        ['objects written', ...publish.map(({ objects }) => `${objects}`)],
        ['KB written', ...publish.map(({ kilobytes }) => `${kilobytes}`)],
        ['ms of computing', ...publish.map(({ computedMs }) => `${computedMs}`)],
        ['ms, every file put into a bucket here', ...publish.map(({ ms }) => `${ms}`)],
      ],
    ),
    '',
    printedCold(cold),
  ].join('\n');
}

/** The same of how the functions start. */
export function printedCold({ coldStarts, firstJourney: { signInMs, openedMs, onPageMs, wholeMs } }: Cold): string {
  const targetOf = (name: string) => (coldTargets as Readonly<Record<string, number>>)[name] ?? '';
  const kb = (bytes: number) => `${Math.round(bytes / 1024)}`;
  return [
    table(
      'Cold start (evaluation alone, in turn with bare)',
      ['function', 'KB', 'at start', 'ms', 'of processor', 'to bare', 'of processor', 'target', 'MB held'],
      coldStarts.map(({ name, bytes, bytesAtStart, ms, processorMs, ratio, processorRatio, heldMb }) => [
        name,
        kb(bytes),
        kb(bytesAtStart),
        `${ms}`,
        `${processorMs}`,
        `${ratio}`,
        `${processorRatio}`,
        `${targetOf(name)}`,
        `${heldMb}`,
      ]),
    ),
    '',
    table(
      'First journey, every function started anew',
      ['ms', 'median', 'target'],
      [
        ['sign-in page', `${signInMs}`, ''],
        ['opened', `${openedMs}`, ''],
        ['on its page', `${onPageMs}`, ''],
        ['whole', `${wholeMs}`, `${targets.firstJourneyMs}`],
      ],
    ),
  ].join('\n');
}

function table(title: string, head: readonly string[], rows: readonly (readonly string[])[]): string {
  const all = [head, ...rows];
  const widths = head.map((_, column) => Math.max(...all.map((row) => row[column]?.length ?? 0)));
  const line = (row: readonly string[]) =>
    row.map((cell, column) => (column === 0 ? cell.padEnd(widths[0]!) : cell.padStart(widths[column]!))).join('  ');
  return [title, ...all.map(line)].join('\n');
}
