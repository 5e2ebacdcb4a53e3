import { type ColdStart, coldTargets } from './cold-start.ts';
import type { Cost } from './cost.ts';
import type { FirstJourney } from './first-journey.ts';
import type { Latency } from './latency.ts';
import type { Paint } from './paint.ts';
import type { PublishCost } from './publish-cost.ts';

/** How the functions start. */
export type Cold = { coldStarts: ColdStart[]; firstJourney: FirstJourney };

export type Results = {
  machine: { cpus: number; model: string; loadBefore: number; loadAfter: number };
  latency: Latency;
  paint: Paint[];
  cost: Cost[];
  publish: PublishCost[];
  cold: Cold;
};

/** What the project wants of itself on a quiet machine, in milliseconds. */
export const targets = { medianMs: 50, p95Ms: 150, onXMedianMs: 200, secondStartMs: 3_000, firstJourneyMs: 2_500 };

/** The results as tables for people. */
export function printed({ machine, latency, paint, cost, publish, cold }: Results): string {
  const public_ = (['page', 'summary', 'feed'] as const).map((where) => [
    `command to ${where}`,
    `${latency[where].medianMs}`,
    `${latency[where].p95Ms}`,
    `${targets.medianMs} / ${targets.p95Ms}`,
  ]);
  return [
    `${machine.cpus} x ${machine.model}, load ${machine.loadBefore} before and ${machine.loadAfter} after`,
    '',
    table(
      `${latency.updates} updates, ${latency.openings} openings`,
      ['ms', 'median', 'p95', 'target'],
      [
        ['command to answer', `${latency.accepted.medianMs}`, `${latency.accepted.p95Ms}`, ''],
        ...public_,
        ['opening to X', `${latency.onX.medianMs}`, `${latency.onX.p95Ms}`, `${targets.onXMedianMs}`],
        [`${latency.storm.openings} openings at once, last on site`, `${latency.storm.lastOnSiteMs}`, '', ''],
        ['second start', `${latency.secondStartMs}`, '', `${targets.secondStartMs}`],
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
