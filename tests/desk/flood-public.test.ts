import { describe, expect, it } from 'vitest';
import { memoryDeliveries } from '../../shared/adapters/memory/deliveries.ts';
import { memoryImports } from '../../shared/adapters/memory/imports.ts';
import { memorySiteStore } from '../../shared/adapters/memory/site-store.ts';
import { rebuildSite } from '../../shared/app/site/rebuild.ts';
import { config } from '../../shared/config/config.ts';
import { spoken } from '../../shared/config/voice.ts';
import { FLOOD_WINDOW_MS } from '../../shared/core/desk/flood.ts';
import { FLOOD_QUIET_MS, present } from '../../shared/core/desk/house.ts';
import { MINUTE_MS } from '../../shared/core/instant.ts';
import { type DeskHouse, deskHouse } from './support/house.ts';

const PEOPLE = ['a', 'b', 'c', 'd', 'e', 'f'];

/** Every page of the site, drawn anew from what is kept, as if the clock stood still. */
async function pagesOf({ ports, control }: DeskHouse): Promise<Record<string, string>> {
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

/** An outage of the API about which many complain, and then about file storage as well. */
async function flooded() {
  const house = deskHouse();
  await house.states('opened');
  const before = await pagesOf(house);
  for (const who of PEOPLE) house.says(who, 'your api is down');
  await house.look();
  house.pass(FLOOD_WINDOW_MS + MINUTE_MS);
  for (const who of PEOPLE) house.says(who, 'file storage fails for us');
  await house.look();
  const floods = async () =>
    present((await house.ports.stores.house.read()).state?.floods ?? [], house.ports.clock.now());
  return { house, before, floods };
}

describe('a flood while an incident is open', () => {
  it('about another part of the service changes no page that the public reads', async () => {
    const { house, before, floods } = await flooded();
    expect(await floods()).toMatchObject([{ component: 'api' }, { component: 'storage', incident: 'i1' }]);
    const after = await pagesOf(house);
    expect(Object.keys(after)).toEqual(Object.keys(before));
    expect(after['incidents/i1/index.html']).toContain('Checkout is failing');
    for (const [key, body] of Object.entries(after)) expect(body, key).toBe(before[key]);
    expect(await house.ports.log.load('i1')).toHaveLength(1);
  });

  it('turns nothing green when it falls: the incident stays as it was until a person says that it is over', async () => {
    const { house, before, floods } = await flooded();
    const waiting = await house.ports.drafts.waiting();
    for (let passed = 0; passed < FLOOD_WINDOW_MS + FLOOD_QUIET_MS; passed += MINUTE_MS) {
      house.pass(MINUTE_MS);
      await house.look();
    }
    expect(await floods()).toEqual([]);
    expect(await pagesOf(house)).toEqual(before);
    expect(await house.ports.log.load('i1')).toMatchObject([
      { kind: 'opened', components: [{ status: 'major_outage' }] },
    ]);
    expect(await house.ports.drafts.waiting()).toEqual(waiting);
    expect(house.ports.pages).toHaveLength(1);
  });
});
