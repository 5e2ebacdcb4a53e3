import { describe, expect, it } from 'vitest';
import raw from '../../../candor.config.json' with { type: 'json' };
import { memoryImports } from '../../../shared/adapters/memory/imports.ts';
import { watchedSite } from '../../../shared/app/site/look-again.ts';
import { sweep } from '../../../shared/app/sweep.ts';
import { askedX } from '../../../shared/app/x/would-post.ts';
import { publicChannels } from '../../../shared/client/channels.ts';
import { config } from '../../../shared/config/config.ts';
import { configSchemaWith } from '../../../shared/config/config-schema.ts';
import { PUBLIC_CHANNELS } from '../../../shared/core/channel/shipped.ts';
import type { AskedChannel } from '../../../shared/ports/channel.ts';
import { root, team } from '../../api/team.ts';
import { TALLY, tally } from './tally.ts';

const schema = configSchemaWith([...PUBLIC_CHANNELS.map(({ name }) => name), TALLY.name]);

/** The real API and the real sweep, with the channels that a config names. Who is nudged looks when we say so. */
function houseWith(channels: readonly string[]) {
  const nudged = new Set<string>();
  const nudges = {
    nudge: async (ids: readonly string[]) => {
      for (const id of ids) nudged.add(id);
    },
    nudgeSite: async () => {},
    lookAt: async () => {},
  };
  const home = team({ nudges });
  const counter = tally(home.ports);
  const built: Readonly<Record<string, AskedChannel>> = { x: askedX(home.ports), tally: counter };
  const named = schema.parse({ ...raw, channels }).channels.map((name) => built[name]!);
  (home.ports.channels as AskedChannel[]).splice(0, Infinity, ...named);
  const inbox = { name: 'inbox', personal: true, confirmed: async () => true, send: async () => {} };
  const watched = { ...home.ports, targets: [inbox], table: 'candor', frontPage: async () => ({ isCurrent: true }) };
  return {
    ...home,
    counter,
    /** A minute goes by: the sweep looks, and the channel at what the sweep has nudged. */
    async minute() {
      home.wait(1);
      nudged.clear();
      await sweep({
        ...watched,
        channels: [watchedSite({ ...home.ports, config, imports: memoryImports() }), counter],
      });
      for (const id of nudged) await counter.reconcile(id);
    },
    incident: async (id: string) => (await home.get(`/v1/incidents/${id}`)).body,
    control: async () => (await home.get('/v1/control')).body,
    arm: () => home.put('/v1/channels/tally', { mode: 'live' }, { as: root }),
  };
}

describe('a channel that only counts, named by the config', () => {
  it('is told of every statement once and in order, by the sweep’s nudges alone', async () => {
    const { arm, opened, post, minute, incident, counter } = houseWith(['tally']);
    expect((await arm()).status).toBe(200);
    const id = await opened({ nextUpdateBy: 'PT1H' });
    await minute();
    await post(`/v1/incidents/${id}/updates`, { message: 'A bad index is the cause.', nextUpdateBy: 'PT1H' });
    await minute();
    await minute();
    expect([...counter.counted]).toEqual([`${id}#1`, `${id}#2`]);
    expect(Object.keys((await incident(id)).deliveries)).toEqual(['site', 'tally']);
    expect((await incident(id)).deliveries.tally[2]).toMatchObject({ state: 'delivered', receipt: `${id}#2` });
  });

  it('is in shadow until a person arms it, and counts nothing there', async () => {
    const { opened, minute, incident, counter, control, arm } = houseWith(['tally']);
    const id = await opened();
    await minute();
    expect(counter.counted.size).toBe(0);
    expect((await incident(id)).deliveries.tally[1]).toMatchObject({ state: 'delivered', shadow: true });
    expect((await control()).channels).toEqual({ site: 'live', tally: 'shadow' });
    await arm();
    expect((await control()).channels.tally).toBe('live');
  });

  it('stands in the switches, in previews and in the apology ahead, beside those that are named with it', async () => {
    const { opened, post, incident, control } = houseWith(['x', 'tally']);
    const id = await opened({ nextUpdateBy: 'PT1H' });
    const body = { message: 'A bad index is the cause.' };
    const { channels } = (await post('/v1/preview', { command: 'update', incident: id, body })).body;
    expect(Object.keys(channels)).toEqual(['site', 'feed', 'x', 'tally']);
    expect(channels.tally).toMatchObject({ mode: 'shadow', text: 'number 1', weight: 8, limit: 12 });
    expect((await incident(id)).apologyIfSilent.texts.tally).toMatchObject({ text: 'number 1' });
    expect(publicChannels(await control())).toMatchObject([
      { name: 'x', label: 'X', mode: 'shadow' },
      { name: 'tally', label: 'tally', mode: 'shadow' },
    ]);
    expect((await control()).tally).toEqual({ counted: 0 });
  });

  it('is alone where X is not named: X cannot be switched and stands nowhere', async () => {
    const { opened, put, incident, control } = houseWith(['tally']);
    const refused = await put('/v1/channels/x', { mode: 'live' }, { as: root });
    expect(refused).toMatchObject({ status: 404, body: { type: 'no-such-channel' } });
    expect(refused.body.detail).toContain('the channel is "tally"');
    expect(await control()).not.toHaveProperty('x');
    expect((await incident(await opened())).deliveries).not.toHaveProperty('x');
  });

  it('is refused where it is misspelt', () => {
    expect(schema.safeParse({ ...raw, channels: ['telly'] }).success).toBe(false);
    expect(schema.safeParse({ ...raw, channels: ['x', 'x'] }).success).toBe(false);
  });
});
