import type { IncomingMessage, ServerResponse } from 'node:http';
import { Agent, createServer, type Server } from 'node:https';
import { type AddressInfo, createServer as createTcpServer } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { xChannel } from '../../shared/adapters/x/x-channel.ts';
import type { PostOutcome } from '../../shared/ports/x-channel.ts';
import { selfSignedCertificate } from './support/certificate.ts';
import { deadlineInHand } from './support/deadline.ts';

const TOKENS = { appKey: 'app', appSecret: 'app-secret', accessToken: 'token', accessSecret: 'token-secret' };
const certificate = selfSignedCertificate();
const agent = new Agent({ keepAlive: false, ca: certificate.cert });

type Behaviour = (response: ServerResponse, request: IncomingMessage) => void;

let server: Server;
let behave: Behaviour;
let requests: {
  method?: string | undefined;
  url?: string | undefined;
  body: string;
  authorization?: string | undefined;
}[];

beforeAll(async () => {
  server = createServer(certificate, async (request, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    const { method, url, headers } = request;
    requests.push({ method, url, body, authorization: headers.authorization });
    behave(response, request);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});

afterAll(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

let deadline: ReturnType<typeof deadlineInHand>;

beforeEach(() => {
  requests = [];
  deadline = deadlineInHand();
});

const baseUrl = (port = (server.address() as AddressInfo).port) => `https://127.0.0.1:${port}`;

const postTo = (baseUrl: string, own?: Agent): Promise<PostOutcome> =>
  xChannel(async () => TOKENS, { baseUrl, ...(own === undefined ? {} : { agent: own }) }).post('Hello');

async function post(behaviour: Behaviour): Promise<PostOutcome> {
  behave = behaviour;
  return postTo(baseUrl(), agent);
}

const JSON_TYPE = { 'content-type': 'application/json; charset=utf-8' };

const answer =
  (status: number, body: unknown, headers: Record<string, string> = {}): Behaviour =>
  (response) => {
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    response.writeHead(status, { ...JSON_TYPE, ...headers }).end(text);
  };

const problem = (status: number, detail: string, more: object = {}) =>
  answer(status, { detail, type: 'about:blank', title: 'Forbidden', status, ...more });

const CREATED = { data: { id: '1990000000000000001', text: 'Hello' } };

/** Ends the connection once what was written has left. */
const thenDie = (response: ServerResponse, text: string) => response.write(text, () => response.socket?.destroy());

describe('a post that was accepted', () => {
  it('is signed, sent once as JSON, and known by its id', async () => {
    expect(await post(answer(201, CREATED))).toEqual({ outcome: 'delivered', id: CREATED.data.id });
    expect(requests).toHaveLength(1);
    expect(requests[0]).toMatchObject({ method: 'POST', url: '/2/tweets', body: '{"text":"Hello"}' });
    expect(requests[0]!.authorization).toMatch(/^OAuth .*oauth_signature=/);
  });

  it('tells what is left of the day', async () => {
    const reset = String(Math.floor(Date.now() / 1000) + 3600);
    const headers = {
      'x-rate-limit-limit': '100',
      'x-rate-limit-remaining': '99',
      'x-rate-limit-reset': reset,
      'x-user-limit-24hour-limit': '17',
      'x-user-limit-24hour-remaining': '3',
      'x-user-limit-24hour-reset': reset,
      'x-app-limit-24hour-limit': '10000',
      'x-app-limit-24hour-remaining': '9000',
      'x-app-limit-24hour-reset': reset,
    };
    expect(await post(answer(201, CREATED, headers))).toMatchObject({ learned: { limit: 17, remaining: 3 } });
    const spent = await post(answer(201, CREATED, { ...headers, 'x-user-limit-24hour-remaining': '0' }));
    expect(spent).toMatchObject({ outcome: 'delivered', pauseUntil: new Date(Number(reset) * 1000).toISOString() });
  });
});

describe('whether a post exists is open after', () => {
  const cases: [string, Behaviour][] = [
    ['a 201 with broken JSON', answer(201, '{"data":{"id":')],
    ['a 201 without a body', (response) => response.writeHead(201, JSON_TYPE).end()],
    ['a 201 without an id', answer(201, { data: {} })],
    ['a 201 whose id is no text', answer(201, { data: { id: 17 } })],
    [
      'a 201 whose connection dies behind the headers',
      (response) => {
        response.writeHead(201, { ...JSON_TYPE, 'content-length': 60 });
        response.flushHeaders();
        response.socket?.write('', () => response.socket?.destroy());
      },
    ],
    [
      'half a body',
      (response) => {
        response.writeHead(201, { ...JSON_TYPE, 'content-length': 60 });
        thenDie(response, '{"data":{"id":"199');
      },
    ],
    ['a 302', answer(302, 'Found', { location: 'https://x.com/', 'content-type': 'text/plain' })],
    ['a 200 with errors and no data', answer(200, { errors: [{ title: 'Internal Error' }] })],
    ['a connection closed before the headers', (response) => response.socket?.destroy()],
    ['a 408', problem(408, 'Request Timeout')],
    ['a 500', answer(500, { title: 'Internal Server Error' })],
    ['a 503 with JSON', answer(503, { title: 'Service Unavailable', detail: 'Service Unavailable', status: 503 })],
    ['a 503 as a page', answer(503, '<html>Service Unavailable</html>', { 'content-type': 'text/html' })],
    ['silence', () => deadline.passes()],
    [
      'a body that trickles beyond the deadline',
      (response) => {
        response.writeHead(201, JSON_TYPE);
        let pieces = 0;
        const timer = setInterval(() => {
          response.write(' ');
          pieces += 1;
          if (pieces === 3) deadline.passes();
        }, 50);
        response.on('close', () => clearInterval(timer));
      },
    ],
    [
      'a compressed body that breaks off',
      (response) => {
        response.writeHead(201, { ...JSON_TYPE, 'content-encoding': 'gzip' });
        response.write(gzipSync(JSON.stringify(CREATED)).subarray(0, 20), () => response.socket?.destroy());
      },
    ],
    ['a body that is not the gzip it claims to be', answer(201, 'this is not gzip', { 'content-encoding': 'gzip' })],
  ];
  it.each(cases)('%s', async (_name, behaviour) => {
    expect(await post(behaviour)).toMatchObject({ outcome: 'unknown' });
    expect(requests).toHaveLength(1);
  });
});

describe('nothing was sent when', () => {
  it('nobody listens', async () => {
    const closed = createTcpServer();
    await new Promise<void>((resolve) => closed.listen(0, '127.0.0.1', resolve));
    const { port } = closed.address() as AddressInfo;
    await new Promise((resolve) => closed.close(resolve));
    expect(await postTo(baseUrl(port), agent)).toMatchObject({
      outcome: 'not_sent',
      reason: expect.stringContaining('ECONNREFUSED'),
    });
  });

  it('the name is not known', async () => {
    expect(await postTo('https://x.invalid', agent)).toMatchObject({ outcome: 'not_sent' });
  });

  it('nobody whom we trust has signed the certificate', async () => {
    behave = answer(201, CREATED);
    expect(await postTo(baseUrl())).toMatchObject({ outcome: 'not_sent' });
    expect(requests).toEqual([]);
  });

  it('the other side never answers the TLS handshake', async () => {
    const mute = createTcpServer(() => deadline.passes());
    await new Promise<void>((resolve) => mute.listen(0, '127.0.0.1', resolve));
    const { port } = mute.address() as AddressInfo;
    expect(await postTo(baseUrl(port), agent)).toMatchObject({ outcome: 'not_sent' });
    mute.close();
  });
});

describe('a refusal is told by status and sentence', () => {
  const cases: [string, Behaviour, object][] = [
    [
      'duplicate content',
      problem(403, 'You are not allowed to create a Tweet with duplicate content.'),
      { outcome: 'duplicate' },
    ],
    [
      'a reply that was not summoned',
      problem(
        403,
        'Reply to this conversation is not allowed because you have not been mentioned or otherwise engaged by the author of the post you are replying to.',
      ),
      { outcome: 'rejected', why: 'not-summoned' },
    ],
    [
      'a parent that is gone, with 403',
      problem(403, 'You attempted to reply to a Tweet that is deleted or not visible to you.'),
      { outcome: 'rejected', why: 'parent-gone' },
    ],
    [
      'a parent that is gone, with 400',
      problem(400, 'You attempted to reply to a Tweet that is deleted or not visible to you.'),
      { outcome: 'rejected', why: 'parent-gone' },
    ],
    [
      'a suspended account',
      problem(403, 'The user used for authentication is suspended', {
        type: 'https://api.twitter.com/2/problems/user-suspended',
      }),
      { outcome: 'throttled', kind: 'suspended' },
    ],
    [
      'no credits',
      answer(402, {
        account_id: 1,
        title: 'CreditsDepleted',
        detail: 'Your enrolled account [1] does not have any credits to fulfill this request.',
        type: 'https://api.twitter.com/2/problems/credits',
      }),
      { outcome: 'throttled', kind: 'credits' },
    ],
    [
      'the spend cap',
      answer(403, { title: 'SpendCapReached', detail: 'billing cycle spend cap' }),
      { outcome: 'throttled', kind: 'spend-cap' },
    ],
    [
      'the rate, in new words',
      answer(429, { title: 'Too Many Requests', status: 429 }),
      { outcome: 'throttled', kind: 'rate' },
    ],
    [
      'the rate, in old words',
      answer(429, { errors: [{ code: 88, message: 'Rate limit exceeded' }] }),
      { outcome: 'throttled', kind: 'rate' },
    ],
    [
      'the rate, with a page that calls itself JSON',
      answer(429, '<html>Too Many Requests</html>'),
      { outcome: 'throttled', kind: 'rate' },
    ],
    ['our tokens', answer(401, { title: 'Unauthorized', status: 401 }), { outcome: 'throttled', kind: 'unauthorized' }],
    [
      'a feature',
      problem(403, 'Your account is not permitted to access this feature.'),
      { outcome: 'throttled', kind: 'not-permitted' },
    ],
    ['a text that is too long', problem(403, 'Your Tweet text is too long.'), { outcome: 'rejected', why: 'refused' }],
    ['a request that is not valid', answer(400, { title: 'Invalid Request' }), { outcome: 'rejected', why: 'refused' }],
    ['a 4xx as plain text', answer(404, 'nothing here', { 'content-type': 'text/plain' }), { outcome: 'rejected' }],
  ];
  it.each(cases)('%s', async (_name, behaviour, expected) => {
    expect(await post(behaviour)).toMatchObject(expected);
    expect(requests).toHaveLength(1);
  });

  it('a 429 with only 24-hour headers names its end', async () => {
    const reset = Math.floor(Date.now() / 1000) + 7200;
    const headers = {
      'x-user-limit-24hour-limit': '17',
      'x-user-limit-24hour-remaining': '0',
      'x-user-limit-24hour-reset': String(reset),
    };
    expect(await post(answer(429, { title: 'Too Many Requests' }, headers))).toMatchObject({
      until: new Date(reset * 1000).toISOString(),
      learned: { limit: 17, remaining: 0 },
    });
  });
});
