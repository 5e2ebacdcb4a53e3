import { memoryDeliveries } from '../../../shared/adapters/memory/deliveries.ts';
import { memoryImports } from '../../../shared/adapters/memory/imports.ts';
import { memorySiteStore } from '../../../shared/adapters/memory/site-store.ts';
import { rebuildSite } from '../../../shared/app/site/rebuild.ts';
import { config } from '../../../shared/config/config.ts';
import { spoken } from '../../../shared/config/voice.ts';
import type { DeskHouse } from './house.ts';

/** Every page of the site, drawn anew from what is kept, as if the clock stood still. */
export async function pagesOf({ ports, control }: DeskHouse): Promise<Record<string, string>> {
  const { log, siteIndex } = ports;
  const site = memorySiteStore('hash1');
  const now = () => '2026-11-22T10:20:00.000Z';
  await rebuildSite({
    config,
    voice: spoken,
    siteUrl: 'https://status.example',
    clock: { now },
    log,
    siteIndex,
    control,
    site,
    imports: memoryImports(),
    deliveries: memoryDeliveries(),
  });
  // Which revision it is, is counted anew by each drawing.
  const plain = (body: unknown) => String(body).replaceAll(/(data-rev="|"rev":)\d+/g, '$1');
  return Object.fromEntries([...site.files].map(([key, { body }]) => [key, plain(body)]));
}
