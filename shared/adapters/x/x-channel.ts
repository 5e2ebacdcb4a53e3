import type { OwnPost } from '../../core/x/find.ts';
import type { OwnPosts, PostOutcome, XChannel } from '../../ports/x-channel.ts';
import { classify } from './classify.ts';
import { guardedCall, type XServer, type XTokens } from './guarded-call.ts';
import { asSent, type TimelinePost } from './own-post.ts';

/** Our account on X, through the API v2. Tokens are fetched when they are first needed. */
export function xChannel(tokens: () => Promise<XTokens>, server: XServer): XChannel {
  let ownId: string | undefined;

  async function read(path: string, query: Record<string, string | number>) {
    return guardedCall(await tokens(), server, (client) => client.v2.get(path, query));
  }

  async function whoWeAre(): Promise<string | undefined> {
    if (ownId !== undefined) return ownId;
    const result = await read('users/me', {});
    if (result.type === 'answered' && result.status === 200)
      ownId = (result.body as { data?: { id?: string } })?.data?.id;
    return ownId;
  }

  return {
    async post(text, replyTo): Promise<PostOutcome> {
      const body = { text, ...(replyTo === undefined ? {} : { reply: { in_reply_to_tweet_id: replyTo } }) };
      const result = await guardedCall(await tokens(), server, (client) => client.v2.post('tweets', body));
      if (result.type === 'answered') return classify(result, Date.now());
      return { outcome: result.connected ? 'unknown' : 'not_sent', reason: result.reason };
    },

    async ownPosts(sinceId): Promise<OwnPosts> {
      const id = await whoWeAre();
      if (id === undefined) return { unreadable: 'X does not say who we are' };
      const posts: OwnPost[] = [];
      let page: string | undefined;
      do {
        const result = await read(`users/${id}/tweets`, {
          since_id: sinceId,
          max_results: 100,
          'tweet.fields': 'created_at,referenced_tweets,entities,note_tweet',
          ...(page === undefined ? {} : { pagination_token: page }),
        });
        if (result.type === 'unanswered') return { unreadable: result.reason };
        const body = result.body as TimelinePage | undefined;
        // An empty timeline has no `data`, only a count of none; anything else without data is an error in disguise.
        if (result.status !== 200 || (body?.data === undefined && body?.meta?.result_count !== 0)) {
          return { unreadable: `X answered ${result.status}` };
        }
        posts.push(...(body.data ?? []).map(asSent));
        page = body.meta?.next_token;
      } while (page !== undefined);
      return { posts };
    },
  };
}

type TimelinePage = { data?: TimelinePost[]; meta?: { result_count?: number; next_token?: string } };
