import type { Heard } from '../../core/desk/mention.ts';
import { epochMs, type Instant } from '../../core/instant.ts';
import { BLUESKY } from '../../core/keyed/bluesky.ts';
import type { AnswerOutcome, OutgoingAnswer, ReadDeskSource, Reading } from '../../ports/desk-source.ts';
import { type Answered, PAGES_AT_MOST, queryOf, unheard } from '../networks/asking.ts';
import { answeredOn } from '../networks/desk-answers.ts';
import { closingIn, errorIn, reasonIn } from './answers.ts';
import { bearer, blueskyCalls } from './calls.ts';
import { type BlueskyParts, COLLECTION, judged, receiptOf, type StoredRecord } from './channel.ts';
import { type Notification, notificationHeard, type PostView, postHeard } from './heard.ts';

/** How many posts the network shows at a time to who asks for them by name. */
const URIS_AT_MOST = 25;

const STREAM_POSTS = 5;

/**
 * What is said to our account on Bluesky, and our answers: each a record under a name that follows from its key, so that the
 * same answer twice is there once, for ever. The server of the account takes an answer also to who has blocked us or takes none,
 * and the network then shows it to nobody: so the post is looked at first. Messages are left out: they take an app password with
 * a right that ours is not asked to have.
 */
export function blueskyDeskSource({ language, ...parts }: BlueskyParts): ReadDeskSource {
  const { clock } = parts;
  const call = blueskyCalls(parts);
  let us: string | undefined;

  async function read(
    method: string,
    query: URLSearchParams,
  ): Promise<Answered | { unreadable: string; until?: Instant }> {
    const answer = await call((as) => {
      us = as.session.did;
      return { method: 'GET', url: `${as.base}/${method}?${query}`, headers: bearer(as) };
    });
    if ('outcome' in answer || answer.is !== 'answered') {
      const until = 'until' in answer ? answer.until : undefined;
      return { unreadable: answer.reason, ...(until !== undefined && { until }) };
    }
    const isTold = answer.status === 200 || ['NotFound', 'RecordNotFound'].includes(errorIn(answer));
    if (isTold && answer.json !== undefined) return answer;
    const until = closingIn(answer, clock)?.until;
    return { unreadable: reasonIn(answer), ...(until !== undefined && { until }) };
  }

  async function goneOf(uris: readonly string[]): Promise<string[]> {
    const gone: string[] = [];
    for (let from = 0; from < uris.length; from += URIS_AT_MOST) {
      const asked = uris.slice(from, from + URIS_AT_MOST);
      const answer = await read('app.bsky.feed.getPosts', queryOf(asked.map((uri) => ['uris', uri] as const)));
      const { posts } = 'unreadable' in answer ? {} : (answer.json as { posts?: readonly PostView[] });
      if (!Array.isArray(posts)) return gone;
      const standing = new Set(posts.map(({ uri }) => uri));
      gone.push(...asked.filter((uri) => !standing.has(uri)));
    }
    return gone;
  }

  /** Why an answer to this post would be seen by nobody; undefined if it would be seen. */
  async function unanswerable(uri: string): Promise<AnswerOutcome | undefined> {
    const query = new URLSearchParams({ uri, depth: '0', parentHeight: '0' });
    const answer = await read('app.bsky.feed.getPostThread', query);
    if ('unreadable' in answer) return { outcome: 'not-sent', reason: answer.unreadable, billed: {} };
    const { thread } = (answer.json ?? {}) as { thread?: ThreadView };
    const refused = (why: 'gone' | 'blocked' | 'not-summoned', reason: string) =>
      ({ outcome: 'refused', why, reason, billed: {} }) as const;
    if (errorIn(answer) === 'NotFound' || thread?.notFound) return refused('gone', 'the post is not there any more');
    if (thread?.blocked) return refused('blocked', 'its author has blocked us, or we them');
    if (thread?.post?.viewer?.replyDisabled) return refused('not-summoned', 'its author takes no answers from us');
    return undefined;
  }

  return {
    source: 'bluesky',

    async since(since, known): Promise<Reading> {
      const heard: Heard[] = [];
      let cursor: string | undefined;
      for (let pages = 0; pages < PAGES_AT_MOST; pages++) {
        const query = queryOf([
          ...['mention', 'reply', 'quote'].map((reason) => ['reasons', reason] as const),
          ['limit', '100'],
          ...(cursor === undefined ? [] : [['cursor', cursor] as const]),
        ]);
        const answer = await read('app.bsky.notification.listNotifications', query);
        if ('unreadable' in answer) return { ...answer, billed: {} };
        const page = answer.json as { notifications?: readonly Notification[]; cursor?: string };
        if (!Array.isArray(page.notifications)) return { unreadable: reasonIn(answer), billed: {} };
        const fresh = page.notifications.filter(
          ({ indexedAt }: Notification) => Date.parse(indexedAt) >= epochMs(since),
        );
        heard.push(...fresh.filter(({ author }) => author.did !== us).map((one) => notificationHeard(one, us!)));
        if (page.cursor === undefined || fresh.length < page.notifications.length) break;
        cursor = page.cursor;
      }
      const told = new Set(heard.map(({ theirs }) => theirs));
      return { heard, gone: await goneOf(known.filter((uri) => !told.has(uri))), billed: {} };
    },

    async answer(answer): Promise<AnswerOutcome> {
      const why = await unanswerable(answer.to.theirs);
      if (why !== undefined) return why;
      const said = await call((as) => ({
        method: 'POST',
        url: `${as.base}/com.atproto.repo.putRecord`,
        headers: bearer(as),
        body: {
          repo: as.session.did,
          collection: COLLECTION,
          rkey: keyOf(answer),
          swapRecord: null,
          record: recordOf(answer, language),
        },
      }));
      if ('outcome' in said) return answeredOn(said);
      return answeredOn(said.is === 'answered' ? judged(said, clock) : unheard(said));
    },

    async find(answer) {
      const me = us ?? (await whoWeAre());
      if (me === undefined) return { unreadable: 'Bluesky does not say who we are', billed: {} };
      const query = new URLSearchParams({ repo: me, collection: COLLECTION, rkey: keyOf(answer) });
      const told = await read('com.atproto.repo.getRecord', query);
      if ('unreadable' in told) return { unreadable: told.unreadable, billed: {} };
      const record = told.json as StoredRecord;
      return record.uri === undefined ? { absent: true, billed: {} } : { found: receiptOf(record), billed: {} };
    },

    async stream(author): Promise<Reading> {
      const query = new URLSearchParams({ actor: author.theirs, limit: String(STREAM_POSTS) });
      const answer = await read('app.bsky.feed.getAuthorFeed', query);
      if ('unreadable' in answer) return { ...answer, billed: {} };
      const { feed } = answer.json as { feed?: readonly { post: PostView }[] };
      if (!Array.isArray(feed)) return { unreadable: reasonIn(answer), billed: {} };
      return { heard: feed.map(({ post }) => postHeard(post, us!)), gone: [], billed: {} };
    },
  };

  async function whoWeAre(): Promise<string | undefined> {
    await read('com.atproto.server.getSession', new URLSearchParams());
    return us;
  }
}

type ThreadView = { notFound?: boolean; blocked?: boolean; post?: { viewer?: { replyDisabled?: boolean } } };

/** An answer's name: of the form that posts have, from when it was made and which it is. */
const keyOf = ({ key, at }: OutgoingAnswer): string => BLUESKY.keyOf({ incident: key, seq: 0 }, at);

const recordOf = ({ text, at, to }: OutgoingAnswer, language: string): object => ({
  $type: COLLECTION,
  text,
  createdAt: at,
  langs: [language],
  ...(to.thread !== undefined && { reply: JSON.parse(to.thread) as object }),
});
