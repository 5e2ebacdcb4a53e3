import { comparable } from '../../core/channel/digest.ts';
import type { Billed } from '../../core/desk/bill.ts';
import type { Author, Heard } from '../../core/desk/mention.ts';
import { epochMs, type Instant, MINUTE_MS, plus } from '../../core/instant.ts';
import { idAt } from '../../core/x/find.ts';
import type { Clock } from '../../ports/clock.ts';
import type { DeskSourcePort, Reading } from '../../ports/desk-source.ts';
import { charges } from './charged.ts';
import { answerOutcome, messageOutcome, unreadable } from './desk-answers.ts';
import { type CallResult, guardedCall, type XServer, type XTokens } from './guarded-call.ts';
import { HEARD_FIELDS, heardOnX, type MentionPost } from './heard.ts';
import { asSent } from './own-post.ts';

export type XDeskParts = {
  tokens: () => Promise<XTokens>;
  server: XServer;
  clock: Clock;
  /**
   * Whether X is asked what those are called whom we do not know yet. It charges $0.010 for each, ten times what their post
   * costs; without it a handle is the account's number, which leads to them too.
   */
  handles?: boolean;
};

/** X's clock and ours may differ. */
const CLOCK_SKEW_MS = MINUTE_MS;

/** X keeps 800 mentions and tells a hundred at a time. */
const PAGES_AT_MOST = 9;

/** Messages are charged each, also ours, and X takes no `since`: a page is no longer than it has to be. */
const MESSAGES_A_PAGE = 20;

/** How many posts X shows at a time to who asks for them by id. */
const IDS_AT_MOST = 100;

/** How much of what somebody has said of late is read for a person who wants to know: five posts, $0.025. */
const STREAM_POSTS = 5;

/**
 * What is said to us on X, and our answers. A window is asked for by the smallest id that a post of its beginning can have: one
 * that was asked for by the newest id that we know would lose for good what X lists late. It has no keys: an answer of which
 * nobody knows is looked for among our own posts, below what it answers.
 */
export function xDeskSource({ tokens, server, clock, handles = true }: XDeskParts): DeskSourcePort {
  let us: string | undefined;
  const now = () => clock.now();
  const mentionsCharged = charges(now);
  const usersCharged = charges(now);
  const postsCharged = charges(now);
  const messagesCharged = charges(now);
  const handleOf = new Map<string, string>();

  const call = async (doing: Parameters<typeof guardedCall>[2]): Promise<CallResult> =>
    guardedCall(await tokens(), server, doing);

  async function read(path: string, query: Record<string, string | number>): Promise<Page | { failed: CallResult }> {
    const result = await call((client) => client.v2.get(path, query));
    const body = result.type === 'answered' && result.status === 200 ? (result.body as Page | undefined) : undefined;
    // Nothing to tell has a count of none, or says which ids are not there; anything else without data is an error in disguise.
    const isTold = body?.data !== undefined || body?.meta?.result_count === 0 || body?.errors?.every(isNotFound);
    return isTold && body ? body : { failed: result };
  }

  async function whoWeAre(): Promise<{ id: string; billed: Billed } | { failed: CallResult }> {
    if (us !== undefined) return { id: us, billed: {} };
    const result = await call((client) => client.v2.get('users/me'));
    const id = result.type === 'answered' && (result.body as { data?: { id?: unknown } } | undefined)?.data?.id;
    if (typeof id !== 'string') return { failed: result };
    us = id;
    return { id, billed: { 'user-read': usersCharged([id]) } };
  }

  const failedReading = (failed: CallResult, billed: Billed): Reading => ({
    ...unreadable(failed, epochMs(now())),
    billed,
  });

  /** Of `ids`, those that X does not find any more. What it finds is charged; nothing is concluded from a read that failed. */
  async function goneOf(ids: readonly string[]): Promise<{ gone: readonly string[]; billed: Billed }> {
    const gone: string[] = [];
    let found = 0;
    for (let from = 0; from < ids.length; from += IDS_AT_MOST) {
      const page = await read('tweets', { ids: ids.slice(from, from + IDS_AT_MOST).join(',') });
      if ('failed' in page) break;
      found += postsCharged((page.data ?? []).map(({ id }) => id));
      gone.push(...(page.errors ?? []).filter(isNotFound).flatMap(({ resource_id }) => resource_id ?? []));
    }
    return { gone, billed: { 'post-read': found } };
  }

  /**
   * Asks what these people are called. They are not asked for along with their posts, which would have X charge for whoever
   * is read again. Where it is not told, they go by their numbers.
   */
  async function learnHandles(ids: readonly string[]): Promise<Billed> {
    const wanted = handles ? [...new Set(ids)].filter((id) => !handleOf.has(id)) : [];
    let found = 0;
    for (let from = 0; from < wanted.length; from += IDS_AT_MOST) {
      const page = await read('users', { ids: wanted.slice(from, from + IDS_AT_MOST).join(',') });
      if ('failed' in page) break;
      const users = (page.data ?? []) as unknown as readonly { id: string; username: string }[];
      for (const { id, username } of users) handleOf.set(id, username);
      found += usersCharged(users.map(({ id }) => id));
    }
    return { 'user-read': found };
  }

  return {
    source: 'x',

    async since(since, known): Promise<Reading> {
      const me = await whoWeAre();
      if ('failed' in me) return failedReading(me.failed, {});
      const posts: MentionPost[] = [];
      let billed = me.billed;
      const toldBefore = new Set(known);
      let token: string | undefined;
      for (let pages = 0; pages < PAGES_AT_MOST; pages++) {
        const page = await read(`users/${me.id}/mentions`, {
          since_id: idAt(since),
          max_results: 100,
          'tweet.fields': HEARD_FIELDS,
          ...(token !== undefined && { pagination_token: token }),
        });
        if ('failed' in page) return failedReading(page.failed, billed);
        const { data = [], meta } = page;
        billed = added(billed, {
          'mention-read': mentionsCharged(
            data.map(({ id }) => id),
            madeToday(toldBefore, now()),
          ),
        });
        posts.push(...data);
        token = meta?.next_token;
        if (token === undefined) break;
      }
      const told = new Set(posts.map(({ id }) => id));
      const missing = known.filter((id) => !told.has(id));
      const { gone, billed: looked } = await goneOf(missing);
      const theirs = posts.filter(({ author_id }) => author_id !== me.id);
      const news = theirs.filter(({ id }) => !toldBefore.has(id));
      const named = await learnHandles(news.flatMap(({ author_id }) => author_id ?? []));
      const heard = theirs.map((post) => heardOnX(post, me.id, handleOf));
      return { heard, gone, billed: added(added(billed, looked), named) };
    },

    async messagesSince(since): Promise<Reading> {
      const me = await whoWeAre();
      if ('failed' in me) return failedReading(me.failed, {});
      const messages: DmEvent[] = [];
      let billed = me.billed;
      let token: string | undefined;
      for (let pages = 0; pages < PAGES_AT_MOST; pages++) {
        const page = await read('dm_events', {
          event_types: 'MessageCreate',
          'dm_event.fields': 'created_at,dm_conversation_id,sender_id,text',
          max_results: MESSAGES_A_PAGE,
          ...(token !== undefined && { pagination_token: token }),
        });
        if ('failed' in page) return failedReading(page.failed, billed);
        const events = (page.data ?? []) as unknown as readonly DmEvent[];
        billed = added(billed, { 'message-read': messagesCharged(events.map(({ id }) => id)) });
        messages.push(...events.filter((event) => isTheirs(event, me.id, since)));
        const oldest = events.at(-1)?.created_at;
        token = page.meta?.next_token;
        if (token === undefined || oldest === undefined || Date.parse(oldest) < epochMs(since)) break;
      }
      const named = await learnHandles(messages.flatMap(({ sender_id }) => sender_id ?? []));
      const heard = messages.map((event) => messageHeard(event, handleOf));
      return { heard, gone: [], billed: added(billed, named) };
    },

    async answer(answer) {
      if (answer.to.direct) return this.message!(answer.to.author, answer);
      const body = { text: answer.text, reply: { in_reply_to_tweet_id: answer.to.theirs } };
      return answerOutcome(await call((client) => client.v2.post('tweets', body)), epochMs(now()));
    },

    async message(to, { text }) {
      const result = await call((client) => client.v2.sendDmToParticipant(to.theirs, { text }));
      return messageOutcome(result, epochMs(now()));
    },

    async find({ text, at, to }) {
      const me = await whoWeAre();
      if ('failed' in me) return { ...unreadable(me.failed, epochMs(now())), billed: {} };
      const since = plus(at, -CLOCK_SKEW_MS);
      return to.direct ? findMessage(to.author, text, since, me) : findAnswer(to.theirs, text, since, me);
    },

    async stream(author): Promise<Reading> {
      const me = await whoWeAre();
      if ('failed' in me) return failedReading(me.failed, {});
      const query = { max_results: STREAM_POSTS, 'tweet.fields': HEARD_FIELDS };
      const page = await read(`users/${author.theirs}/tweets`, query);
      if ('failed' in page) return failedReading(page.failed, me.billed);
      const { data = [] } = page;
      const names = new Map([[author.theirs, author.handle]]);
      const billed = added(me.billed, { 'post-read': postsCharged(data.map(({ id }) => id)) });
      return { heard: data.map((post) => heardOnX(post, me.id, names)), gone: [], billed };
    },
  };

  async function findAnswer(parent: string, text: string, since: Instant, me: { id: string; billed: Billed }) {
    let billed = me.billed;
    let token: string | undefined;
    do {
      const page = await read(`users/${me.id}/tweets`, {
        since_id: idAt(since),
        max_results: 100,
        'tweet.fields': 'created_at,referenced_tweets,entities,note_tweet',
        ...(token !== undefined && { pagination_token: token }),
      });
      if ('failed' in page) return { ...unreadable(page.failed, epochMs(now())), billed };
      const { data = [], meta } = page;
      // Our own posts are charged as our mentions are.
      billed = added(billed, { 'mention-read': mentionsCharged(data.map(({ id }) => `own ${id}`)) });
      const found = data.map(asSent).find((post) => post.replyTo === parent && bare(post.text) === bare(text));
      if (found !== undefined) return { found: found.id, billed };
      token = meta?.next_token;
    } while (token !== undefined);
    return { absent: true as const, billed };
  }

  async function findMessage(to: Author, text: string, since: Instant, me: { id: string; billed: Billed }) {
    const page = await read(`dm_conversations/with/${to.theirs}/dm_events`, {
      event_types: 'MessageCreate',
      'dm_event.fields': 'created_at,sender_id,text',
      max_results: MESSAGES_A_PAGE,
    });
    if ('failed' in page) return { ...unreadable(page.failed, epochMs(now())), billed: me.billed };
    const events = (page.data ?? []) as unknown as readonly DmEvent[];
    const billed = added(me.billed, { 'message-read': messagesCharged(events.map(({ id }) => id)) });
    const isIt = (event: DmEvent) =>
      event.sender_id === me.id &&
      Date.parse(event.created_at ?? '') >= epochMs(since) &&
      comparable(event.text ?? '') === comparable(text);
    const found = events.find(isIt);
    return found === undefined ? { absent: true as const, billed } : { found: found.id, billed };
  }
}

type Page = {
  data?: readonly MentionPost[];
  meta?: { result_count?: number; next_token?: string };
  errors?: readonly { resource_id?: string; type?: string }[];
};

type DmEvent = { id: string; text?: string; created_at?: string; sender_id?: string; dm_conversation_id?: string };

const isNotFound = ({ type }: { type?: string }): boolean => /resource-not-found/.test(type ?? '');

const isTheirs = ({ sender_id, created_at }: DmEvent, us: string, since: Instant): boolean =>
  sender_id !== undefined && sender_id !== us && Date.parse(created_at ?? '') >= epochMs(since);

const messageHeard = (
  { id, text = '', created_at = '', sender_id = '', dm_conversation_id }: DmEvent,
  names: ReadonlyMap<string, string>,
): Heard => ({
  source: 'x',
  theirs: id,
  author: { theirs: sender_id, handle: names.get(sender_id) ?? sender_id },
  text,
  at: new Date(created_at).toISOString(),
  summoned: true,
  direct: true,
  ...(dm_conversation_id !== undefined && { conversation: dm_conversation_id }),
});

/** A text without the names that X puts before an answer. */
const bare = (text: string): string => comparable(text.replace(/^(@\w{1,15}\s+)+/, ''));

/** Those of today were read and charged today; an id tells when its post was made. */
const madeToday = (ids: ReadonlySet<string>, now: Instant): ReadonlySet<string> => {
  const midnight = BigInt(idAt(`${now.slice(0, 10)}T00:00:00.000Z`));
  return new Set([...ids].filter((id) => BigInt(id) >= midnight));
};

const added = (one: Billed, other: Billed): Billed => {
  const sum: Record<string, number> = { ...one };
  for (const [unit, count] of Object.entries(other)) if (count > 0) sum[unit] = (sum[unit] ?? 0) + count;
  return sum;
};
