import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { KEYED_CHANNELS } from '../../shared/core/keyed/shipped.ts';
import { printEvidence } from '../support/evidence.ts';
import { type LocalSystem, startLocalSystem, type XPost } from '../support/local-system.ts';
import { publicVoicesFile } from '../support/x-alone.ts';

const NETWORKS = KEYED_CHANNELS.map(({ name }) => name);
const VOICES = ['x', ...NETWORKS];

let system: LocalSystem;

beforeAll(async () => {
  system = await startLocalSystem({ startsAt: '08:00', environment: { CANDOR_CONFIG_FILE: publicVoicesFile() } });
});
afterAll(() => system.end());
printEvidence(() => system);

const postsOn = async (channel: string): Promise<XPost[]> =>
  (await (await fetch(`${system.urls.world}/sim/posts?channel=${channel}`)).json()) as XPost[];

const saidOn = async (channel: string, words: string): Promise<number> =>
  (await postsOn(channel)).filter(({ text }) => text.includes(words)).length;

const states = async (id: string, seq: number): Promise<Record<string, string | undefined>> => {
  const { deliveries } = (await system.incident(id)) as {
    deliveries?: Record<string, Record<number, { state: string }>>;
  };
  return Object.fromEntries(VOICES.map((name) => [name, deliveries?.[name]?.[seq]?.state]));
};

const everywhere = (state: string) => Object.fromEntries(VOICES.map((name) => [name, state]));

describe('one incident on all public channels', () => {
  it('is said on each once, as a thread, with its words in what each shows of it before', async () => {
    const { body } = await system.open({ message: 'Payments fail.', nextUpdateBy: 'PT1H' });
    await system.until('the first everywhere', async () => isEqual(await states(body.id, 1), everywhere('delivered')));
    const preview = await system.post('/v1/preview', {
      command: 'update',
      incident: body.id,
      body: { message: 'A full disk is the cause.' },
    });
    await system.say(body.id, 'updates', { message: 'A full disk is the cause.' });
    await system.until('the second everywhere', async () => isEqual(await states(body.id, 2), everywhere('delivered')));
    for (const name of VOICES) {
      const [first, second, ...more] = await postsOn(name);
      expect([name, first?.replyTo, second?.replyTo, more.length]).toEqual([name, null, first?.id, 0]);
      const { text, weight, limit } = (preview.body as never as Previewed).channels[name]!;
      expect(text).toContain('A full disk is the cause.');
      expect(weight).toBeLessThanOrEqual(limit);
    }
  });

  it('goes on elsewhere while X is down; the page says which is late, and then that none is', async () => {
    const { body } = await system.open({ title: 'Logins fail', message: 'Logins fail.' });
    await system.until('the first everywhere', async () => isEqual(await states(body.id, 1), everywhere('delivered')));
    await system.fault({ fault: 'lost-request', on: 'all', forMs: 600_000 });
    await system.say(body.id, 'updates', { message: 'We restart the directory.' });
    await system.until('the networks', async () => {
      const { x, ...networks } = await states(body.id, 2);
      return x !== 'delivered' && Object.values(networks).every((state) => state === 'delivered');
    });
    for (const name of NETWORKS) expect(await saidOn(name, 'We restart the directory.')).toBe(1);
    await system.swept();
    await system.until('what the page says', async () => {
      const { text } = await system.onSite(`/incidents/${body.id}`);
      return text.includes('The post to X is delayed; ') && text.includes('this page have the newest word.');
    });
    await system.clearFaults();
    await system.until('X', async () => {
      await system.swept();
      return (await states(body.id, 2)).x === 'delivered';
    });
    await system.until('that none is late', async () => {
      const { text } = await system.onSite(`/incidents/${body.id}`);
      return !text.includes('delayed');
    });
    for (const name of VOICES) expect(await saidOn(name, 'We restart the directory.')).toBe(1);
  });

  it('is on none of them twice, though everything is killed while each is in doubt', async () => {
    const { body } = await system.open({ title: 'Uploads fail', message: 'Uploads fail.' });
    await system.until('the first everywhere', async () => isEqual(await states(body.id, 1), everywhere('delivered')));
    for (const channel of NETWORKS) await system.fault({ channel, fault: 'lost-response' });
    await system.say(body.id, 'updates', { message: 'The store is full.' });
    await system.until('the doubt', async () => {
      const now = await states(body.id, 2);
      return NETWORKS.every((name) => now[name] === 'claimed');
    });
    await system.kill9();
    await system.restart();
    await system.until('all of it', async () => {
      await system.swept();
      return isEqual(await states(body.id, 2), everywhere('delivered'));
    });
    await system.say(body.id, 'resolve', { message: 'Uploads work again.' });
    await system.until('the end', async () => isEqual(await states(body.id, 3), everywhere('delivered')));
    for (const name of VOICES) {
      for (const words of ['Uploads fail.', 'The store is full.', 'Uploads work again.'])
        expect([name, words, await saidOn(name, words)]).toEqual([name, words, 1]);
    }
  });
});

type Previewed = { channels: Record<string, { text: string; weight: number; limit: number }> };

const isEqual = (one: object, other: object): boolean => JSON.stringify(one) === JSON.stringify(other);
