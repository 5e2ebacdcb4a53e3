import { createPublicKey, verify } from 'node:crypto';
import fc from 'fast-check';
import { Webhook as Standard } from 'standardwebhooks';
import { Webhook as Svix } from 'svix';
import { describe, expect, it } from 'vitest';
import { httpsCarrier } from '../../shared/adapters/https/carrier.ts';
import { hookKeysOf, publicKeyText, signedHeaders } from '../../shared/adapters/webhook/signature.ts';
import { GAPS_MS, nextTryInMs } from '../../shared/core/hooks/retries.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from '../../shared/core/instant.ts';
import type { HookKeys } from '../../shared/ports/carrier.ts';
import { answering, givenHost } from './support.ts';

const keys = hookKeysOf('the key of the house', 'subscriber1');
const ADDRESS = 'https://receiver.example/hooks/abc';

/** What the spec says of `v1a`, which no library of npm checks. */
function isSignedByUs(headers: Record<string, unknown>, body: string, { privateKey }: HookKeys): boolean {
  const raw = Buffer.from(publicKeyText({ privateKey }).replace('whpk_', ''), 'base64');
  const key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: raw.toString('base64url') }, format: 'jwk' });
  const signature = /v1a,(\S+)/.exec(String(headers['webhook-signature']))?.[1] ?? '';
  const content = `${headers['webhook-id']}.${headers['webhook-timestamp']}.${body}`;
  return verify(null, Buffer.from(content), key, Buffer.from(signature, 'base64'));
}

describe('a signed call', () => {
  it('is accepted by the verifiers of others, whatever it says', () => {
    fc.assert(
      fc.property(fc.json(), fc.stringMatching(/^[\w-]{1,60}$/), (body, id) => {
        const headers = signedHeaders(id, body, Date.now(), keys);
        expect(new Standard(keys.secret).verify(body, headers)).toEqual(JSON.parse(body));
        expect(() => new Svix(keys.secret).verify(body, headers)).not.toThrow();
        expect(isSignedByUs(headers, body, keys)).toBe(true);
      }),
    );
  });

  it('is refused by them once a letter of it has changed, or after a while', () => {
    const headers = signedHeaders('i1-1', '{"a":1}', Date.now(), keys);
    expect(() => new Standard(keys.secret).verify('{"a":2}', headers)).toThrow();
    expect(() => new Svix(keys.secret).verify('{"a":2}', headers)).toThrow();
    expect(isSignedByUs(headers, '{"a":2}', keys)).toBe(false);
    expect(isSignedByUs({ ...headers, 'webhook-id': 'i1-2' }, '{"a":1}', keys)).toBe(false);
    const old = signedHeaders('i1-1', '{"a":1}', Date.now() - 10 * MINUTE_MS, keys);
    expect(() => new Standard(keys.secret).verify('{"a":1}', old)).toThrow('too old');
  });

  it('is signed with keys of its endpoint alone, which can be asked for anew', () => {
    const others = [
      hookKeysOf('the key of the house', 'subscriber2'),
      hookKeysOf('the key of the house', 'subscriber1', 2),
      hookKeysOf('the key of another house', 'subscriber1'),
    ];
    const secrets = [keys, ...others].map(({ secret }) => secret);
    expect(new Set(secrets).size).toBe(4);
    expect(new Set([keys, ...others].map(publicKeyText)).size).toBe(4);
    expect(hookKeysOf('the key of the house', 'subscriber1')).toEqual(keys);
    // 24 to 64 bytes, by the spec.
    for (const secret of secrets) expect(Buffer.from(secret.replace('whsec_', ''), 'base64')).toHaveLength(32);
  });
});

describe('a webhook', () => {
  const call = { id: 'i1-3', body: '{"type":"incident.update"}' };
  const carried = async (answer: Parameters<typeof givenHost>[1], calls = [call]) => {
    const host = await givenHost('receiver.example', answer);
    const result = await httpsCarrier(host.surroundings).webhook(ADDRESS, calls, keys);
    return { result, heard: host.heard };
  };

  it('is sent the body as it is, signed, at its own path', async () => {
    const { result, heard } = await carried(answering(204));
    expect(result).toEqual({ is: 'taken', receipt: 'i1-3' });
    const [{ path, headers, body } = { path: '', headers: {}, body: Buffer.of() }] = heard;
    expect(path).toBe('/hooks/abc');
    expect(headers).toMatchObject({
      host: 'receiver.example',
      'content-type': 'application/json',
      'webhook-id': 'i1-3',
    });
    expect(body.toString()).toBe(call.body);
    expect(isSignedByUs(headers, call.body, keys)).toBe(true);
  });

  it.each([
    [200, 'taken'],
    [202, 'taken'],
    [301, 'not-now'],
    [307, 'not-now'],
    [400, 'not-now'],
    [401, 'not-now'],
    [404, 'not-now'],
    [410, 'gone'],
    [429, 'not-now'],
    [500, 'not-now'],
    [502, 'not-now'],
    [504, 'not-now'],
  ])('that answers %i: %s', async (status, is) => {
    const { result, heard } = await carried(
      answering(status, { location: 'https://receiver.example/other' }, 'secret words'),
    );
    expect(result.is).toBe(is);
    expect(heard).toHaveLength(1);
    expect(JSON.stringify(result)).not.toMatch(/secret words|receiver|abc/);
  });

  it.each([
    ['7', 7_000],
    ['0.5', 500],
    [new Date(Date.now() + DAY_MS).toUTCString(), expect.closeTo(DAY_MS, -6)],
    ['soon', undefined],
    ['-3', undefined],
    [new Date(0).toUTCString(), undefined],
  ])('that asks for patience is heard: Retry-After %s', async (said, retryAfterMs) => {
    const { result } = await carried(answering(429, { 'retry-after': said }));
    expect(result).toEqual({
      is: 'not-now',
      reason: 'the webhook answered 429',
      ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
    });
  });

  it('that does not answer may have heard it, and one that cannot be reached has not', async () => {
    expect((await carried((_, __, request) => request.socket.destroy())).result).toEqual({
      is: 'unknown',
      reason: 'the webhook did not answer: ECONNRESET',
    });
    const gone = await givenHost('receiver.example', answering(200));
    gone.stop();
    expect(await httpsCarrier(gone.surroundings).webhook(ADDRESS, [call], keys)).toEqual({
      is: 'not-now',
      reason: 'the webhook was not reached: ECONNREFUSED',
    });
  });

  it('that leads inside is not called, and may lead elsewhere tomorrow', async () => {
    const inside = { nearby: new Map(), resolve: async () => [{ address: '127.0.0.1', family: 4 }] };
    expect(await httpsCarrier(inside).webhook(ADDRESS, [call], keys)).toEqual({
      is: 'not-now',
      reason: 'the webhook was not called: not-public',
    });
  });

  it('is sent what belongs together in order, and no more once one was not taken', async () => {
    const calls = ['i1-3', 'i1-3-api', 'i1-3-web'].map((id) => ({ id, body: '{}' }));
    const idsOf = (heard: { headers: Record<string, unknown> }[]) => heard.map(({ headers }) => headers['webhook-id']);
    const all = await carried(answering(200), calls);
    expect(all.result).toEqual({ is: 'taken', receipt: 'i1-3-web' });
    expect(idsOf(all.heard)).toEqual(['i1-3', 'i1-3-api', 'i1-3-web']);

    const broken = await carried(
      (response, { headers }) => response.writeHead(headers['webhook-id'] === 'i1-3-api' ? 500 : 200).end(),
      calls,
    );
    expect(broken.result.is).toBe('not-now');
    expect(idsOf(broken.heard)).toEqual(['i1-3', 'i1-3-api']);
  });
});

describe('a challenge', () => {
  const challenged = async (answer: Parameters<typeof givenHost>[1]) => {
    const { surroundings } = await givenHost('receiver.example', answer);
    return httpsCarrier(surroundings).challenge(
      ADDRESS,
      { id: 'challenge-1', challenge: 'c0ffee', unsubscribe: 'https://status.example.com/s/u/t0k.en' },
      keys,
    );
  };

  it('is met by whoever echoes it, alone or in JSON', async () => {
    const taken = { is: 'taken', receipt: 'challenge-1' };
    const asked = (body: Buffer): string => JSON.parse(body.toString()).data.challenge;
    expect(await challenged((response, { body }) => response.end(asked(body)))).toEqual(taken);
    expect(await challenged((response, { body }) => response.end(`{"challenge":"${asked(body)}"}`))).toEqual(taken);
    expect(await challenged((response, { body }) => response.writeHead(202).end(body))).toEqual(taken);
  });

  it('brings what later calls are checked by and the link that ends them, which nobody else is told', async () => {
    const { heard, surroundings } = await givenHost('receiver.example', answering(200));
    const asked = { id: 'challenge-1', challenge: 'c0ffee', unsubscribe: 'https://status.example.com/s/u/t0k.en' };
    await httpsCarrier(surroundings).challenge(ADDRESS, asked, keys);
    expect(JSON.parse(heard[0]!.body.toString())).toMatchObject({
      type: 'endpoint.challenge',
      data: {
        challenge: 'c0ffee',
        secret: keys.secret,
        publicKey: publicKeyText(keys),
        unsubscribe: asked.unsubscribe,
      },
    });
  });

  it('is not met by a server that takes whatever comes, nor by an echo behind a page or an error', async () => {
    expect(await challenged(answering(200, {}, 'ok'))).toEqual({
      is: 'refused',
      reason: 'the webhook answered 200 without the challenge',
    });
    expect((await challenged((response) => response.end(`${' '.repeat(5_000)}c0ffee`))).is).toBe('refused');
    expect((await challenged(answering(404, {}, 'c0ffee'))).is).toBe('not-now');
    expect((await challenged(answering(410, {}, 'c0ffee'))).is).toBe('gone');
  });
});

describe('the tries of a webhook', () => {
  it('follow the schedule of Standard Webhooks, and end', () => {
    const gaps = GAPS_MS.slice(1).map((_, index) => nextTryInMs(index + 1, 0));
    expect(gaps).toEqual([
      5 * SECOND_MS,
      5 * MINUTE_MS,
      30 * MINUTE_MS,
      ...[2, 5, 10, 14, 20, 24].map((hours) => hours * HOUR_MS),
    ]);
    expect(nextTryInMs(10, 0)).toBeUndefined();
  });

  it('wait as long as the receiver asks, at most a day, and never less than the schedule says', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 9 }),
        fc.double({ min: 0, max: 0.999, noNaN: true }),
        fc.nat(),
        (tries, chance, asked) => {
          const wait = nextTryInMs(tries, chance, asked)!;
          expect(wait).toBeGreaterThanOrEqual(GAPS_MS[tries]!);
          expect(wait).toBeGreaterThanOrEqual(Math.min(asked, DAY_MS));
          expect(wait).toBeLessThanOrEqual(Math.max(GAPS_MS[tries]! * 1.1 + 1, Math.min(asked, DAY_MS)));
        },
      ),
    );
  });
});
