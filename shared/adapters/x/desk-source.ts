import type { Billed } from '../../core/desk/bill.ts';
import type { Heard } from '../../core/desk/mention.ts';
import { STREAM_POSTS } from '../../core/desk/prices.ts';
import { findAttempt, idAt, type OwnPost } from '../../core/x/find.ts';
import type { Clock } from '../../ports/clock.ts';
import type { AnswerOutcome, DeskSourcePort, OutgoingAnswer, Reading } from '../../ports/desk-source.ts';
import { type Told, toldOnce } from './desk-bill.ts';
import { heardIn, type MentionPage, type MessagePage, messagesIn, ourMessagesIn } from './desk-heard.ts';
import { answeredBy } from './desk-outcome.ts';
import { guardedCall, type XServer, type XTokens } from './guarded-call.ts';
import { asSent, type TimelinePost } from './own-post.ts';

/** X’s newest 800 mentions at most (docs.x.com, timelines), a hundred a page. */
const PAGES_AT_MOST = 8;

const POST_FIELDS = 'author_id,conversation_id,created_at,lang,note_tweet,entities,referenced_tweets';

type Page = { data?: { id: string }[]; meta?: { result_count?: number; next_token?: string } };
type Got<T> = { body: T } | { unreadable: string; until?: string };

/**
 * Mentions of our account on X and the messages that people write to it. Read by time and not behind the newest id, which
 * loses some (mention-desk facts: IEKit #307). What was told once in a UTC day is charged once.
 */
export function xDeskSource(tokens: () => Promise<XTokens>, server: XServer, clock: Clock): DeskSourcePort {
  const counted: Told = toldOnce(clock);
  let ownId: string | undefined;

  async function get<T>(path: string, query: Record<string, string | number> = {}): Promise<Got<T>> {
    const result = await guardedCall(await tokens(), server, (client) => client.v2.get(path, query));
    if (result.type === 'unanswered') return { unreadable: result.reason };
    const isWhole = typeof result.body === 'object' && result.body !== null;
    if (result.status === 200 && isWhole) return { body: result.body as T };
    const told = answeredBy(result, clock);
    return {
      unreadable: 'reason' in told ? told.reason : `X answered ${result.status}`,
      ...('until' in told && told.until !== undefined ? { until: told.until } : {}),
    };
  }

  async function us(): Promise<Got<string>> {
    if (ownId !== undefined) return { body: ownId };
    const got = await get<{ data?: { id?: string } }>('users/me');
    if ('unreadable' in got) return got;
    ownId = got.body.data?.id;
    return ownId === undefined ? { unreadable: 'X does not say who we are' } : { body: ownId };
  }

  /** All pages of a list, or why it could not be read to its end: half of it would pass for all. */
  async function pages<T extends Page>(path: string, query: Record<string, string | number>): Promise<Got<T[]>> {
    const all: T[] = [];
    let next: string | undefined;
    do {
      const got = await get<T>(path, { ...query, ...(next === undefined ? {} : { pagination_token: next }) });
      if ('unreadable' in got) return got;
      // An empty list has no `data`, only a count of none; anything else without data is an error in disguise.
      if (got.body.data === undefined && got.body.meta?.result_count !== 0) return { unreadable: 'X told no list' };
      all.push(got.body);
      next = got.body.meta?.next_token;
    } while (next !== undefined && all.length < PAGES_AT_MOST);
    return { body: all };
  }

  /** Of these posts of others, those that are not there any more. */
  async function goneOf(ids: readonly string[]): Promise<Got<{ gone: string[]; there: string[] }>> {
    if (ids.length === 0) return { body: { gone: [], there: [] } };
    const there = new Set<string>();
    for (let from = 0; from < ids.length; from += 100) {
      const got = await get<Page>('tweets', { ids: ids.slice(from, from + 100).join(',') });
      if ('unreadable' in got) return got;
      for (const { id } of got.body.data ?? []) there.add(id);
    }
    return { body: { gone: ids.filter((id) => !there.has(id)), there: [...there] } };
  }

  const write = async (path: string, body: object, billed: Billed): Promise<AnswerOutcome> => {
    const result = await guardedCall(await tokens(), server, (client) => client.v2.post(path, body));
    if (result.type === 'unanswered')
      return { outcome: result.connected ? 'unknown' : 'not-sent', reason: result.reason, billed: {} };
    const outcome = answeredBy(result, clock);
    return { ...outcome, billed: outcome.outcome === 'sent' ? billed : {} };
  };

  const message = (person: string, text: string) =>
    write(`dm_conversations/with/${person}/messages`, { text }, { 'message-sent': 1 });

  return {
    source: 'x',

    async since(since, known): Promise<Reading> {
      const own = await us();
      if ('unreadable' in own) return { ...own, billed: {} };
      const got = await pages<MentionPage>(`users/${own.body}/mentions`, {
        start_time: since,
        max_results: 100,
        'tweet.fields': POST_FIELDS,
        expansions: 'author_id',
        'user.fields': 'username',
      });
      if ('unreadable' in got) return { ...got, billed: {} };
      const heard = got.body.flatMap((page) => heardIn(page, own.body));
      const told = new Set(heard.map(({ theirs }) => theirs));
      const missing = await goneOf(known.filter((id) => !told.has(id)));
      const billed = {
        ...counted(
          'mention-read',
          heard.map(({ theirs }) => theirs),
        ),
        ...counted(
          'user-read',
          heard.map(({ author }) => author.theirs),
        ),
        ...('body' in missing ? counted('post-read', missing.body.there) : {}),
      };
      return { heard, gone: 'body' in missing ? missing.body.gone : [], billed };
    },

    async messagesSince(since): Promise<Reading> {
      const own = await us();
      if ('unreadable' in own) return { ...own, billed: {} };
      const got = await get<MessagePage>('dm_events', {
        event_types: 'MessageCreate',
        'dm_event.fields': 'created_at,dm_conversation_id,sender_id,text',
        expansions: 'sender_id',
        'user.fields': 'username',
        max_results: 100,
      });
      if ('unreadable' in got) return { ...got, billed: {} };
      const heard = messagesIn(got.body, own.body).filter(({ at }) => at >= since);
      const billed = {
        ...counted(
          'message-read',
          (got.body.data ?? []).map(({ id }) => id),
        ),
        ...counted(
          'user-read',
          (got.body.includes?.users ?? []).map(({ id }) => id),
        ),
      };
      return { heard, gone: [], billed };
    },

    answer: ({ to, text }) =>
      to.direct
        ? message(to.author.theirs, text)
        : write('tweets', { text, reply: { in_reply_to_tweet_id: to.theirs } }, { reply: 1 }),

    message: (to, { text }) => message(to.theirs, text),

    async find(answer) {
      const own = await us();
      if ('unreadable' in own) return { ...own, billed: {} };
      return answer.to.direct ? findMessage(answer, own.body) : findReply(answer, own.body);
    },

    async stream(author): Promise<Reading> {
      const got = await get<MentionPage>(`users/${author.theirs}/tweets`, {
        max_results: STREAM_POSTS,
        'tweet.fields': POST_FIELDS,
      });
      if ('unreadable' in got) return { ...got, billed: {} };
      const heard: Heard[] = heardIn(got.body, '').map((one) => ({ ...one, author, summoned: false }));
      return {
        heard,
        gone: [],
        billed: counted(
          'post-read',
          heard.map(({ theirs }) => theirs),
        ),
      };
    },
  };

  async function findReply({ text, at, to }: OutgoingAnswer, own: string) {
    const got = await pages<Page & { data?: TimelinePost[] }>(`users/${own}/tweets`, {
      since_id: idAt(at),
      max_results: 100,
      'tweet.fields': 'created_at,referenced_tweets,entities,note_tweet',
    });
    if ('unreadable' in got) return { unreadable: got.unreadable, billed: {} };
    const posts: OwnPost[] = got.body.flatMap(({ data = [] }) => data.map(asSent));
    const found = findAttempt(posts.map(withoutNames), { text, replyTo: to.theirs });
    // Our own timeline is an owned read, as mentions are.
    const billed = counted(
      'mention-read',
      posts.map(({ id }) => id),
    );
    return found === undefined ? { absent: true as const, billed } : { found: found.id, billed };
  }

  async function findMessage({ text, at, to }: OutgoingAnswer, own: string) {
    const got = await get<MessagePage>(`dm_conversations/with/${to.author.theirs}/dm_events`, {
      event_types: 'MessageCreate',
      'dm_event.fields': 'created_at,sender_id,text',
      max_results: 100,
    });
    if ('unreadable' in got) return { unreadable: got.unreadable, billed: {} };
    const billed = counted(
      'message-read',
      (got.body.data ?? []).map(({ id }) => id),
    );
    const found = ourMessagesIn(got.body, own).find((one) => one.at >= at && one.text === text);
    return found === undefined ? { absent: true as const, billed } : { found: found.id, billed };
  }
}

/** X puts the names of those who are answered before the words. */
const withoutNames = (post: OwnPost): OwnPost => ({ ...post, text: post.text.replace(/^(@\w{1,15} )+/, '') });
