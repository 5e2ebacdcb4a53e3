import http from 'node:http';
import { TwitterApi } from 'twitter-api-v2';
import { describe, expect, it } from 'vitest';
import { givenWorld, xClient } from '../given-world.ts';

async function given() {
  const world = await givenWorld();
  const say = (from: string, text: string) => world.x.people.say({ from, text }, Date.now());
  return { world, x: world.x, say, client: xClient(world) };
}

describe("X's library and the X of the world", () => {
  it('agree on the mentions, page by page, with who speaks', async () => {
    const { world, say, client } = await given();
    for (let index = 0; index < 12; index++) say(`p${index}`, `down ${index}`);
    const options = { max_results: 5, expansions: 'author_id', 'tweet.fields': 'author_id,created_at' } as const;
    const mentions = await client.userMentionTimeline(world.xUserId, options);
    const all = [];
    for await (const mention of mentions) all.push(mentions.includes.author(mention)?.username);
    expect(all).toEqual(Array.from({ length: 12 }, (_, index) => `p${11 - index}`));
  });

  it('agree on messages, sent and read back', async () => {
    const { x, client } = await given();
    x.people.write({ from: 'ada', text: 'my account is 12' }, Date.now());
    const [first] = (await client.listDmEvents({ 'dm_event.fields': 'sender_id,created_at' })).events;
    const sent = await client.sendDmToParticipant(first!.sender_id!, { text: 'We have your message' });
    // Its type leaves out the envelope that X puts around what it answers.
    const { data } = sent as unknown as { data: { dm_event_id: string } };
    const { events } = await client.listDmEventsWithParticipant(first!.sender_id!);
    expect(events.map(({ id }) => id)).toEqual([data.dm_event_id, first!.id]);
  });

  it('agree on counts, which take the token of the app and no other', async () => {
    const { world, x, client } = await given();
    x.people.say({ from: 'ada', text: 'Acme is down', toUs: false }, Date.now() - 60_000);
    const app = new TwitterApi(world.xBearer, {
      httpAgent: new http.Agent(),
      compression: 'identity',
      plugins: [
        {
          onBeforeRequestConfig({ params }) {
            params.url = params.url.replace('https://api.x.com', world.url);
          },
        },
      ],
    });
    const counted = await app.v2.tweetCountRecent('acme down', { granularity: 'minute' });
    expect(counted.meta.total_tweet_count).toBe(1);
    await expect(client.tweetCountRecent('acme')).rejects.toMatchObject({ code: 403 });
    await expect(app.v2.tweet('Logins fail')).rejects.toMatchObject({ code: 403 });
    await expect(app.v2.singleTweet(x.people.said(Date.now())[0]!.id)).resolves.toMatchObject({
      data: { text: 'Acme is down' },
    });
  });
});
