import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { afterEach, describe, expect, it } from 'vitest';
import { selfSigned } from '../../infra/local/cloud/self-signed.ts';
import { callOutside, type OutgoingCall, type Surroundings } from '../../shared/adapters/https/guarded-call.ts';
import { nearbyIn } from '../../shared/adapters/https/nearby.ts';
import { isPublicAddress } from '../../shared/adapters/https/public-address.ts';
import { unfitAddress } from '../../shared/core/hooks/address.ts';

const closers: (() => void)[] = [];
afterEach(() => {
  for (const close of closers.splice(0)) close();
});

/** Somebody who listens on loopback, where nothing of us may come unless it is let through by name. */
async function listening(answer: (request: IncomingMessage, response: ServerResponse) => void, tls = false) {
  const heard: { path: string; host: string; body: string }[] = [];
  const listener = async (request: IncomingMessage, response: ServerResponse) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    heard.push({ path: request.url ?? '', host: request.headers.host ?? '', body });
    answer(request, response);
  };
  const { key, certificate } = tls ? selfSigned('receiver.example') : { key: undefined, certificate: '' };
  const server = key
    ? createTlsServer({ key: key.export({ type: 'pkcs8', format: 'pem' }), cert: certificate }, listener)
    : createServer(listener);
  let connections = 0;
  server.on('connection', () => {
    connections += 1;
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closers.push(() => {
    server.closeAllConnections();
    server.close();
  });
  return { port: (server.address() as AddressInfo).port, heard, certificate, connections: () => connections };
}

/** As long as a call takes on a machine that stands still. */
const PATIENT_MS = 600_000;

const call = (url: string, more: Partial<OutgoingCall> = {}, surroundings: Surroundings = {}) =>
  callOutside({ url, body: '{}', headers: {}, deadlineMs: PATIENT_MS, ...more }, surroundings);

/** A name that leads where the example says; nearby stands for nothing. */
const leadingTo = (...addresses: string[]): Surroundings => ({
  nearby: new Map(),
  resolve: async () => addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
});

describe('an address that somebody gives us to call', () => {
  it.each([
    // Loopback, in the spellings that the URL parser, C libraries and resolvers know.
    'https://127.0.0.1/',
    'https://127.1/',
    'https://2130706433/',
    'https://0x7f000001/',
    'https://0x7f.0.0.1/',
    'https://0177.0.0.1/',
    'https://017700000001/',
    'https://１２７.0.0.1/',
    'https://127。0。0。1/',
    'https://%31%32%37.0.0.1/',
    'https://127.0.0.1./',
    'https://0.0.0.0/',
    'https://0/',
    'https://[::1]/',
    'https://[::]/',
    'https://[0:0:0:0:0:0:0:1]/',
    'https://[::ffff:127.0.0.1]/',
    'https://[::ffff:7f00:1]/',
    'https://[::127.0.0.1]/',
    'https://[64:ff9b::127.0.0.1]/',
    'https://[2002:7f00:1::]/',
    'https://localhost/',
    'https://LOCALHOST./',
    'https://ip6.localhost/',
    // Metadata and private networks.
    'https://169.254.169.254/latest/meta-data/',
    'https://0xa9fea9fe/',
    'https://[fd00:ec2::254]/',
    'https://10.0.0.1/',
    'https://172.16.0.1/',
    'https://192.168.1.1/',
    'https://100.64.0.1/',
    'https://192.0.0.192/',
    'https://[fe80::1]/',
    'https://metadata.google.internal/',
    'https://printer.local/',
    'https://intranet/',
    // Even a public one: receivers have names.
    'https://93.184.216.34/',
  ])('is refused by its spelling: %s', async (url) => {
    expect(unfitAddress(url)).toMatch(/^(literal|not-public)$/);
    // And nobody is asked for its name.
    const asked = { nearby: new Map(), resolve: async () => expect.fail('was resolved') };
    expect(await call(url, {}, asked)).toMatchObject({ is: 'not-allowed' });
  });

  it.each([
    ['http://receiver.example/', 'not-https'],
    ['ftp://receiver.example/', 'not-https'],
    ['file:///etc/passwd', 'not-https'],
    ['https://receiver.example:9001/', 'port'],
    ['https://receiver.example:80/', 'port'],
    ['https://ada:secret@receiver.example/', 'credentials'],
    ['https://receiver.example@127.0.0.1/', 'credentials'],
    ['https://', 'no-address'],
    ['receiver.example', 'no-address'],
    ['https://127.0.0.1.1.1/', 'no-address'],
  ])('is refused: %s (%s)', (url, why) => {
    expect(unfitAddress(url)).toBe(why);
  });

  it.each([
    'https://receiver.example/hooks/abc?x=1',
    'https://receiver.example:443/',
    'https://bücher.example/',
    'https://127.0.0.1.receiver.example/',
    'https://localhost.receiver.example/',
    'https://1.2.3.4.example/',
  ])('is fit: %s', (url) => {
    expect(unfitAddress(url)).toBeUndefined();
  });

  it('may name a port where the house itself wrote it down', () => {
    expect(unfitAddress('https://chat.example:8443/x', 'house')).toBeUndefined();
    expect(unfitAddress('https://127.0.0.1:8443/x', 'house')).toBe('literal');
  });
});

describe('where a name leads', () => {
  const NOT_PUBLIC = [
    '127.0.0.1',
    '127.8.9.10',
    '0.0.0.0',
    '10.1.2.3',
    '100.64.0.1',
    '100.127.255.255',
    '169.254.169.254',
    '172.16.0.1',
    '172.31.255.255',
    '192.0.0.8',
    '192.0.2.1',
    '192.88.99.1',
    '192.168.0.1',
    '198.18.0.1',
    '198.51.100.1',
    '203.0.113.1',
    '224.0.0.1',
    '239.255.255.255',
    '240.0.0.1',
    '255.255.255.255',
    '::',
    '::1',
    '::127.0.0.1',
    '::7f00:1',
    '::ffff:127.0.0.1',
    '::ffff:93.184.216.34',
    '::ffff:0:127.0.0.1',
    '64:ff9b::7f00:1',
    '64:ff9b:1::1',
    '100::1',
    '2001::1',
    '2001:db8::1',
    '2002:7f00:1::',
    '3fff::1',
    '5f00::1',
    'fc00::1',
    'fd00:ec2::254',
    'fe80::1',
    'fe80::1%eth0',
    'fec0::1',
    'ff02::1',
    'receiver.example',
    '',
  ];

  it.each(NOT_PUBLIC)('is not public: %s', async (address) => {
    expect(isPublicAddress(address)).toBe(false);
    expect(await call('https://receiver.example/', {}, leadingTo(address))).toEqual({
      is: 'not-allowed',
      why: 'not-public',
    });
  });

  it.each(['93.184.216.34', '1.1.1.1', '100.63.255.255', '100.128.0.0', '172.32.0.1', '192.0.1.1', '223.255.255.255'])(
    'is public: %s',
    (address) => expect(isPublicAddress(address)).toBe(true),
  );
  it.each(['2606:4700::1111', '2a00:1450:4001::200e', '2001:4860:4860::8888'])('is public: %s', (address) =>
    expect(isPublicAddress(address)).toBe(true),
  );

  it('condemns a name of which one address only is not public', async () => {
    expect(await call('https://receiver.example/', {}, leadingTo('93.184.216.34', '127.0.0.1'))).toMatchObject({
      why: 'not-public',
    });
    expect(await call('https://receiver.example/', {}, leadingTo())).toMatchObject({ why: 'not-public' });
  });

  it('is looked at when the connection is made: a name that was public a moment ago may not be now', async () => {
    const answers = ['93.184.216.34', '127.0.0.1'];
    let asked = 0;
    const rebinding = {
      nearby: new Map(),
      resolve: async () => [{ address: answers[asked++] ?? '127.0.0.1', family: 4 }],
    };
    const before = await rebinding.resolve();
    expect(before.every(({ address }) => isPublicAddress(address))).toBe(true);
    expect(await call('https://rebinding.example/', {}, rebinding)).toEqual({ is: 'not-allowed', why: 'not-public' });
    expect(asked).toBe(2);
  });

  it('is asked once for each call: the address that was checked is the one that is dialled', async () => {
    let asked = 0;
    const counted = {
      nearby: new Map(),
      resolve: async () => {
        asked += 1;
        // Not routed anywhere that tests run, and public all the same.
        return [{ address: '93.184.216.34', family: 4 }];
      },
    };
    expect(await call('https://receiver.example/', { deadlineMs: 200 }, counted)).toMatchObject({ is: 'not-sent' });
    expect(asked).toBe(1);
  });

  it('is unknown where the name does not exist, and then nothing was sent', async () => {
    const nowhere = {
      nearby: new Map(),
      resolve: async () => Promise.reject(Object.assign(new Error('no'), { code: 'ENOTFOUND' })),
    };
    expect(await call('https://receiver.example/', {}, nowhere)).toEqual({ is: 'not-sent', reason: 'ENOTFOUND' });
  });
});

describe('what this machine stands for itself', () => {
  it('is nothing unless its environment names it', async () => {
    const there = await listening((_, response) => response.end('ok'));
    expect(await call(`http://localhost:${there.port}/`)).toEqual({ is: 'not-allowed', why: 'not-https' });
    expect(await call(`https://localhost:${there.port}/`)).toMatchObject({ is: 'not-allowed' });
    expect(there.connections()).toBe(0);
  });

  it('is named by host, and by the port that stands for it', async () => {
    const there = await listening((_, response) => response.end('ok'));
    const nearby = nearbyIn(`localhost hooks.slack.com=${there.port} *.example.com=${there.port}`);
    const url = `http://localhost:${there.port}/a?b=c`;
    expect(await call(url, { chosenBy: 'house' }, { nearby })).toMatchObject({ status: 200 });
    expect(await call('https://hooks.slack.com/services/T/B/x', {}, { nearby })).toMatchObject({ status: 200 });
    expect(await call('https://a.b.example.com/', {}, { nearby })).toMatchObject({ status: 200 });
    // A program on this machine is for those of the house alone.
    expect(await call(url, {}, { nearby })).toMatchObject({ is: 'not-allowed', why: 'not-https' });
    expect(there.heard.map(({ path, host }) => [path, host])).toEqual([
      ['/a?b=c', `localhost:${there.port}`],
      ['/services/T/B/x', 'hooks.slack.com'],
      ['/', 'a.b.example.com'],
    ]);
    // Another spelling of the same machine is not what was named.
    for (const other of [`http://127.0.0.1:${there.port}/`, `http://[::1]:${there.port}/`, 'https://example.com/'])
      expect(await call(other, { chosenBy: 'house' }, { ...leadingTo('127.0.0.1'), nearby })).toMatchObject({
        is: 'not-allowed',
      });
    expect(there.heard).toHaveLength(3);
  });

  it('can name no address: whatever is written there, only loopback is reached', () => {
    expect([
      ...nearbyIn(
        'a.example=80 b.example=10.0.0.1 c.example=http://10.0.0.1 10.0.0.1 127.0.0.1=80 [::1] x=y  localhost',
      ),
    ]).toEqual([
      ['a.example', 80],
      ['localhost', undefined],
    ]);
  });

  it('is never the API by which Lambda hands out events', async () => {
    const runtimeApi = await listening((_, response) => response.end('an event'));
    const before = process.env.AWS_LAMBDA_RUNTIME_API;
    process.env.AWS_LAMBDA_RUNTIME_API = `127.0.0.1:${runtimeApi.port}`;
    try {
      const nearby = nearbyIn(`localhost receiver.example=${runtimeApi.port}`);
      const path = '2018-06-01/runtime/invocation/next';
      for (const url of [`http://localhost:${runtimeApi.port}/${path}`, `https://receiver.example/${path}`])
        expect(await call(url, { chosenBy: 'house' }, { ...leadingTo('127.0.0.1'), nearby })).toMatchObject({
          is: 'not-allowed',
        });
    } finally {
      if (before === undefined) delete process.env.AWS_LAMBDA_RUNTIME_API;
      else process.env.AWS_LAMBDA_RUNTIME_API = before;
    }
    expect(runtimeApi.connections()).toBe(0);
  });
});

describe('a call', () => {
  /** A host that a port of this machine stands for. */
  const at = ({ port }: { port: number }, more: Partial<OutgoingCall> = {}) =>
    call('https://receiver.example/', more, { nearby: nearbyIn(`receiver.example=${port}`) });

  it('follows nobody: a redirect to loopback is an answer like any other', async () => {
    const inside = await listening((_, response) => response.end('secret'));
    const there = await listening((_, response) =>
      response.writeHead(302, { location: `http://127.0.0.1:${inside.port}/` }).end('go there'),
    );
    expect(await at(there)).toMatchObject({ is: 'answered', status: 302 });
    expect(inside.connections()).toBe(0);
  });

  it('reads nothing of the answer’s body unless it is told how much', async () => {
    const there = await listening((_, response) => response.end('x'.repeat(5_000_000)));
    expect(await at(there)).toMatchObject({ status: 200, body: '' });
    expect(await at(there, { readUpTo: 10 })).toMatchObject({ status: 200, body: 'xxxxxxxxxx' });
  });

  it('ends with its deadline, also where an answer trickles in for ever', async () => {
    const silent = await listening(() => undefined);
    const trickling = await listening((_, response) => {
      response.writeHead(200).write('a');
      const more = setInterval(() => response.write('a'), 5);
      response.on('close', () => clearInterval(more));
    });
    // On a machine that stands still a short time passes before the connection stands.
    const given = [100, 1_000, 10_000, 100_000];
    let result = await at(silent, { deadlineMs: given[0]! });
    for (const deadlineMs of given) if (silent.heard.length === 0) result = await at(silent, { deadlineMs });
    expect(result).toMatchObject({ is: 'unanswered', reason: expect.stringMatching(/^no answer within [\d.]+ s$/) });
    const answer = await at(trickling, { deadlineMs: 300, readUpTo: 1e9 });
    // On a slow machine even the first letter may come too late.
    expect(['answered', 'unanswered']).toContain(answer.is);
  });

  it('tells what cannot have been heard from what may have been', async () => {
    const there = await listening((request) => request.socket.destroy());
    expect(await at(there)).toEqual({ is: 'unanswered', reason: 'ECONNRESET' });
    for (const close of closers.splice(0)) close();
    expect(await at(there)).toEqual({ is: 'not-sent', reason: 'ECONNREFUSED' });
  });

  it('sends nothing to a host that cannot prove its name, and speaks TLS with one that can', async () => {
    const there = await listening(
      (request, response) => (request.url === '/dies' ? request.socket.destroy() : response.end('ok')),
      true,
    );
    // As if loopback were public: the certificate alone decides.
    const reachable = {
      nearby: new Map(),
      resolve: async () => [{ address: '127.0.0.1', family: 4 }],
      isPublic: () => true,
    };
    const to = (name: string, path: string) =>
      call(`https://${name}:${there.port}${path}`, { chosenBy: 'house' }, reachable);
    expect(await to('receiver.example', '/x')).toEqual({ is: 'not-sent', reason: 'DEPTH_ZERO_SELF_SIGNED_CERT' });

    const trusted = getCACertificates();
    setDefaultCACertificates([...trusted, there.certificate]);
    try {
      expect(await to('receiver.example', '/x')).toMatchObject({ is: 'answered', status: 200 });
      expect(await to('other.example', '/x')).toEqual({ is: 'not-sent', reason: 'ERR_TLS_CERT_ALTNAME_INVALID' });
      expect(await to('receiver.example', '/dies')).toEqual({ is: 'unanswered', reason: 'ECONNRESET' });
    } finally {
      setDefaultCACertificates(trusted);
    }
    expect(there.heard.map(({ path }) => path)).toEqual(['/x', '/dies']);
  });
});
