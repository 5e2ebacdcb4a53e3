import type { SimulatedX } from '../../../infra/local/world/x/simulated-x.ts';
import { classify } from '../../../shared/adapters/x/classify.ts';
import { asSent, type TimelinePost } from '../../../shared/adapters/x/own-post.ts';
import type { PostOutcome, XChannel } from '../../../shared/ports/x-channel.ts';
import type { VirtualClock } from './virtual-clock.ts';

/** What our client waits for an answer, in ms. */
const DEADLINE_MS = 8_000;

/** The X channel over the world's X without sockets, under a virtual clock. A lost answer costs its whole deadline. */
export function simulatedChannel(x: SimulatedX, clock: VirtualClock): XChannel {
  function settled(outcome: ReturnType<SimulatedX['post']>) {
    if (outcome.type === 'answered') return outcome;
    if (outcome.atMs > clock.ms + DEADLINE_MS) return undefined;
    clock.ms = outcome.atMs;
    x.settle(clock.ms);
    return outcome.result() as ReturnType<SimulatedX['post']> & { type: 'answered' };
  }

  return {
    async post(text, replyTo): Promise<PostOutcome> {
      clock.ms += 150;
      const body = { text, ...(replyTo === undefined ? {} : { reply: { in_reply_to_tweet_id: replyTo } }) };
      const outcome = settled(x.post(body, clock.ms));
      if (outcome?.arrives !== 'whole') {
        clock.ms += DEADLINE_MS;
        return { outcome: 'unknown', reason: 'X did not answer' };
      }
      const { status, headers, body: said } = outcome.answer;
      return classify({ status, headers, body: said }, clock.ms);
    },

    async ownPosts(sinceId) {
      clock.ms += 100;
      const query = { since_id: sinceId, max_results: '100', 'tweet.fields': 'created_at,referenced_tweets,entities' };
      const outcome = settled(x.timeline(x.account.id, query, clock.ms));
      if (outcome?.arrives !== 'whole' || outcome.answer.status !== 200)
        return { unreadable: 'X does not let us read' };
      const { data = [], meta } = outcome.answer.body as { data?: TimelinePost[]; meta?: { result_count: number } };
      return meta === undefined ? { unreadable: 'an error in disguise' } : { posts: data.map(asSent) };
    },
  };
}
