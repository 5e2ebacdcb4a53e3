import { memoryBoard } from '../../shared/adapters/memory/board.ts';
import { memoryControl } from '../../shared/adapters/memory/control.ts';
import { memoryDeliveries } from '../../shared/adapters/memory/deliveries.ts';
import { memoryImports } from '../../shared/adapters/memory/imports.ts';
import { memoryLog } from '../../shared/adapters/memory/incident-log.ts';
import { memorySiteStore } from '../../shared/adapters/memory/site-store.ts';
import { memoryTable } from '../../shared/adapters/memory/table.ts';
import { type PublishSitePorts, publishSite } from '../../shared/app/publish-site.ts';
import { config } from '../../shared/config.ts';
import { DAY_MS, type Instant, instant, MINUTE_MS, plus } from '../../shared/core/instant.ts';
import { publicIncident } from '../../shared/core/public-incident.ts';
import { chainOf, draft, incidentOf, opening, resolution } from '../support/entries.ts';
import { rounded } from './statistics.ts';

/** What one update costs the site, with so many incidents over five years. Bytes and time are medians of the updates. */
export type PublishCost = { incidents: number; objects: number; kilobytes: number; ms: number };

const UPDATES = 15;
const NOW: Instant = '2026-11-22T12:00:00.000Z';
const YEARS_MS = 5 * 365 * DAY_MS;
const SAID = {
  content: {
    message: 'A tenth of the requests end with error 503. We are replacing the machines, one after the other.',
  },
};

/** Everything but the network: rendering, the board's protocol and its packing are the ones that run on AWS. */
export async function measurePublishCost(sizes: readonly number[]): Promise<PublishCost[]> {
  const costs: PublishCost[] = [];
  for (const incidents of sizes) costs.push({ incidents, ...(await costWith(incidents)) });
  return costs;
}

async function costWith(incidents: number): Promise<Omit<PublishCost, 'incidents'>> {
  const table = memoryTable();
  const clock = { now: () => NOW };
  const board = memoryBoard(table);
  await seed(board, incidents);
  const puts: number[][] = [];
  const site = memorySiteStore('bench');
  const ports: PublishSitePorts = {
    imports: memoryImports(),
    clock,
    log: memoryLog({ table, clock }),
    board,
    deliveries: memoryDeliveries(table),
    control: memoryControl(table),
    config,
    siteUrl: 'https://status.example.com',
    site: {
      ...site,
      put: (file, version) => {
        puts.at(-1)?.push(Buffer.byteLength(file.body));
        return site.put(file, version);
      },
    },
  };
  const chain = chainOf(
    'measured',
    [opening(), ...Array.from({ length: UPDATES }, () => draft(SAID))],
    plus(NOW, -90 * MINUTE_MS),
  );
  const times: number[] = [];
  for (const entry of chain) {
    await ports.log.append(entry, undefined);
    puts.push([]);
    const began = performance.now();
    await publishSite(ports, 'measured');
    times.push(performance.now() - began);
  }
  const bytes = puts.map((sizes) => sizes.reduce((sum, size) => sum + size, 0));
  return {
    objects: median(puts.map((sizes) => sizes.length)),
    kilobytes: rounded(median(bytes) / 1024),
    ms: rounded(median(times)),
  };
}

/** Incidents of four entries that are over, evenly over five years, the newest yesterday. */
async function seed(board: ReturnType<typeof memoryBoard>, incidents: number): Promise<void> {
  for (let n = 0; n < incidents; n += 1) {
    const openedAt = instant(Date.parse(NOW) - DAY_MS - Math.round((n / incidents) * YEARS_MS));
    const chain = chainOf(
      `i${n}`,
      [opening({ components: [{ id: 'api', status: 'partial_outage' }] }), draft(SAID), draft(SAID), resolution()],
      openedAt,
    );
    await board.update(publicIncident(incidentOf(chain)), NOW);
  }
}

const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!;
