import { describe, expect, it } from 'vitest';
import { FLOOD_WINDOW_MS } from '../../shared/core/desk/flood.ts';
import { FLOOD_QUIET_MS, present } from '../../shared/core/desk/house.ts';
import { MINUTE_MS } from '../../shared/core/instant.ts';
import { deskHouse } from './support/house.ts';
import { pagesOf } from './support/public-pages.ts';

const PEOPLE = ['a', 'b', 'c', 'd', 'e', 'f'];

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
