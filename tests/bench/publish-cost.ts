import { memoryControl } from '../../shared/adapters/memory/control.ts';
import { memoryDeliveries } from '../../shared/adapters/memory/deliveries.ts';
import { memoryImports } from '../../shared/adapters/memory/imports.ts';
import { memoryLog } from '../../shared/adapters/memory/incident-log.ts';
import { memorySiteIndex } from '../../shared/adapters/memory/site-index.ts';
import { memorySiteStore } from '../../shared/adapters/memory/site-store.ts';
import { memoryTable } from '../../shared/adapters/memory/table.ts';
import { s3SiteStore } from '../../shared/adapters/s3/site-store.ts';
import { type PublishSitePorts, publishSite } from '../../shared/app/site/publish.ts';
import { config } from '../../shared/config/config.ts';
import { spoken } from '../../shared/config/voice.ts';
import { DAY_MS, type Instant, instant, MINUTE_MS, plus } from '../../shared/core/instant.ts';
import { publicIncident } from '../../shared/core/public-incident.ts';
import type { SiteStore } from '../../shared/ports/site-store.ts';
import { fakeS3 } from '../site/support/fake-s3.ts';
import { chainOf, draft, incidentOf, opening, resolution } from '../support/entries.ts';
import { rounded } from './statistics.ts';

/**
 * What one update costs the site, with so many incidents over five years. Bytes are the median of the updates of one
 * incident; times are medians of those behind it, because the first updates of a process pay for compiling the code:
 * what is computed alone, and the whole with every file put by the SDK into a bucket on this machine.
 */
export type PublishCost = { incidents: number; objects: number; kilobytes: number; computedMs: number; ms: number };

const UPDATES = 15;
/** Incidents one after the other, each over before the next. */
const WARM_ROUNDS = 4;
const NOW: Instant = '2026-11-22T12:00:00.000Z';
const YEARS_MS = 5 * 365 * DAY_MS;
const SAID = {
  content: {
    message: 'A tenth of the requests end with error 503. We are replacing the machines, one after the other.',
  },
};

/** Rendering, the site index's protocol and its packing are the ones that run on AWS; the table is in memory. */
export async function measurePublishCost(sizes: readonly number[]): Promise<PublishCost[]> {
  const costs: PublishCost[] = [];
  for (const incidents of sizes) costs.push({ incidents, ...(await costWith(incidents)) });
  return costs;
}

async function costWith(incidents: number): Promise<Omit<PublishCost, 'incidents'>> {
  const table = memoryTable();
  const clock = { now: () => NOW };
  const siteIndex = memorySiteIndex(table);
  await seed(siteIndex, incidents);
  const puts: number[][] = [];
  const s3 = await fakeS3();
  const inMemory = memorySiteStore('bench');
  const inS3 = s3SiteStore({ client: s3.client, bucket: 'bucket', configHash: 'bench' });
  let site: SiteStore = inMemory;
  const ports: PublishSitePorts = {
    imports: memoryImports(),
    clock,
    log: memoryLog({ table, clock }),
    siteIndex,
    deliveries: memoryDeliveries(table),
    control: memoryControl(table),
    config,
    voice: spoken,
    siteUrl: 'https://status.example.com',
    site: {
      front: async () => ({ renderedWith: 'bench' }),
      put: (file, version) => {
        puts.at(-1)?.push(Buffer.byteLength(file.body));
        return site.put(file, version);
      },
    },
  };
  /** The times in milliseconds of publishing an opening, its updates and its end. */
  async function timesOf(id: string): Promise<number[]> {
    const said = [opening(), ...Array.from({ length: UPDATES }, () => draft(SAID)), resolution()];
    const times: number[] = [];
    for (const entry of chainOf(id, said, plus(NOW, -90 * MINUTE_MS))) {
      await ports.log.append(entry, undefined);
      puts.push([]);
      const began = performance.now();
      await publishSite(ports, id);
      times.push(performance.now() - began);
    }
    return times;
  }

  await timesOf('measured');
  const written = puts.slice();
  const timesIn = async (store: SiteStore, name: string) => {
    site = store;
    const times: number[] = [];
    for (let round = 0; round < WARM_ROUNDS; round += 1) times.push(...(await timesOf(`${name}${round}`)));
    return rounded(median(times));
  };
  const computedMs = await timesIn(inMemory, 'computed');
  const ms = await timesIn(inS3, 'put');
  await s3.stop();
  const bytes = written.map((sizes) => sizes.reduce((sum, size) => sum + size, 0));
  return {
    objects: median(written.map((sizes) => sizes.length)),
    kilobytes: rounded(median(bytes) / 1024),
    computedMs,
    ms,
  };
}

/** Incidents of four entries that are over, evenly over five years, the newest yesterday. */
async function seed(siteIndex: ReturnType<typeof memorySiteIndex>, incidents: number): Promise<void> {
  for (let n = 0; n < incidents; n += 1) {
    const openedAt = instant(Date.parse(NOW) - DAY_MS - Math.round((n / incidents) * YEARS_MS));
    const chain = chainOf(
      `i${n}`,
      [opening({ components: [{ id: 'api', status: 'partial_outage' }] }), draft(SAID), draft(SAID), resolution()],
      openedAt,
    );
    await siteIndex.update(publicIncident(incidentOf(chain)), NOW);
  }
}

const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!;
