import { createECDH, createPublicKey, randomBytes, verify } from 'node:crypto';
import fc from 'fast-check';
import ece from 'http_ece';
import { describe, expect, it } from 'vitest';
import webPush from 'web-push';
import { httpsCarrier } from '../../shared/adapters/https/carrier.ts';
import { encryptedFor, PLAIN_BYTES } from '../../shared/adapters/push/encrypted.ts';
import { vapidHeader } from '../../shared/adapters/push/vapid.ts';
import { payloadOf } from '../../shared/adapters/push/web-push.ts';
import { isPushService } from '../../shared/core/hooks/address.ts';
import { answering, givenHost } from './support.ts';

/** A browser: its half of the keys, and how it reads. */
function browser() {
  const privateKey = createECDH('prime256v1');
  const p256dh = privateKey.generateKeys('base64url');
  const auth = randomBytes(16).toString('base64url');
  return {
    keys: { p256dh, auth },
    read: (body: Buffer) => ece.decrypt(body, { version: 'aes128gcm', privateKey, authSecret: auth }).toString('utf8'),
  };
}

const ENDPOINT = 'https://fcm.googleapis.com/fcm/send/abc';
const vapid = { ...webPush.generateVAPIDKeys(), contact: 'mailto:status@example.com' };
const said = {
  title: 'Example Cloud: Resolved: Checkout fails',
  text: 'It works again.',
  url: 'https://status.example.com/incidents/i1',
  incident: 'i1',
  stop: 'Stop these messages',
};

describe('an encrypted message', () => {
  it('is read by another implementation, whatever it says', () => {
    const { keys, read } = browser();
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 900 }), (text) => {
        expect(read(encryptedFor(keys, text))).toBe(text);
      }),
    );
    const longest = 'x'.repeat(PLAIN_BYTES);
    const body = encryptedFor(keys, longest);
    expect(body).toHaveLength(4_096);
    expect(read(body)).toBe(longest);
  });

  it('is the example of RFC 8291, byte for byte', () => {
    const body = encryptedFor(
      {
        p256dh: 'BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4',
        auth: 'BTBZMqHH6r4Tts7J_aSIgg',
      },
      'When I grow up, I want to be a watermelon',
      {
        salt: Buffer.from('DGv6ra1nlYgDCS1FRnbzlw', 'base64url'),
        privateKey: Buffer.from('yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw', 'base64url'),
      },
    );
    expect(body.toString('base64url')).toBe(
      'DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN',
    );
  });

  it('of a text with a title fits, in any script', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'grapheme', maxLength: 5_000 }), (title, text) => {
        const payload = payloadOf({ ...said, title, text });
        expect(Buffer.byteLength(payload)).toBeLessThanOrEqual(PLAIN_BYTES);
        expect(JSON.parse(payload)).toMatchObject({ url: said.url, tag: 'i1' });
      }),
    );
  });
});

describe('the header by which a push service knows us', () => {
  it('is a token for its origin that our public key checks, made as another implementation makes it', () => {
    const nowMs = 1_764_000_000_000;
    const made = vapidHeader(ENDPOINT, vapid, nowMs);
    const exp = nowMs / 1000 + 12 * 3_600;
    const theirs = webPush.getVapidHeaders(
      'https://fcm.googleapis.com',
      vapid.contact,
      vapid.publicKey,
      vapid.privateKey,
      'aes128gcm',
      exp,
    ).Authorization;
    const parts = (header: string) => {
      const [, head = '', claims = '', signature = '', key] =
        /^vapid t=([^.]+)\.([^.]+)\.([^,]+), k=(.+)$/.exec(header) ?? [];
      const decoded = (part: string) => JSON.parse(Buffer.from(part, 'base64url').toString());
      return { head: decoded(head), claims: decoded(claims), signature, key, content: `${head}.${claims}` };
    };
    const [ours, other] = [parts(made), parts(theirs)];
    expect([ours.head, ours.claims, ours.key]).toEqual([other.head, other.claims, other.key]);

    const point = Buffer.from(vapid.publicKey, 'base64url');
    const [x, y] = [point.subarray(1, 33), point.subarray(33)].map((half) => half.toString('base64url'));
    const key = createPublicKey({ key: { kty: 'EC', crv: 'P-256', x: x!, y: y! }, format: 'jwk' });
    const isTrue = ({ content, signature }: typeof ours) =>
      verify('sha256', Buffer.from(content), { key, dsaEncoding: 'ieee-p1363' }, Buffer.from(signature, 'base64url'));
    expect([isTrue(ours), isTrue(other)]).toEqual([true, true]);
  });
});

describe('a push', () => {
  it.each([
    [ENDPOINT, true],
    ['https://updates.push.services.mozilla.com/wpush/v2/x', true],
    ['https://web.push.apple.com/x', true],
    ['https://wns2-par02p.notify.windows.com/w/?token=x', true],
    ['https://receiver.example/push', false],
    ['https://fcm.googleapis.com.evil.example/x', false],
    ['http://fcm.googleapis.com/x', false],
    ['https://evilpush.apple.com/x', false],
  ])('goes to the services of browsers alone: %s %s', (endpoint, is) => {
    expect(isPushService(endpoint)).toBe(is);
  });

  it('is encrypted, urgent, kept for a while, and replaces the one before of the same incident', async () => {
    const { keys, read } = browser();
    const { heard, surroundings } = await givenHost(
      'fcm.googleapis.com',
      answering(201, { location: 'https://fcm.googleapis.com/m/0:17' }),
    );
    const carrier = httpsCarrier(surroundings);
    const target = { endpoint: ENDPOINT, ...keys };
    expect(await carrier.push(target, said, vapid)).toEqual({ is: 'taken', receipt: '0:17' });
    await carrier.push(target, said, vapid);
    await carrier.push(target, { ...said, incident: 'i2' }, vapid);
    const [first, second, other] = heard.map(({ headers }) => headers.topic);
    expect(first).toMatch(/^[\w-]{32}$/);
    expect([second === first, other === first]).toEqual([true, false]);
    expect(heard[0]?.headers).toMatchObject({
      ttl: '43200',
      urgency: 'high',
      'content-encoding': 'aes128gcm',
      'content-type': 'application/octet-stream',
      authorization: expect.stringMatching(/^vapid t=.+, k=/),
    });
    expect(JSON.parse(read(heard[0]!.body))).toEqual({
      title: said.title,
      text: said.text,
      url: said.url,
      tag: 'i1',
      stop: said.stop,
    });
  });

  it.each([
    [201, 'taken'],
    [400, 'refused'],
    [403, 'refused'],
    [404, 'gone'],
    [410, 'gone'],
    [413, 'refused'],
    [429, 'not-now'],
    [500, 'unknown'],
    [503, 'not-now'],
  ])('that is answered %i: %s', async (status, is) => {
    const { surroundings } = await givenHost('fcm.googleapis.com', answering(status));
    const target = { endpoint: ENDPOINT, ...browser().keys };
    expect((await httpsCarrier(surroundings).push(target, said, vapid)).is).toBe(is);
  });

  it('to a browser whose keys are none is the end of it', async () => {
    const { heard, surroundings } = await givenHost('fcm.googleapis.com', answering(201));
    const target = { endpoint: ENDPOINT, p256dh: 'AAAA', auth: 'AAAA' };
    expect((await httpsCarrier(surroundings).push(target, said, vapid)).is).toBe('gone');
    expect(heard).toEqual([]);
  });
});
