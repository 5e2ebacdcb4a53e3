import { guardedCall, type XTokens } from '../../../shared/adapters/x/guarded-call.ts';
import { asSent, type TimelinePost } from '../../../shared/adapters/x/own-post.ts';

/** What X told, with what the checks are about: its headers, and its own words. `status` 0: it said nothing. */
export type Told = { status: number; limits: Record<string, string>; words: string; body: unknown };

/** The account that is tried, through the same guarded client that the pipeline posts with. */
export type TriedAccount = {
  me(): Promise<Told>;
  post(text: string, replyTo?: string): Promise<Told>;
  remove(id: string): Promise<Told>;
  /** Ids of our newest posts. */
  newest(ownId: string): Promise<readonly string[]>;
};

export function triedAccount(tokens: XTokens, baseUrl: string): TriedAccount {
  const call = async (request: Parameters<typeof guardedCall>[2]): Promise<Told> => {
    const result = await guardedCall(tokens, { baseUrl }, request);
    if (result.type === 'unanswered') return { status: 0, limits: {}, words: result.reason, body: undefined };
    const limits = Object.entries(result.headers).filter(([name]) => /^x-.*limit|^retry-after$/.test(name));
    return {
      status: result.status,
      limits: Object.fromEntries(limits.map(([name, value]) => [name, String(value)])),
      words: result.status < 300 ? '' : wordsOf(result.body),
      body: result.body,
    };
  };
  return {
    me: () => call((client) => client.v2.get('users/me')),
    post: (text, replyTo) =>
      call((client) =>
        client.v2.post('tweets', {
          text,
          ...(replyTo === undefined ? {} : { reply: { in_reply_to_tweet_id: replyTo } }),
        }),
      ),
    remove: (id) => call((client) => client.v2.delete(`tweets/${id}`)),
    async newest(ownId) {
      const { body } = await call((client) => client.v2.get(`users/${ownId}/tweets`, { max_results: 5 }));
      const { data = [] } = (body ?? {}) as { data?: TimelinePost[] };
      return data.map((post) => asSent(post).id);
    },
  };
}

/** The id of what was posted or read, if the answer has one. */
export const idIn = ({ body }: Told): string | undefined => (body as { data?: { id?: string } } | undefined)?.data?.id;

function wordsOf(body: unknown): string {
  const { title, detail } = (typeof body === 'object' && body !== null ? body : {}) as Record<string, unknown>;
  return [title, detail].filter((part) => typeof part === 'string').join(': ') || 'without words';
}
