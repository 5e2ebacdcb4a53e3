import { AppBskyFeedDefs, AtpAgent, RichText } from '@atproto/api';
import { describe, expect, it } from 'vitest';
import { givenWorld } from '../given-world.ts';
import { atRoot } from './at-root.ts';
import { networkOf } from './given-network.ts';

async function givenAgent() {
  const bluesky = networkOf(await givenWorld(), 'bluesky');
  const service = await atRoot(bluesky.secret.server!);
  const agent = new AtpAgent({ service });
  const { identifier, appPassword } = bluesky.secret as { identifier: string; appPassword: string };
  await agent.login({ identifier, password: appPassword });
  return { agent, service, ...bluesky };
}

const COLLECTION = 'app.bsky.feed.post';

describe("Bluesky's own library and the world's Bluesky", () => {
  it('sign in, and go on with a session that was kept', async () => {
    const { agent, service, simulated } = await givenAgent();
    expect(agent.did).toBe(simulated.account.id);
    const other = new AtpAgent({ service });
    await other.resumeSession({ ...agent.session!, accessJwt: 'lapsed' }).catch(() => {});
    await other.resumeSession(agent.session!);
    expect(other.did).toBe(simulated.account.id);
  });

  it('agree on a thread with a link, put once and read back', async () => {
    const { agent, simulated } = await givenAgent();
    const rich = new RichText({ text: '🚧 Logins fail: https://status.example.com/incidents/i1' });
    rich.detectFacetsWithoutResolution();
    const repo = agent.assertDid;
    const createdAt = '2026-11-30T12:00:00.000Z';
    const record = { $type: COLLECTION, text: rich.text, facets: rich.facets, createdAt };
    const put = { repo, collection: COLLECTION, rkey: '3m6wq7dwe2k2a', record, swapRecord: null };
    const { data: root } = await agent.com.atproto.repo.putRecord(put);
    expect((await agent.com.atproto.repo.putRecord(put)).data.cid).toBe(root.cid);
    const ref = { uri: root.uri, cid: root.cid };
    const reply = await agent.post({ text: 'They work again', reply: { root: ref, parent: ref } });

    const { data } = await agent.com.atproto.repo.listRecords({ repo, collection: COLLECTION });
    expect(data.records.map(({ uri }) => uri)).toEqual([reply.uri, root.uri]);
    expect(data.records[1]?.value).toEqual(record);
    const posts = simulated.posts();
    expect(posts).toMatchObject([{ link: 'https://status.example.com/incidents/i1' }, { replyTo: root.uri }]);
  });

  it('agree on who speaks to us, where, and who does not want to hear us', async () => {
    const { agent, simulated } = await givenAgent();
    const now = Date.now();
    const root = simulated.writeByHand('Logins fail', null, now)!;
    const said = ['ada', 'bob', 'cy'].map((from) => simulated.people.say({ from, text: 'is it down?' }, now));
    simulated.people.say({ from: 'dee', text: 'still', replyTo: root.id }, now);
    const { data: first } = await agent.listNotifications({ reasons: ['mention', 'reply'], limit: 3 });
    const { data: rest } = await agent.listNotifications({
      reasons: ['mention', 'reply'],
      limit: 3,
      cursor: first.cursor!,
    });
    const all = [...first.notifications, ...rest.notifications];
    expect(all.map(({ reason, author }) => [reason, author.handle])).toEqual([
      ['reply', 'dee.example.net'],
      ['mention', 'cy.example.net'],
      ['mention', 'bob.example.net'],
      ['mention', 'ada.example.net'],
    ]);
    const { data: thread } = await agent.getPostThread({ uri: all[3]!.uri, depth: 0, parentHeight: 0 });
    expect(AppBskyFeedDefs.isThreadViewPost(thread.thread)).toBe(true);
    expect((await agent.getPosts({ uris: [all[3]!.uri, root.id] })).data.posts).toHaveLength(2);
    simulated.faults.inject({ fault: 'author-blocks-us' }, now);
    const { data: blocked } = await agent.getPostThread({ uri: all[3]!.uri });
    expect(AppBskyFeedDefs.isBlockedPost(blocked.thread)).toBe(true);
    expect((await agent.getPosts({ uris: [all[3]!.uri] })).data.posts).toEqual([]);
    simulated.faults.clear();
    simulated.people.takeBack((said[0] as { id: string }).id, now);
    await expect(agent.getPostThread({ uri: all[3]!.uri })).rejects.toMatchObject({ status: 400, error: 'NotFound' });
  });

  it('agree on what is refused', async () => {
    const { agent } = await givenAgent();
    const long = agent.post({ text: 'a'.repeat(301) });
    await expect(long).rejects.toMatchObject({ status: 400, error: 'InvalidRequest' });
    const none = agent.com.atproto.repo.getRecord({
      repo: agent.assertDid,
      collection: COLLECTION,
      rkey: '3m6wq7dwe2k2z',
    });
    await expect(none).rejects.toMatchObject({ status: 400, error: 'RecordNotFound' });
  });
});
