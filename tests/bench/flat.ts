import { dynamodbControl } from '../../shared/adapters/dynamodb/control.ts';
import { dynamodbDeliveries } from '../../shared/adapters/dynamodb/deliveries.ts';
import { dynamodbLog } from '../../shared/adapters/dynamodb/incident-log.ts';
import { dynamodbSiteIndex } from '../../shared/adapters/dynamodb/site-index.ts';
import { memoryImports } from '../../shared/adapters/memory/imports.ts';
import { type PublishSitePorts, publishSite } from '../../shared/app/site/publish.ts';
import { config } from '../../shared/config/config.ts';
import { spoken } from '../../shared/config/voice.ts';
import type { Instant } from '../../shared/core/instant.ts';
import { measureCapacity } from '../support/capacity.ts';
import { startDynalite } from '../support/dynamodb.ts';
import { publicOf } from '../support/entries.ts';
import { stormIncident } from '../support/storm-day.ts';
import { rounded } from './statistics.ts';

/** What something costs the table and the site: capacity units and requests of the one, files and bytes of the other. */
export type Spending = { units: number; requests: number; files: number; kilobytes: number; largestPageKb: number };

/**
 * What is said of one more incident of a day costs with so many others on it that are over. `alone`: one process publishes;
 * `disturbed`: another has published in between, so that all is read anew. Updates are means of nine, ends of twenty-five,
 * so that the adding up of the day is in them. `coldViewUnits`: what a process reads that knows nothing yet.
 */
export type Flat = { others: number; update: Spending; disturbed: Spending; end: Spending; coldViewUnits: number };

const NOW: Instant = '2026-11-22T23:30:00.000Z';

/** Enough for the lists of the newest fifty to be full: below that every page grows with each incident. */
export const FEW = 100;

/** DynamoDB is dynalite in this process: it counts units as DynamoDB does. The bucket is in memory. */
export async function measureFlat(sizes: readonly number[], progress: (line: string) => void): Promise<Flat[]> {
  const database = await startDynalite();
  const table = await database.table();
  const spent = measureCapacity(table);
  const written: { key: string; bytes: number }[] = [];
  const clock = { now: () => NOW };
  const house = (): PublishSitePorts => ({
    clock,
    log: dynamodbLog(table),
    siteIndex: dynamodbSiteIndex(table),
    imports: memoryImports(),
    deliveries: dynamodbDeliveries(table),
    control: dynamodbControl(table),
    config,
    voice: spoken,
    siteUrl: 'https://status.example.com',
    site: {
      front: async () => ({ renderedWith: 'bench' }),
      put: async ({ key, body }) => {
        written.push({ key, bytes: Buffer.byteLength(body) });
        return 'written';
      },
    },
  });
  const [one, other] = [house(), house()];
  let disturbances = 0;
  const disturb = () => {
    disturbances += 1;
    return other.siteIndex.note(publicOf(stormIncident(0, `beside-${disturbances}`)), NOW);
  };

  /** Publishes what these chains say from entry to entry; counted are the entries of which `counts` is true. */
  async function cost(
    chains: readonly ReturnType<typeof stormIncident>[],
    counts: (seq: number) => boolean,
    isDisturbed = false,
  ): Promise<Spending> {
    let [units, requests, files, bytes, largest, times] = [0, 0, 0, 0, 0, 0];
    for (const entry of chains.flat()) {
      await one.log.append(entry, undefined);
      if (isDisturbed) await disturb();
      spent.length = 0;
      written.length = 0;
      await publishSite(one, entry.incident);
      if (!counts(entry.seq)) continue;
      times += 1;
      units += spent.reduce((sum, request) => sum + request.units, 0);
      requests += spent.length;
      files += written.length;
      bytes += written.reduce((sum, file) => sum + file.bytes, 0);
      largest = Math.max(largest, ...written.map((file) => file.bytes));
    }
    const each = (all: number) => rounded(all / times);
    return {
      ...{ units: each(units), requests: each(requests), files: each(files) },
      kilobytes: each(bytes / 1024),
      largestPageKb: rounded(largest / 1024),
    };
  }

  const results: Flat[] = [];
  let seeded = 0;
  for (const others of sizes) {
    progress(`${others} incidents of one day ...`);
    for (; seeded < others; seeded += 1) await other.siteIndex.note(publicOf(stormIncident(seeded)), NOW);
    const name = (what: string, n = 0) => `${what}-${others}-${n}`;
    const isUpdate = (seq: number) => seq > 1 && seq < 11;
    // What the others left to do, as the cutting of the month, is theirs.
    await cost([stormIncident(others, name('first'))], () => true);
    const update = await cost([stormIncident(others, name('alone'))], isUpdate);
    const disturbed = await cost([stormIncident(others, name('disturbed'))], isUpdate, true);
    const ends = Array.from({ length: 25 }, (_, n) => stormIncident(others + n, name('end', n)));
    const end = await cost(ends, (seq) => seq === 11);
    spent.length = 0;
    await dynamodbSiteIndex(table).read();
    const coldViewUnits = rounded(spent.reduce((sum, { units }) => sum + units, 0));
    results.push({ others, update, disturbed, end, coldViewUnits });
  }
  await database.close();
  return results;
}

/** How the last is to the first, and which of it is more than half as much again. */
export function compared([first, ...rest]: readonly Flat[]) {
  const last = rest.at(-1)!;
  return (['update', 'disturbed', 'end'] as const).map((what) => {
    const times = (of: keyof Spending) => rounded(last[what][of] / first![what][of]);
    return { what, units: times('units'), requests: times('requests'), kilobytes: times('kilobytes') };
  });
}

export const printedFlat = (all: readonly Flat[]): string =>
  [
    `| incidents of the day | of one | units | requests | files | KB | largest file, KB |`,
    `| --- | --- | --- | --- | --- | --- | --- |`,
    ...all.flatMap(({ others, coldViewUnits, ...costs }) => [
      `| ${others} | view of a new process | ${coldViewUnits} | | | | |`,
      ...Object.entries(costs).map(
        ([what, { units, requests, files, kilobytes, largestPageKb }]) =>
          `| ${others} | ${what} | ${units} | ${requests} | ${files} | ${kilobytes} | ${largestPageKb} |`,
      ),
    ]),
    ...compared(all).map(
      ({ what, units, requests, kilobytes }) =>
        `| last to first | ${what} | ${units} | ${requests} | | ${kilobytes} | |`,
    ),
  ].join('\n');
