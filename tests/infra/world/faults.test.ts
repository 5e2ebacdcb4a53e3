import { setTimeout as pause } from 'node:timers/promises';
import { ApiPartialResponseError, ApiRequestError, ApiResponseError } from 'twitter-api-v2';
import { describe, expect, it } from 'vitest';
import { faultNames, isCondition } from '../../../infra/local/world/x/faults.ts';
import { until } from '../../support/until.ts';
import { givenWorld, type Posted, send, textsOn, tryToPost, xClient } from './given-world.ts';

/** `givesUp`: the client does, some time after the fault has struck. */
type Case = { posted: boolean; check: (result: unknown) => void; body?: object; givesUp?: true };

const refused = (code: number, data: object, headers: object = {}): Case => ({
  posted: false,
  check: (result) => {
    expect(result).toBeInstanceOf(ApiResponseError);
    expect(result).toMatchObject({ code, data, headers });
  },
});
const failsAs = (kind: new (...args: never[]) => Error, posted: boolean, more: Partial<Case> = {}): Case => ({
  posted,
  check: (result) => expect(result).toBeInstanceOf(kind),
  ...more,
});
const causeOf = (error: unknown) => (error as { _options: { error: { code: string } } })._options.error.code;

function partial(result: unknown) {
  expect(result).toBeInstanceOf(ApiPartialResponseError);
  const { response, rawContent } = result as ApiPartialResponseError;
  return { status: response.statusCode, encoding: response.headers['content-encoding'], text: rawContent };
}

const inSeconds = (headers: Record<string, string>, name: string) => Number(headers[name]) - Date.now() / 1000;

/** How long a slow X works on a post, by the clock of the world. */
const WORKING_MS = 400;

/** What X's own library makes of each fault that hits one request, and whether the post is public afterwards. */
const cases: Record<string, Case> = {
  'lost-request': { posted: false, check: (result) => expect(causeOf(result)).toBe('ECONNRESET') },
  'lost-response': { posted: true, check: (result) => expect(causeOf(result)).toBe('ECONNRESET') },
  slow: {
    posted: true,
    body: { ms: WORKING_MS },
    givesUp: true,
    check: (result) => expect(causeOf(result)).toBe('ABORT_ERR'),
  },
  silent: { posted: false, givesUp: true, check: (result) => expect(causeOf(result)).toBe('ABORT_ERR') },
  dribble: {
    posted: true,
    body: { ms: 3_600_000 },
    givesUp: true,
    check: (result) => expect(result).toBeInstanceOf(Error),
  },
  'truncated-body': failsAs(ApiPartialResponseError, true),
  'headers-only': { posted: true, check: (result) => expect(result).toBeUndefined() },
  'empty-body': { posted: true, check: (result) => expect(result).toBeUndefined() },
  'broken-json': failsAs(ApiPartialResponseError, true),
  'gzip-truncated': {
    posted: true,
    check: (result) => expect(partial(result)).toMatchObject({ status: 201, encoding: 'gzip' }),
  },
  'gzip-garbage': {
    posted: true,
    check: (result) => expect(partial(result)).toEqual({ status: 201, encoding: 'gzip', text: 'this is not gzip' }),
  },
  redirect: { posted: false, check: (result) => expect(result).toContain('Redirecting') },
  'errors-200': { posted: false, check: (result) => expect(result).toMatchObject({ errors: [{}] }) },
  '503-without-effect': refused(503, { title: 'Service Unavailable', status: 503 }),
  '503-with-effect': { ...refused(503, { title: 'Service Unavailable' }), posted: true },
  'html-503': refused(503, expect.stringContaining('<h1>Service Unavailable</h1>'), {
    'content-type': 'text/html; charset=utf-8',
  }),
  'rate-limited': {
    posted: false,
    check: (result) => {
      expect(result).toMatchObject({
        code: 429,
        rateLimitError: true,
        rateLimit: { limit: 100, remaining: 0 },
        data: { title: 'Too Many Requests', detail: 'Too Many Requests', type: 'about:blank', status: 429 },
      });
      expect(
        inSeconds((result as ApiResponseError).headers as Record<string, string>, 'x-rate-limit-reset'),
      ).toBeCloseTo(900, -1);
    },
  },
  'rate-limited-24h': {
    posted: false,
    check: (result) => {
      expect(result).toMatchObject({ code: 429, rateLimit: undefined });
      const { headers } = result as { headers: Record<string, string> };
      expect(headers).toMatchObject({ 'x-user-limit-24hour-limit': '17', 'x-user-limit-24hour-remaining': '0' });
      expect(inSeconds(headers, 'x-user-limit-24hour-reset')).toBeCloseTo(86_400, -1);
      expect(Object.keys(headers).filter((name) => name.startsWith('x-rate'))).toEqual([]);
    },
  },
  'rate-limited-code-88': refused(429, { errors: [{ code: 88 }] }),
  'html-429': {
    posted: false,
    check: (result) => expect(partial(result)).toMatchObject({ status: 429, text: expect.stringContaining('<h1>') }),
  },
  'payment-required': refused(402, {
    title: 'CreditsDepleted',
    type: 'https://api.twitter.com/2/problems/credits',
    detail: expect.stringMatching(
      /^Your enrolled account \[\d+\] does not have any credits to fulfill this request\.$/,
    ),
  }),
  unauthorized: refused(401, { title: 'Unauthorized' }),
  suspended: refused(403, {
    type: 'https://api.twitter.com/2/problems/user-suspended',
    detail: 'The user used for authentication is suspended',
  }),
  'spend-cap': refused(403, { title: 'SpendCapReached' }),
  'feature-denied': refused(403, { detail: 'Your account is not permitted to access this feature.' }),
  'not-summoned': refused(403, { detail: expect.stringContaining('you have not been mentioned or otherwise engaged') }),
  'parent-deleted': refused(403, {
    detail: 'You attempted to reply to a Tweet that is deleted or not visible to you.',
  }),
};

/** Those that hit what is said to others alone: tests/infra/world/desk/x-people.test.ts tries them. */
const OF_THE_DESK = ['author-blocks-us', 'messages-closed'];

describe('a fault of X', () => {
  it('is tried here, whichever there is', () => {
    const tried = [...Object.keys(cases), ...OF_THE_DESK];
    expect(tried.toSorted()).toEqual(faultNames.filter((name) => !isCondition(name)).toSorted());
  });

  it.each(Object.entries(cases))(
    '%s hits one request, and the next one is well',
    async (fault, { posted, check, body, givesUp }) => {
      let nowMs = Date.now();
      const world = await givenWorld({ clockMs: () => nowMs });
      const root = (await tryToPost(xClient(world), 'root')) as Posted;
      expect((await send(world, 'POST', '/sim/faults', { fault, ...body })).status).toBe(201);

      const client = new AbortController();
      const result = tryToPost(xClient(world, { signal: client.signal }), 'struck', root.data.id);
      if (givesUp) {
        await until('the fault to strike', () => world.x.faults.active(nowMs).length === 0);
        // An X that answered after all would have done so by now.
        await pause(100);
        client.abort();
      }

      check(await result);
      nowMs += WORKING_MS;
      const expected = posted ? ['root', 'struck'] : ['root'];
      await until(expected.join(), () => textsOn(world).length === expected.length);
      expect(textsOn(world)).toEqual(expected);
      expect(await tryToPost(xClient(world), 'after')).toMatchObject({ data: { text: 'after' } });
      expect(await (await send(world, 'GET', '/sim/faults')).json()).toEqual([]);
    },
  );

  it('of a reply leaves other posts alone and waits for its turn', async () => {
    const world = await givenWorld();
    world.x.faults.inject({ fault: 'not-summoned' }, Date.now());
    const root = (await tryToPost(xClient(world), 'root')) as Posted;
    expect(await tryToPost(xClient(world), 'reply', root.data.id)).toMatchObject({ code: 403 });
    expect(textsOn(world)).toEqual(['root']);
  });

  it('hits as often as told', async () => {
    const world = await givenWorld();
    await send(world, 'POST', '/sim/faults', { fault: '503', times: 2 });
    const codes = [];
    for (const text of ['a', 'b', 'c']) codes.push(((await tryToPost(xClient(world), text)) as { code?: number }).code);
    expect(codes).toEqual([503, 503, undefined]);
  });

  it('hits for as long as told, by the clock of the world', async () => {
    let nowMs = Date.now();
    const world = await givenWorld({ clockMs: () => nowMs });
    await send(world, 'POST', '/sim/faults', { fault: 'unauthorized', forMs: 60_000 });
    for (const text of ['a', 'b', 'c']) expect(await tryToPost(xClient(world), text)).toMatchObject({ code: 401 });
    nowMs += 60_000;
    expect(await tryToPost(xClient(world), 'd')).toMatchObject({ data: { text: 'd' } });
  });

  it('hits posts only, unless told to hit reads or everything', async () => {
    const world = await givenWorld();
    const client = xClient(world);
    await send(world, 'POST', '/sim/faults', { fault: '503', times: 5 });
    expect(await client.me()).toMatchObject({ data: { id: world.xUserId } });
    await send(world, 'DELETE', '/sim/faults');
    await send(world, 'POST', '/sim/faults', { fault: '503', on: 'read' });
    expect(await tryToPost(client, 'a')).toMatchObject({ data: {} });
    await expect(client.get(`users/${world.xUserId}/tweets`)).rejects.toMatchObject({ code: 503 });
    await send(world, 'POST', '/sim/faults', { fault: 'lost-request', on: 'all', times: 2 });
    await expect(client.get(`users/${world.xUserId}/tweets`)).rejects.toBeInstanceOf(ApiRequestError);
    expect(await tryToPost(client, 'b')).toBeInstanceOf(ApiRequestError);
  });
});

describe('a lasting fault', () => {
  it('delayed-visibility hides a post from reads, and not from the truth', async () => {
    let nowMs = Date.now();
    const world = await givenWorld({ clockMs: () => nowMs });
    await send(world, 'POST', '/sim/faults', { fault: 'delayed-visibility', ms: 20_000, times: 1 });
    const client = xClient(world);
    await tryToPost(client, 'hidden');
    await tryToPost(client, 'seen');
    const visible = async () => {
      const page = await client.get<{ data: { text: string }[] }>(`users/${world.xUserId}/tweets`);
      return page.data.map(({ text }) => text);
    };
    expect(await visible()).toEqual(['seen']);
    expect(textsOn(world)).toEqual(['hidden', 'seen']);
    nowMs += 20_000;
    expect(await visible()).toEqual(['seen', 'hidden']);
  });

  it('limit-24h stops the account after so many posts, with the headers that only say so', async () => {
    const world = await givenWorld();
    await send(world, 'POST', '/sim/faults', { fault: 'limit-24h', limit: 2 });
    const client = xClient(world);
    await tryToPost(client, 'a');
    await tryToPost(client, 'b');
    expect(await tryToPost(client, 'c')).toMatchObject({
      code: 429,
      headers: {
        'x-user-limit-24hour-limit': '2',
        'x-user-limit-24hour-remaining': '0',
        'x-rate-limit-remaining': '98',
      },
    });
    await send(world, 'DELETE', '/sim/faults');
    expect(await tryToPost(client, 'c')).toMatchObject({ data: { text: 'c' } });
  });

  it('duplicate-filter-off lets the same text through until it is cleared', async () => {
    const world = await givenWorld();
    const client = xClient(world);
    await send(world, 'POST', '/sim/faults', { fault: 'duplicate-filter-off' });
    await tryToPost(client, 'same');
    await tryToPost(client, 'same');
    await send(world, 'DELETE', '/sim/faults');
    expect(await tryToPost(client, 'same')).toMatchObject({ code: 403 });
    expect(textsOn(world)).toEqual(['same', 'same']);
  });
});

describe('POST /sim/faults', () => {
  it('answers with what is in force; GET shows it, DELETE ends one or all', async () => {
    const world = await givenWorld();
    await send(world, 'POST', '/sim/faults', { fault: 'slow', ms: 5 });
    const list = (await (await send(world, 'POST', '/sim/faults', { fault: 'limit-24h' })).json()) as {
      id: number;
      fault: string;
    }[];
    expect(list).toEqual([
      { id: 1, fault: 'slow', on: 'post', times: 1, ms: 5 },
      { id: 2, fault: 'limit-24h', on: 'post' },
    ]);
    expect(await (await send(world, 'GET', '/sim/faults')).json()).toEqual(list);
    expect(await (await send(world, 'DELETE', '/sim/faults/1')).json()).toEqual([list[1]]);
    expect((await send(world, 'DELETE', '/sim/faults/1')).status).toBe(404);
    expect(await (await send(world, 'DELETE', '/sim/faults')).json()).toEqual([]);
  });

  it('refuses an unknown fault by naming those that there are', async () => {
    const world = await givenWorld();
    const answer = await send(world, 'POST', '/sim/faults', { fault: 'gremlins' });
    expect(answer.status).toBe(422);
    const { errors } = (await answer.json()) as { errors: { field: string; reason: string }[] };
    expect(errors[0]!.field).toBe('fault');
    for (const name of faultNames) expect(errors[0]!.reason).toContain(name);
  });

  it.each([
    [{ fault: 'slow', times: 0 }, 'times'],
    [{ fault: 'slow', forMs: 'long' }, 'forMs'],
    [{ fault: 'slow', on: 'tuesdays' }, 'on'],
    [{ fault: 'slow', speed: 1 }, 'speed'],
    [{}, 'fault'],
  ])('refuses %j and names the field', async (body, field) => {
    const world = await givenWorld();
    const answer = await send(world, 'POST', '/sim/faults', body);
    expect([answer.status, await answer.json()]).toMatchObject([422, { errors: [{ field }] }]);
    expect(await (await send(world, 'GET', '/sim/faults')).json()).toEqual([]);
  });
});
