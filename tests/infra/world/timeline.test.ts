import { describe, expect, it } from 'vitest';
import { type Outcome, SimulatedX } from '../../../infra/local/world/x/simulated-x.ts';
import type { Query } from '../../../infra/local/world/x/timeline.ts';

const NOON = Date.parse('2026-11-22T12:00:00.000Z');
const MINUTE = 60_000;

type Page = {
  data?: Record<string, unknown>[];
  includes?: { users: object[] };
  meta?: { result_count: number; newest_id?: string; oldest_id?: string; next_token?: string };
  errors?: { message?: string; title?: string }[];
};

function bodyOf(outcome: Outcome): Page {
  if (outcome.type !== 'answered') throw new Error('X is still working on it');
  return outcome.answer.body as Page;
}

/** An account with one post a minute, from noon on. */
function accountWith(...texts: string[]) {
  const x = new SimulatedX();
  const ids = texts.map((text, index) => x.writeByHand(text, null, NOON + index * MINUTE)!.id);
  const read = (query: Query = {}, nowMs = NOON + 60 * MINUTE) => bodyOf(x.timeline(x.account.id, query, nowMs));
  const texts$ = (query: Query = {}) => (read(query).data ?? []).map(({ text }) => text);
  return { x, ids, read, texts: texts$ };
}

describe('the timeline of an account', () => {
  it('is newest first, with only the fields that were asked for', () => {
    const { read, ids } = accountWith('a', 'b');
    expect(read()).toEqual({
      data: [
        { id: ids[1], text: 'b', edit_history_tweet_ids: [ids[1]] },
        { id: ids[0], text: 'a', edit_history_tweet_ids: [ids[0]] },
      ],
      meta: { result_count: 2, newest_id: ids[1], oldest_id: ids[0] },
    });
  });

  it('names time, parent, thread and real links when asked', () => {
    const { x, read, ids } = accountWith('a');
    const reply = x.writeByHand('see https://example.com/x?y=1&z=2', ids[0]!, NOON + MINUTE)!;
    const fields = 'created_at,referenced_tweets,conversation_id,in_reply_to_user_id,author_id,entities,note_tweet';
    const page = read({ 'tweet.fields': fields, expansions: 'author_id' });
    const { text, entities, ...rest } = page.data![0] as {
      text: string;
      entities: { urls: { start: number; end: number; url: string }[] };
    };
    expect(rest).toEqual({
      id: reply.id,
      edit_history_tweet_ids: [reply.id],
      created_at: '2026-11-22T12:01:00.000Z',
      referenced_tweets: [{ type: 'replied_to', id: ids[0] }],
      conversation_id: ids[0],
      in_reply_to_user_id: x.account.id,
      author_id: x.account.id,
    });
    const [link] = entities.urls;
    expect(link).toMatchObject({ expanded_url: 'https://example.com/x?y=1&z=2', display_url: 'example.com/x?y=1&z=2' });
    expect(text).toBe(`see ${link!.url}`);
    expect(text.slice(link!.start, link!.end)).toBe(link!.url);
    expect(page.includes?.users).toEqual([x.account]);
  });

  it('counts the place of a link in characters, not in UTF-16 units', () => {
    const { read } = accountWith('🚧🚧 https://example.com');
    const { entities } = read({ 'tweet.fields': 'entities' }).data![0] as { entities: { urls: { start: number }[] } };
    expect(entities.urls[0]!.start).toBe(3);
  });

  it('starts after since_id and ends before until_id, start and end times likewise', () => {
    const { texts, ids } = accountWith('a', 'b', 'c');
    expect(texts({ since_id: ids[0]! })).toEqual(['c', 'b']);
    expect(texts({ since_id: SimulatedX.idAt(NOON + MINUTE - 1) })).toEqual(['c', 'b']);
    expect(texts({ until_id: ids[1]! })).toEqual(['a']);
    expect(texts({ start_time: '2026-11-22T12:01:00Z', end_time: '2026-11-22T12:02:00Z' })).toEqual(['b']);
  });

  it('comes in pages that neither repeat nor skip, also when somebody posts in between', () => {
    const { x, read } = accountWith('1', '2', '3', '4', '5', '6', '7', '8', '9', '10', '11', '12');
    const seen: unknown[] = [];
    let token: string | undefined;
    do {
      const page = read({ max_results: '5', ...(token && { pagination_token: token }) });
      seen.push(...page.data!.map(({ text }) => text));
      token = page.meta?.next_token;
      x.writeByHand(`meanwhile ${seen.length}`, null, NOON + 30 * MINUTE);
    } while (token);
    expect(seen).toEqual(['12', '11', '10', '9', '8', '7', '6', '5', '4', '3', '2', '1']);
  });

  it('has ten posts a page unless told otherwise', () => {
    const { read } = accountWith(...Array.from({ length: 11 }, (_, index) => `post ${index}`));
    expect(read().meta?.result_count).toBe(10);
    expect(read({ max_results: '100' }).meta?.result_count).toBe(11);
  });

  it('leaves out replies on request, and deleted posts always', () => {
    const { x, ids, texts } = accountWith('a', 'b');
    x.writeByHand('reply', ids[0]!, NOON + 5 * MINUTE);
    x.removeByHand(ids[1]!, NOON + 6 * MINUTE);
    expect(texts()).toEqual(['reply', 'a']);
    expect(texts({ exclude: 'replies' })).toEqual(['a']);
  });

  it.each([
    [{ max_results: '4' }, 'max_results'],
    [{ max_results: '101' }, 'max_results'],
    [{ max_results: 'ten' }, 'max_results'],
    [{ since_id: 'noon' }, 'since_id'],
    [{ start_time: 'noon' }, 'start_time'],
    [{ pagination_token: 'zzz' }, 'pagination_token'],
    [{ 'tweet.fields': 'created_at,created' }, 'created'],
    [{ exclude: 'mine' }, 'exclude'],
    [{ since: '1' }, 'since'],
  ] as [Query, string][])('refuses %j and names what is wrong', (query, named) => {
    const { x } = accountWith('a');
    const outcome = x.timeline(x.account.id, query, NOON);
    expect(outcome).toMatchObject({ answer: { status: 400, body: { title: 'Invalid Request' } } });
    expect(bodyOf(outcome).errors![0]!.message).toContain(named);
  });

  it('of somebody else is not there', () => {
    const { x } = accountWith('a');
    expect(bodyOf(x.timeline('42', {}, NOON))).toMatchObject({
      errors: [{ title: 'Not Found Error', resource_id: '42' }],
    });
  });
});

describe('a look at single posts', () => {
  it('returns those that stand and an error for each that does not', () => {
    const { x, ids } = accountWith('a', 'b');
    x.removeByHand(ids[0]!, NOON + MINUTE);
    const page = bodyOf(x.lookup(ids, { ids: ids.join(',') }, NOON + MINUTE));
    expect(page).toMatchObject({ data: [{ id: ids[1], text: 'b' }], errors: [{ resource_id: ids[0] }] });
    expect(page.data).toHaveLength(1);
  });
});
