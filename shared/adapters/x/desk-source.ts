import type { Billed } from '../../core/desk/bill.ts';
import { epochMs, type Instant, MINUTE_MS, plus } from '../../core/instant.ts';
import { idAt } from '../../core/x/find.ts';
import type { ReadDeskSource, Reading } from '../../ports/desk-source.ts';
import { answerOutcome, messageOutcome, unreadable } from './desk-answers.ts';
import {
  added,
  IDS_AT_MOST,
  isNotFound,
  MESSAGES_A_PAGE,
  MESSAGES_EVERY_MS,
  PAGES_AT_MOST,
  type XDeskParts,
  xDeskCalls,
} from './desk-calls.ts';
import { findAnswer, findMessage } from './desk-find.ts';
import { type DmEvent, isTheirs, messageHeard } from './dm-events.ts';
import type { CallResult } from './guarded-call.ts';
import { HEARD_FIELDS, heardOnX, type MentionPost } from './heard.ts';

/** X's clock and ours may differ. */
const CLOCK_SKEW_MS = MINUTE_MS;

/** How much of what somebody has said of late is read for a person who wants to know: five posts, $0.025. */
const STREAM_POSTS = 5;

/**
 * What is said to us on X, and our answers. A window is asked for by the smallest id that a post of its beginning can have: one
 * that was asked for by the newest id that we know would lose for good what X lists late. It has no keys: an answer of which
 * nobody knows is looked for among our own posts, below what it answers.
 */
export function xDeskSource(parts: XDeskParts): ReadDeskSource {
  const { clock } = parts;
  const calls = xDeskCalls(parts);
  const { call, read, whoWeAre, charged, meet, learnHandles, handleOf } = calls;
  const now = () => clock.now();
  let lookedAt: Instant | undefined;

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
      found += charged.posts((page.data ?? []).map(({ id }) => id));
      gone.push(...(page.errors ?? []).filter(isNotFound).flatMap(({ resource_id }) => resource_id ?? []));
    }
    return { gone, billed: { 'post-read': found } };
  }

  return {
    source: 'x',

    async since(since, known, met = []): Promise<Reading> {
      meet(met);
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
          'mention-read': charged.mentions(
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

    async messagesSince(since, met = []): Promise<Reading> {
      meet(met);
      // What is not looked at now is in the next window.
      if (lookedAt !== undefined && now() < plus(lookedAt, MESSAGES_EVERY_MS))
        return { heard: [], gone: [], billed: {} };
      lookedAt = now();
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
        billed = added(billed, { 'message-read': charged.messages(events.map(({ id }) => id)) });
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
      return to.direct ? findMessage(calls, to.author, text, since, me) : findAnswer(calls, to.theirs, text, since, me);
    },

    async stream(author): Promise<Reading> {
      const me = await whoWeAre();
      if ('failed' in me) return failedReading(me.failed, {});
      const query = { max_results: STREAM_POSTS, 'tweet.fields': HEARD_FIELDS };
      const page = await read(`users/${author.theirs}/tweets`, query);
      if ('failed' in page) return failedReading(page.failed, me.billed);
      const { data = [] } = page;
      const names = new Map([[author.theirs, author.handle]]);
      const billed = added(me.billed, { 'post-read': charged.posts(data.map(({ id }) => id)) });
      return { heard: data.map((post) => heardOnX(post, me.id, names)), gone: [], billed };
    },
  };
}

/** Those of today were read and charged today; an id tells when its post was made. */
const madeToday = (ids: ReadonlySet<string>, now: Instant): ReadonlySet<string> => {
  const midnight = BigInt(idAt(`${now.slice(0, 10)}T00:00:00.000Z`));
  return new Set([...ids].filter((id) => BigInt(id) >= midnight));
};
