import { describe, expect, it } from 'vitest';
import { NETWORKS } from '../../../../infra/local/world/networks/shipped.ts';
import { startWorld } from '../../../../infra/local/world/world.ts';
import { givenFolder, givenWorld, send } from '../given-world.ts';
import { networkNames, networkOf } from './given-network.ts';

const NOON = Date.parse('2026-11-22T12:00:00.000Z');
const MINUTE = 60_000;

type Post = { id: string; text: string; replyTo: string | null };
const jsonOf = async <T>(answer: Promise<Response>) => (await (await answer).json()) as T;

describe.each(networkNames)('%s in the world', (channel) => {
  const posts = `/sim/posts?channel=${channel}`;

  it('is written on and deleted from by hand, past all limits and faults', async () => {
    const world = await givenWorld({ clockMs: () => NOON });
    const { simulated } = networkOf(world, channel);
    simulated.faults.inject({ fault: 'lost-request', on: 'all', times: 9 }, NOON);
    const root = await jsonOf<Post>(send(world, 'POST', '/sim/posts', { channel, text: 'Logins fail' }));
    const reply = { channel, text: 'They work again', replyTo: root.id };
    expect((await send(world, 'POST', '/sim/posts', reply)).status).toBe(201);
    expect(await jsonOf<Post[]>(send(world, 'GET', posts))).toEqual([
      { id: root.id, text: 'Logins fail', at: '2026-11-22T12:00:00.000Z', replyTo: null },
      { id: expect.any(String), text: 'They work again', at: '2026-11-22T12:00:00.000Z', replyTo: root.id },
    ]);
    const one = `/sim/posts/${encodeURIComponent(root.id)}?channel=${channel}`;
    expect(await jsonOf<Post[]>(send(world, 'DELETE', one))).toMatchObject([{ text: 'They work again' }]);
    expect((await send(world, 'DELETE', one)).status).toBe(404);
    const orphan = await send(world, 'POST', '/sim/posts', { ...reply, text: 'Once more' });
    expect([orphan.status, await orphan.json()]).toMatchObject([422, { errors: [{ field: 'replyTo' }] }]);
    expect(await jsonOf<Post[]>(send(world, 'GET', '/sim/posts'))).toEqual([]);
  });

  it('keeps what stands through a restart', async () => {
    const dataDir = givenFolder();
    const before = await startWorld({ dataDir, port: 0 });
    const { simulated } = networkOf(before, channel);
    const root = simulated.writeByHand('Logins fail', null, NOON)!;
    const slip = simulated.writeByHand('A slip', null, NOON)!;
    simulated.writeByHand('They work again', root.id, NOON);
    simulated.removeByHand(slip.id, NOON);
    const stood = simulated.posts();
    await before.stop();
    const after = networkOf(await givenWorld({ dataDir }), channel).simulated;
    expect(after.posts()).toEqual(stood);
    const next = after.writeByHand('And once more', root.id, NOON)!;
    expect([...stood, slip].map(({ id }) => id)).not.toContain(next.id);
  });

  it('has faults of its own, beside those of X', async () => {
    const world = await givenWorld({ clockMs: () => NOON });
    await send(world, 'POST', '/sim/faults', { fault: 'slow' });
    const inForce = await jsonOf(send(world, 'POST', '/sim/faults', { channel, fault: 'silent', on: 'all', times: 2 }));
    expect(inForce).toEqual([
      { id: 1, fault: 'slow', on: 'post', times: 1 },
      { id: `${channel}-1`, channel, fault: 'silent', on: 'all', times: 2 },
    ]);
    expect(networkOf(world, channel).simulated.faults.active(NOON)).toHaveLength(1);
    expect(await jsonOf(send(world, 'DELETE', `/sim/faults/${channel}-1`))).toMatchObject([{ id: 1 }]);
    await send(world, 'POST', '/sim/faults', { channel, fault: 'silent' });
    expect(await jsonOf(send(world, 'DELETE', '/sim/faults'))).toEqual([]);
    expect(networkOf(world, channel).simulated.faults.active(NOON)).toEqual([]);
  });

  it('refuses a fault that it does not have, and names the field', async () => {
    const world = await givenWorld();
    const answer = await send(world, 'POST', '/sim/faults', { channel, fault: 'gremlins' });
    expect([answer.status, await answer.json()]).toMatchObject([422, { errors: [{ field: 'fault' }] }]);
  });

  it('shows its threads on a page, with their length and links that lead somewhere', async () => {
    const world = await givenWorld();
    const { simulated } = networkOf(world, channel);
    const root = simulated.writeByHand('Logins <b>fail</b>', null, NOON)!;
    simulated.writeByHand('Maintenance tonight', null, NOON + MINUTE);
    simulated.writeByHand('Logins work again', root.id, NOON + 2 * MINUTE);
    const page = await (await send(world, 'GET', `/${channel}`)).text();
    const [, main = ''] = /<main>(.*)<\/main>/s.exec(page) ?? [];
    const places = ['fail', 'work again', 'tonight'].map((words) => main.indexOf(words));
    expect(places.every((place) => place >= 0)).toBe(true);
    expect(places).toEqual(places.toSorted((a, b) => a - b));
    expect(main).toContain('Logins &lt;b&gt;fail&lt;/b&gt;');
    expect(main).toContain('22 Nov 2026, 12:00:00 UTC');
    expect(main).toMatch(/\d+ of [\d,]+ /);
    simulated.removeByHand(root.id, NOON);
    expect(await (await send(world, 'GET', `/${channel}`)).text()).toContain('in reply to a post that was deleted');
  });

  it('is in the navigation of every page, and its faults can be pressed', async () => {
    const world = await givenWorld();
    const { title, faults } = NETWORKS.find(({ name }) => name === channel)!;
    const page = await (await send(world, 'GET', '/faults')).text();
    expect(page).toContain(`<a href="/${channel}">${title}</a>`);
    for (const { fault } of faults) expect(page).toContain(`aria-label="inject for ${title}: ${fault}"`);
    const form = new URLSearchParams({ channel, fault: 'slow', on: 'read', times: '2' });
    await fetch(`${world.url}/faults`, { method: 'POST', body: form, redirect: 'manual' });
    expect(networkOf(world, channel).simulated.faults.active(Date.now())).toMatchObject([{ on: 'read', times: 2 }]);
    expect(await (await send(world, 'GET', '/faults')).text()).toContain(`of ${title}, on reads`);
  });
});

describe('a channel that there is not', () => {
  it('is refused wherever it is named', async () => {
    const world = await givenWorld();
    const asked = [
      send(world, 'GET', '/sim/posts?channel=carrier-pigeon'),
      send(world, 'DELETE', '/sim/posts/1?channel=carrier-pigeon'),
      send(world, 'POST', '/sim/posts', { channel: 'carrier-pigeon', text: 'coo' }),
      send(world, 'POST', '/sim/faults', { channel: 'carrier-pigeon', fault: 'slow' }),
    ];
    for (const answer of await Promise.all(asked)) {
      const { errors } = (await answer.json()) as { errors: { field: string; reason: string }[] };
      expect([answer.status, errors[0]?.field]).toEqual([422, 'channel']);
      for (const name of ['x', ...networkNames]) expect(errors[0]?.reason).toContain(name);
    }
  });
});
