import type { ITwitterApiClientPlugin } from 'twitter-api-v2';
import { describe, expect, it } from 'vitest';
import type { World } from '../../../infra/local/world/world.ts';
import { givenWorld, textsOn, tryToPost, xClient } from './given-world.ts';

/** A plugin that keeps the last Authorization header, as somebody on the wire could. */
function eavesdropper(): ITwitterApiClientPlugin & { heard: string } {
  return {
    heard: '',
    onBeforeRequest({ requestOptions }) {
      this.heard = String((requestOptions.headers as Record<string, string>).Authorization);
    },
  };
}

const postSigned = (world: World, authorization: string, path = '/2/tweets') =>
  fetch(world.url + path, {
    method: 'POST',
    headers: { authorization, 'content-type': 'application/json' },
    body: JSON.stringify({ text: 'sent again' }),
  });

describe('the signature on a request to X', () => {
  it('is accepted when the library made it with our tokens', async () => {
    const world = await givenWorld();
    await tryToPost(xClient(world), 'hello');
    expect(textsOn(world)).toEqual(['hello']);
  });

  it('covers the query: characters that need escaping arrive as they were signed', async () => {
    const world = await givenWorld();
    const query = { max_results: 5, start_time: '2026-11-22T10:00:00Z', 'tweet.fields': 'created_at,entities' };
    expect(await xClient(world).get(`users/${world.xUserId}/tweets`, query)).toEqual({ meta: { result_count: 0 } });
  });

  it.each([
    ['app key', { appKey: 'another' }, 'unknown consumer key'],
    ['app secret', { appSecret: 'another' }, 'signature does not match'],
    ['access token', { accessToken: 'another' }, 'unknown token'],
    ['access secret', { accessSecret: 'another' }, 'signature does not match'],
  ])('is refused with a wrong %s, in the words of X', async (_what, wrong, reason) => {
    const world = await givenWorld();
    const answer = await tryToPost(xClient(world, { tokens: { ...world.xTokens, ...wrong } }), 'hello');
    expect(answer).toMatchObject({
      code: 401,
      isAuthError: true,
      data: { title: 'Unauthorized', detail: 'Unauthorized', type: 'about:blank', status: 401 },
      headers: { 'x-simulator-reason': reason },
    });
    expect(textsOn(world)).toEqual([]);
  });

  it('is good for one request: the same nonce is refused the second time', async () => {
    const world = await givenWorld();
    const plugin = eavesdropper();
    await tryToPost(xClient(world, { plugin }), 'hello');
    const replayed = await postSigned(world, plugin.heard);
    expect([replayed.status, replayed.headers.get('x-simulator-reason')]).toEqual([401, 'nonce was used before']);
    expect(textsOn(world)).toEqual(['hello']);
  });

  it('does not fit another path or another query', async () => {
    const world = await givenWorld();
    const plugin = eavesdropper();
    await tryToPost(xClient(world, { plugin }), 'hello');
    for (const path of ['/2/tweets?since_id=1', '/2/users']) {
      const answer = await postSigned(world, plugin.heard, path);
      expect([answer.status, answer.headers.get('x-simulator-reason')]).toEqual([401, 'signature does not match']);
    }
  });

  it.each([
    ['ahead', 1],
    ['behind', -1],
  ])('is refused when its clock is more than 5 minutes %s, and accepted at 4', async (_direction, sign) => {
    const far = await givenWorld({ clockMs: () => Date.now() + sign * 5.1 * 60_000 });
    const near = await givenWorld({ clockMs: () => Date.now() + sign * 4 * 60_000 });
    expect(await tryToPost(xClient(far), 'hello')).toMatchObject({ code: 401 });
    expect(await tryToPost(xClient(near), 'hello')).toMatchObject({ data: { text: 'hello' } });
  });

  it.each(['', 'Bearer abc', 'OAuth', 'OAuth oauth_nonce="%E0%A4%A"', 'OAuth oauth_consumer_key="local-app-key"'])(
    'is required: %j is answered 401, not with a crash',
    async (authorization) => {
      const world = await givenWorld();
      expect((await postSigned(world, authorization)).status).toBe(401);
      expect(textsOn(world)).toEqual([]);
    },
  );

  it('may also be made for api.x.com by a client that only redirects the socket', async () => {
    const world = await givenWorld();
    const { TwitterApi } = await import('twitter-api-v2');
    const { default: http } = await import('node:http');
    const redirected: ITwitterApiClientPlugin = {
      onBeforeRequest({ requestOptions, computedParams }) {
        const { hostname, port } = new URL(world.url);
        computedParams.url.protocol = 'http:';
        computedParams.url.hostname = hostname;
        computedParams.url.port = port;
        Object.assign(requestOptions, { protocol: 'http:' });
      },
    };
    const client = new TwitterApi(world.xTokens, { httpAgent: new http.Agent(), plugins: [redirected] });
    expect(await client.v2.post('tweets', { text: 'hello' })).toMatchObject({ data: { text: 'hello' } });
  });
});
