import { request } from 'node:http';
import { describe, expect, it } from 'vitest';
import webPush from 'web-push';
import { nearbyNames, partOf } from '../../../infra/local/world/hosts.ts';
import type { World } from '../../../infra/local/world/world.ts';
import { httpsCarrier } from '../../../shared/adapters/https/carrier.ts';
import { nearbyIn } from '../../../shared/adapters/https/nearby.ts';
import { hookKeysOf, publicKeyText } from '../../../shared/adapters/webhook/signature.ts';
import { words } from '../../hooks/support.ts';
import { givenFolder, givenWorld, send } from './given-world.ts';

const SLACK = 'https://hooks.slack.com/services/T0/B0/x';
const DISCORD = 'https://discord.com/api/webhooks/1/x';
const TEAMS = 'https://d0.12.environment.api.powerplatform.com/powerautomate/workflows/a/triggers/manual/paths/invoke';
const HOOK = 'https://receiver.example.com/hooks/mine';
const keys = hookKeysOf('the key of the house', 'subscriber1');
const call = { id: 'i1-1', body: '{"type":"incident.opened"}' };

/** The house's own carrier, told of the world as the functions are. */
const carrierTo = ({ url }: World) => httpsCarrier({ nearby: nearbyIn(nearbyNames(Number(new URL(url).port))) });
const jsonOf = async (answer: Promise<Response>) => (await answer).json();
const callsTo = (world: World, query = '') =>
  jsonOf(send(world, 'GET', `/sim/hooks${query}`)) as Promise<Record<string, unknown>[]>;

describe('a webhook in the world', () => {
  it('is called under a host kept for examples, and says what each signature is worth', async () => {
    const world = await givenWorld();
    const carrier = carrierTo(world);
    expect(await carrier.webhook(HOOK, [call], keys)).toEqual({ is: 'taken', receipt: 'i1-1' });
    const set = await send(world, 'POST', '/sim/hooks', {
      name: 'mine',
      secret: keys.secret,
      publicKey: publicKeyText(keys),
    });
    expect([set.status, await set.json()]).toEqual([201, { name: 'mine', url: HOOK }]);
    await carrier.webhook(HOOK, [call], keys);
    await carrier.webhook(HOOK, [call], hookKeysOf('the key of the house', 'subscriber1', 2));
    expect(await callsTo(world, '?name=mine')).toMatchObject([
      {
        id: '1',
        part: 'hooks',
        webhookId: 'i1-1',
        verified: { v1: null, v1a: null },
        body: { type: 'incident.opened' },
      },
      { id: '2', verified: { v1: true, v1a: true } },
      { id: '3', verified: { v1: false, v1a: false } },
    ]);
    expect(await callsTo(world, '?name=other')).toEqual([]);
  });

  it('echoes a challenge, unless a fault keeps it from that', async () => {
    const world = await givenWorld();
    const challenged = () =>
      carrierTo(world).challenge(
        HOOK,
        { id: 'c-1', challenge: 'c0ffee', unsubscribe: 'https://status.example.com/s/u/t' },
        keys,
      );
    expect((await challenged()).is).toBe('taken');
    await send(world, 'POST', '/sim/hooks/faults', { fault: 'no-echo' });
    expect((await challenged()).is).toBe('refused');
    expect((await challenged()).is).toBe('taken');
  });

  it('remembers what it took, also through a restart', async () => {
    const dataDir = givenFolder();
    const first = await givenWorld({ dataDir });
    await carrierTo(first).webhook(HOOK, [call], keys);
    expect(await callsTo(await givenWorld({ dataDir }))).toMatchObject([{ name: 'mine', webhookId: 'i1-1' }]);
  });

  it('without a signature stays the inbox of somebody of the house', async () => {
    const world = await givenWorld();
    expect((await send(world, 'POST', '/hooks/ada', { text: 'Due in 5 min' })).status).toBe(200);
    expect(world.inbox.messages()).toMatchObject([{ to: 'ada' }]);
    expect(await callsTo(world)).toEqual([]);
  });
});

describe('rooms in the world', () => {
  it('take messages under their own hosts, with their own answers', async () => {
    const world = await givenWorld();
    const carrier = carrierTo(world);
    expect(await carrier.slack(SLACK, words())).toEqual({ is: 'taken', receipt: 'ok' });
    expect(await carrier.discord(DISCORD, words())).toEqual({
      is: 'taken',
      receipt: expect.stringMatching(/^\d{19}$/),
    });
    expect(await carrier.teams(TEAMS, words())).toEqual({ is: 'taken', receipt: expect.stringMatching(/^[\w-]{36}$/) });
    expect((await callsTo(world)).map(({ part, host }) => [part, host])).toEqual([
      ['slack', 'hooks.slack.com'],
      ['discord', 'discord.com'],
      ['teams', 'd0.12.environment.api.powerplatform.com'],
    ]);
    expect(await callsTo(world, '?part=slack')).toMatchObject([{ body: { text: words().headline } }]);
  });

  it('refuse what the services refuse', async () => {
    const world = await givenWorld();
    const post = async (host: string, path: string, body: unknown) => {
      const { port } = new URL(world.url);
      return new Promise((resolve) => {
        request({ host: '127.0.0.1', port, path, method: 'POST', headers: { host } }, (answer) => {
          answer.resume();
          resolve(answer.statusCode);
        }).end(JSON.stringify(body));
      });
    };
    const section = { type: 'section', text: { type: 'mrkdwn', text: 'x'.repeat(3_001) } };
    expect(await post('hooks.slack.com', '/services/a', {})).toBe(400);
    expect(await post('hooks.slack.com', '/services/a', { text: 'a', blocks: [section] })).toBe(400);
    expect(await post('discord.com', '/api/webhooks/1/x', { content: 'x'.repeat(2_001) })).toBe(400);
    expect(await post('discord.com', '/api/webhooks/1/x', {})).toBe(400);
    expect(await post('a.logic.azure.com', '/workflows/a', { text: 'a' })).toBe(400);
    expect(await post('fcm.googleapis.com', '/x', {})).toBe(400);
    expect(await callsTo(world)).toEqual([]);
  });

  it.each([
    ['rate-limited', 'not-now', 0],
    ['429', 'not-now', 0],
    ['not-found', 'gone', 0],
    ['gone', 'gone', 0],
    ['refused', 'refused', 0],
    ['500-without-effect', 'unknown', 0],
    ['500-with-effect', 'unknown', 1],
    ['lost-request', 'unknown', 0],
    ['lost-response', 'unknown', 1],
    ['redirect', 'refused', 0],
  ])('misbehave where they are told to: %s is %s', async (fault, is, taken) => {
    const world = await givenWorld();
    await send(world, 'POST', '/sim/hooks/faults', { fault, at: 'slack' });
    expect((await carrierTo(world).discord(DISCORD, words())).is).toBe('taken');
    expect((await carrierTo(world).slack(SLACK, words())).is).toBe(is);
    expect(await callsTo(world, '?part=slack')).toHaveLength(taken);
    expect((await carrierTo(world).slack(SLACK, words())).is).toBe('taken');
  });

  it('say how long to wait, and keep faults until they are used up, over or cleared', async () => {
    const world = await givenWorld();
    const faults = async () => (await jsonOf(send(world, 'GET', '/sim/hooks/faults'))) as unknown[];
    await send(world, 'POST', '/sim/hooks/faults', { fault: '429', at: 'discord', times: 2, ms: 7_000 });
    await send(world, 'POST', '/sim/hooks/faults', { fault: 'silent', at: 'teams', forMs: 3_600_000 });
    expect(await carrierTo(world).discord(DISCORD, words())).toMatchObject({ is: 'not-now', retryAfterMs: 7_000 });
    expect(await faults()).toMatchObject([
      { fault: 'rate-limited', times: 1 },
      { fault: 'silent', until: expect.any(String) },
    ]);
    await carrierTo(world).discord(DISCORD, words());
    expect(await faults()).toHaveLength(1);
    await send(world, 'DELETE', '/sim/hooks/faults');
    expect(await faults()).toEqual([]);
    expect((await send(world, 'POST', '/sim/hooks/faults', { fault: 'rain' })).status).toBe(422);
  });
});

describe('browsers in the world', () => {
  it('read what is sent to them, and are gone once their person has ended it', async () => {
    const ours = { ...webPush.generateVAPIDKeys(), contact: 'mailto:status@example.com' };
    const world = await givenWorld();
    const {
      name,
      endpoint,
      keys: theirs,
    } = (await jsonOf(send(world, 'POST', '/sim/hooks/browsers'))) as {
      name: string;
      endpoint: string;
      keys: { p256dh: string; auth: string };
    };
    const push = {
      title: 'Resolved',
      text: 'It works again.',
      url: 'https://status.example.com/',
      incident: 'i1',
      stop: 'Stop',
    };
    const told = () => carrierTo(world).push({ endpoint, ...theirs }, push, ours);
    expect(await told()).toEqual({ is: 'taken', receipt: '1' });
    expect(await callsTo(world, '?part=push')).toMatchObject([
      { name, body: { title: 'Resolved', text: 'It works again.', url: push.url, tag: 'i1', stop: 'Stop' } },
    ]);
    // Whoever signs with another key than it names is nobody.
    const { privateKey } = webPush.generateVAPIDKeys();
    expect((await carrierTo(world).push({ endpoint, ...theirs }, push, { ...ours, privateKey })).is).toBe('refused');
    await send(world, 'DELETE', `/sim/hooks/browsers/${name}`);
    expect((await told()).is).toBe('gone');
  });
});

describe('the hosts of the world', () => {
  it('are known by the names that the functions are given', () => {
    const names = [...nearbyIn(nearbyNames(4312)).keys()].filter((name) => name !== 'localhost');
    expect(names.length).toBeGreaterThan(10);
    for (const name of names) expect(partOf(name.replace('*', 'any'))).toBeDefined();
    expect(partOf('localhost:4312')).toBeUndefined();
  });
});
