import { createRestAPIClient, MastoHttpError } from 'masto';
import { describe, expect, it } from 'vitest';
import { givenWorld } from '../given-world.ts';
import { atRoot } from './at-root.ts';
import { networkOf } from './given-network.ts';

async function givenClient(clockMs?: () => number) {
  const mastodon = networkOf(await givenWorld(clockMs === undefined ? {} : { clockMs }), 'mastodon');
  const { server, accessToken } = mastodon.secret as { server: string; accessToken: string };
  const client = createRestAPIClient({ url: await atRoot(server), accessToken });
  const keyed = (key: string) => ({ requestInit: { headers: { 'Idempotency-Key': key } } });
  return { ...mastodon, client, keyed };
}

const TEXT = 'Payments & refunds fail.\n\nhttps://status.example.com/incidents/i1';

describe("a library for Mastodon and the world's Mastodon", () => {
  it('agree on who speaks to us, page by page, and on whom the policy filters', async () => {
    const { client, simulated } = await givenClient();
    const now = Date.now();
    for (const from of ['ada', 'bob', 'cy']) simulated.people.say({ from, text: 'is it down?' }, now);
    simulated.people.write!({ from: 'dee', text: 'my account is 12' }, now);
    const told: string[] = [];
    for await (const page of client.v1.notifications.list({ types: ['mention'], limit: 2 }))
      told.push(...page.map(({ account, status }) => `${account.acct} ${status?.visibility}`));
    expect(told).toEqual(['cy', 'bob', 'ada'].map((name) => `${name}@mastodon.example.net public`));
    const policy = await client.v2.notifications.policy.fetch();
    expect([policy.forPrivateMentions, policy.forNotFollowing]).toEqual(['filter', 'accept']);
    await client.v2.notifications.policy.update({ forPrivateMentions: 'accept' });
    simulated.people.write!({ from: 'eve', text: 'and mine 13' }, now);
    const [newest] = await client.v1.notifications.list({ types: ['mention'], limit: 1 });
    expect([newest!.account.acct, newest!.status?.visibility]).toEqual(['eve@mastodon.example.net', 'direct']);
  });

  it('agree on a thread that is made under keys, once each, and read it back', async () => {
    const { client, keyed, simulated } = await givenClient();
    const root = await client.v1.statuses.create({ status: TEXT, visibility: 'public', language: 'en' }, keyed('k1'));
    const again = await client.v1.statuses.create({ status: 'Other words', visibility: 'public' }, keyed('k1'));
    expect(again.id).toBe(root.id);
    const reply = await client.v1.statuses.create(
      { status: 'They work again.', inReplyToId: root.id, visibility: 'unlisted' },
      keyed('k2'),
    );
    expect(simulated.posts().map(({ id, replyTo }) => [id, replyTo])).toEqual([
      [root.id, null],
      [reply.id, root.id],
    ]);
    const me = await client.v1.accounts.verifyCredentials();
    const own = await client.v1.accounts.$select(me.id).statuses.list({ limit: 40 });
    expect(own.map(({ id, visibility }) => [id, visibility])).toEqual([
      [reply.id, 'unlisted'],
      [root.id, 'public'],
    ]);
    expect(own[1]?.content).toContain('Payments &amp; refunds fail.');
    expect((await client.v1.statuses.$select(root.id).source.fetch()).text).toBe(TEXT);
  });

  it('agree that a key is forgotten after an hour', async () => {
    let nowMs = Date.parse('2026-11-22T12:00:00.000Z');
    const { client, keyed, simulated } = await givenClient(() => nowMs);
    const create = () => client.v1.statuses.create({ status: TEXT }, keyed('k1'));
    const first = await create();
    nowMs += 59 * 60_000;
    expect((await create()).id).toBe(first.id);
    nowMs += 2 * 60_000;
    expect((await create()).id).not.toBe(first.id);
    expect(simulated.posts()).toHaveLength(2);
  });

  it('agree on what the instance takes, and what it refuses', async () => {
    const { client } = await givenClient();
    const { configuration } = await client.v2.instance.fetch();
    expect(configuration.statuses).toMatchObject({ maxCharacters: 500, charactersReservedPerUrl: 23 });
    const refusal = async (status: string, inReplyToId?: string) =>
      client.v1.statuses
        .create({ status, ...(inReplyToId === undefined ? {} : { inReplyToId }) })
        .catch((error: unknown) => (error instanceof MastoHttpError ? error.statusCode : error));
    expect(await refusal('x'.repeat(501))).toBe(422);
    expect(await refusal('An answer to nothing', '42')).toBe(404);
    const long = `${'x'.repeat(476)} https://example.com/${'long'.repeat(60)}`;
    expect(await refusal(long)).toMatchObject({ id: expect.any(String) });
  });
});
