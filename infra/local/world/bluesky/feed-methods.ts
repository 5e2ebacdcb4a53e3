import type { FaultBox } from '../faulty/fault-box.ts';
import type { NetworkRequest } from '../networks/network.ts';
import type { BlueskyAccount } from './account.ts';
import { invalid } from './answers.ts';
import type { BlueskyLasting, BlueskyStruck } from './faults.ts';
import { asked, limitIn } from './input.ts';
import { type Method, query } from './method.ts';
import { type Actor, type Others, type OthersPost, placeOf, refOf } from './others.ts';
import type { Kept, Repo } from './repo.ts';
import type { Sessions } from './sessions.ts';

const POST = 'app.bsky.feed.post';
const [FEED, NOTIFICATIONS] = ['app.bsky.feed', 'app.bsky.notification.listNotifications'];

/** How many posts are shown at a time to who asks for them by name. */
const URIS_AT_MOST = 25;

/**
 * What the network's index answers about posts and whoever speaks to us; a PDS passes these calls on to it. Who has blocked
 * us is shown as such where one post is asked for, and left out everywhere else.
 */
export function feedMethods(
  account: BlueskyAccount,
  sessions: Sessions,
  repo: Repo,
  others: Others,
  faults: FaultBox<BlueskyStruck, BlueskyLasting>,
): Readonly<Record<string, Method>> {
  const isBlocked = (nowMs: number) => faults.condition('author-blocks-us', nowMs) !== undefined;
  const us: Actor = { did: account.did, handle: account.handle, displayName: account.name };

  const theirView = (post: OthersPost & { indexedAt?: string }, nowMs: number) => ({
    ...refOf(post),
    ...{ author: post.actor, record: post.record, indexedAt: post.indexedAt ?? post.at },
    viewer: { replyDisabled: faults.condition('answers-closed', nowMs) !== undefined },
  });
  const ourView = ({ uri, cid, value, at }: Kept) => ({
    uri,
    cid,
    author: us,
    record: value,
    indexedAt: at,
    viewer: {},
  });
  const ours = (uri: string): Kept | undefined => {
    const kept = repo.get(POST, uri.split('/').at(-1) ?? '');
    return kept?.uri === uri ? kept : undefined;
  };

  function viewOf(uri: string, nowMs: number): object | undefined {
    const kept = ours(uri);
    if (kept) return ourView(kept);
    const theirs = isBlocked(nowMs) ? undefined : others.get(uri, nowMs);
    return theirs && theirView(theirs, nowMs);
  }

  function list(request: NetworkRequest, nowMs: number) {
    const limit = limitIn(request, NOTIFICATIONS!);
    const { cursor, reasons = '' } = request.query;
    const wanted = reasons.split(',').filter((reason) => reason !== '');
    return () => {
      const all = isBlocked(nowMs) ? [] : others.visible(nowMs).filter(({ reason }) => reason !== undefined);
      const chosen = all
        .filter(({ reason }) => wanted.length === 0 || wanted.includes(reason!))
        .filter((post) => cursor === undefined || placeOf(post) < cursor)
        .toReversed();
      const page = chosen.slice(0, limit);
      const last = page.at(-1);
      const notifications = page.map((post) => ({
        ...{ ...refOf(post), author: post.actor, reason: post.reason, record: post.record, isRead: false },
        ...(post.reasonSubject !== undefined && { reasonSubject: post.reasonSubject }),
        ...{ indexedAt: post.indexedAt, labels: [] },
      }));
      return { notifications, ...(last && chosen.length > limit && { cursor: placeOf(last) }) };
    };
  }

  function thread(request: NetworkRequest, nowMs: number) {
    const uri = asked(request, `${FEED}.getPostThread`, 'uri');
    return () => {
      const theirs = others.get(uri, nowMs);
      if (theirs && isBlocked(nowMs)) {
        const author = { did: theirs.actor.did, viewer: { blockedBy: true } };
        return { thread: { $type: `${FEED}.defs#blockedPost`, uri, blocked: true, author } };
      }
      const post = viewOf(uri, nowMs);
      if (!post) throw invalid(`Post not found: ${uri}`, 'NotFound');
      return { thread: { $type: `${FEED}.defs#threadViewPost`, post, replies: [] } };
    };
  }

  function posts(request: NetworkRequest, nowMs: number) {
    const uris = asked(request, `${FEED}.getPosts`, 'uris').split(',');
    if (uris.length > URIS_AT_MOST)
      throw invalid(
        `Invalid ${FEED}.getPosts params: array too big (maximum ${URIS_AT_MOST}, got ${uris.length}) at uris`,
      );
    return () => ({ posts: uris.flatMap((uri) => viewOf(uri, nowMs) ?? []) });
  }

  function authorFeed(request: NetworkRequest, nowMs: number) {
    const actor = asked(request, `${FEED}.getAuthorFeed`, 'actor');
    const limit = limitIn(request, `${FEED}.getAuthorFeed`);
    return () => {
      if (isBlocked(nowMs)) throw invalid('Requester is blocked by actor', 'BlockedByActor');
      const theirs = others.visible(nowMs).filter((post) => post.actor.did === actor || post.actor.handle === actor);
      return {
        feed: theirs
          .toReversed()
          .slice(0, limit)
          .map((post) => ({ post: theirView(post, nowMs) })),
      };
    };
  }

  const signedIn = (run: Method['run']): Method =>
    query((request, nowMs) => {
      sessions.check(request.headers.authorization, nowMs);
      return run(request, nowMs);
    });

  return {
    [NOTIFICATIONS!]: signedIn(list),
    [`${FEED}.getPostThread`]: signedIn(thread),
    [`${FEED}.getPosts`]: signedIn(posts),
    [`${FEED}.getAuthorFeed`]: signedIn(authorFeed),
  };
}
