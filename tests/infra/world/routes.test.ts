import { connect } from 'node:net';
import { describe, expect, it, vi } from 'vitest';
import { startWorld } from '../../../infra/local/world/world.ts';
import { givenFolder, givenWorld, type Posted, send, textsOn, tryToPost, xClient } from './given-world.ts';

const jsonOf = async (answer: Promise<Response>) => (await answer).json();

describe('the world', () => {
  it('shows what stands on the timeline, oldest first and with real links', async () => {
    const world = await givenWorld({ clockMs: () => Date.parse('2026-11-22T12:00:00.000Z') });
    const id = world.x.writeByHand('down: https://example.com/x', null, Date.parse('2026-11-22T12:00:00.000Z'))!.id;
    world.x.writeByHand('still down', id, Date.parse('2026-11-22T12:01:00.000Z'));
    expect(await jsonOf(send(world, 'GET', '/sim/posts'))).toEqual([
      { id, text: 'down: https://example.com/x', at: '2026-11-22T12:00:00.000Z', replyTo: null },
      { id: expect.any(String), text: 'still down', at: '2026-11-22T12:01:00.000Z', replyTo: id },
    ]);
  });

  it('lets a person post and delete by hand, past all limits and faults', async () => {
    const world = await givenWorld();
    world.x.faults.inject({ fault: 'suspended', times: 9 }, Date.now());
    const post = (await jsonOf(send(world, 'POST', '/sim/posts', { text: 'from my phone' }))) as { id: string };
    expect(textsOn(world)).toEqual(['from my phone']);
    expect((await send(world, 'POST', '/sim/posts', { text: 'a reply', replyTo: '1' })).status).toBe(422);
    expect(await jsonOf(send(world, 'DELETE', `/sim/posts/${post.id}`))).toEqual([]);
    expect((await send(world, 'DELETE', `/sim/posts/${post.id}`)).status).toBe(404);
  });

  it('asks its caller first, so that sign-in can live on the same port', async () => {
    const world = await givenWorld({
      extraHandler: (request, response) => {
        if (request.url !== '/oauth2/token') return false;
        response.end('signed in');
        return true;
      },
    });
    expect(await (await send(world, 'POST', '/oauth2/token')).text()).toBe('signed in');
    expect(await jsonOf(send(world, 'GET', '/sim/posts'))).toEqual([]);
  });

  it('answers 500 when something in it throws, says so in its log, and lives on', async () => {
    const logged = vi.spyOn(console, 'error').mockImplementation(() => {});
    const world = await givenWorld({
      extraHandler: (request) => {
        if (request.url === '/boom') throw new Error('boom');
        return false;
      },
    });
    const answer = await send(world, 'GET', '/boom');
    expect([answer.status, await answer.json()]).toMatchObject([500, { title: 'Internal Server Error', status: 500 }]);
    expect(String(logged.mock.calls[0])).toContain('boom');
    logged.mockRestore();
    expect((await send(world, 'GET', '/')).status).toBe(200);
  });

  it('lives on when a client sends rubbish or hangs up in the middle', async () => {
    const world = await givenWorld();
    const { port } = new URL(world.url);
    for (const rubbish of [
      'POST /2/tweets HTTP/1.1\r\nHost: x\r\nContent-Length: 50\r\n\r\n{"te',
      'nonsense\r\n\r\n',
    ]) {
      const socket = connect(Number(port), '127.0.0.1');
      await new Promise((sent) => socket.write(rubbish, sent));
      await new Promise((closed) => socket.once('close', closed).destroy());
    }
    expect((await send(world, 'GET', '//')).status).toBe(404);
    expect(await tryToPost(xClient(world), 'fine')).toMatchObject({ data: { text: 'fine' } });
  });

  it('answers unknown paths of an API as JSON, and others as a page', async () => {
    const world = await givenWorld();
    const kind = async (method: string, path: string) => {
      const answer = await send(world, method, path);
      return [answer.status, answer.headers.get('content-type')?.split(';')[0]];
    };
    expect(await kind('GET', '/sim/nothing')).toEqual([404, 'application/problem+json']);
    expect(await kind('PUT', '/sim/posts')).toEqual([404, 'application/problem+json']);
    expect(await kind('GET', '/hooks/x')).toEqual([404, 'application/problem+json']);
    expect(await kind('GET', '/nothing')).toEqual([404, 'text/html']);
    await expect(xClient(world).get('nothing')).rejects.toMatchObject({ code: 404, data: { title: 'Not Found' } });
  });

  it('is found on localhost by both addresses, and refuses a port that is taken', async () => {
    const world = await givenWorld({ hosts: ['127.0.0.1', '127.0.0.2'] });
    const { port } = new URL(world.url);
    for (const host of ['127.0.0.1', '127.0.0.2', 'localhost']) {
      expect((await fetch(`http://${host}:${port}/sim/posts`)).status).toBe(200);
    }
    await expect(startWorld({ dataDir: givenFolder(), port: Number(port) })).rejects.toThrow('EADDRINUSE');
  });

  it('goes without an address that this machine does not have', async () => {
    const world = await givenWorld({ hosts: ['127.0.0.1', '192.0.2.1'] });
    expect((await send(world, 'GET', '/')).status).toBe(200);
  });
});

describe("X's API", () => {
  it('takes JSON only', async () => {
    const world = await givenWorld();
    const client = xClient(world);
    const form = client.post('tweets', { text: 'a' }, { forceBodyMode: 'url' });
    await expect(form).rejects.toMatchObject({
      code: 400,
      data: { errors: [{ message: 'Requests with bodies must have content-type of application/json.' }] },
    });
    expect(textsOn(world)).toEqual([]);
  });

  it('says who we are, deletes, and looks up', async () => {
    const world = await givenWorld({ account: { name: 'Example status', username: 'example_status' } });
    const client = xClient(world);
    expect(await client.me()).toEqual({
      data: { id: world.xUserId, name: 'Example status', username: 'example_status' },
    });
    const { data } = (await tryToPost(client, 'down')) as Posted;
    expect(await client.tweets([data.id])).toMatchObject({ data: [{ id: data.id, text: 'down' }] });
    expect(await client.deleteTweet(data.id)).toEqual({ data: { deleted: true } });
    expect(await client.deleteTweet(data.id)).toEqual({ data: { deleted: false } });
    expect(await client.tweets([data.id])).toMatchObject({ errors: [{ resource_id: data.id }] });
  });

  it("serves the library's own iteration over a timeline", async () => {
    const world = await givenWorld();
    for (let index = 1; index <= 12; index += 1) world.x.writeByHand(`post ${index}`, null, Date.now());
    const pages = await xClient(world).userTimeline(world.xUserId, { max_results: 5, 'tweet.fields': ['created_at'] });
    const texts = [];
    for await (const tweet of pages) texts.push(tweet.text);
    expect(texts).toEqual(Array.from({ length: 12 }, (_, index) => `post ${12 - index}`));
  });
});
