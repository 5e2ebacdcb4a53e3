import { epochMs, type Instant, instant, MINUTE_MS } from '../../core/instant.ts';
import type { Clock } from '../../ports/clock.ts';
import type { ComplaintCounts } from '../../ports/desk-source.ts';
import { unreadable } from './desk-answers.ts';
import { guardedCall, type XServer } from './guarded-call.ts';

/** X counts nothing that is older. */
const BACK_AT_MOST_MS = 7 * 24 * 60 * MINUTE_MS - MINUTE_MS;

/** X refuses a query that is longer, of whoever pays by use. */
export const QUERY_AT_MOST = 512;

/**
 * How many posts on X have these words, minute by minute: $0.005 for each time it is asked, however many there are. It takes
 * the app's bearer token and no other. The minute that is under way comes with what it has so far.
 */
export function xComplaintCounts(parts: {
  bearer: () => Promise<string>;
  server: XServer;
  clock: Clock;
}): ComplaintCounts {
  const { bearer, server, clock } = parts;
  return {
    async since(query, since) {
      if (query.length > QUERY_AT_MOST)
        return { unreadable: `the query is longer than ${QUERY_AT_MOST} characters`, billed: {} };
      const nowMs = epochMs(clock.now());
      const from = Math.floor(Math.max(epochMs(since), nowMs - BACK_AT_MOST_MS) / MINUTE_MS) * MINUTE_MS;
      const result = await guardedCall(await bearer(), server, (client) =>
        client.v2.tweetCountRecent(query, { granularity: 'minute', start_time: instant(from) }),
      );
      const { data } = ((result.type === 'answered' && result.body) || {}) as { data?: readonly Row[] };
      if (result.type === 'unanswered' || result.status !== 200 || !Array.isArray(data)) {
        // Whoever did not hear the answer may have been charged for it.
        const mayBeBilled = result.type === 'unanswered' && result.connected;
        return { ...unreadable(result, nowMs), billed: mayBeBilled ? { 'counts-request': 1 } : {} };
      }
      return { minutes: data.map(minuteIn), billed: { 'counts-request': 1 } };
    },
  };
}

/** X's examples call it `tweet_count`, its schema `post_count`. */
type Row = { start: string; tweet_count?: number; post_count?: number };

const minuteIn = ({ start, tweet_count, post_count }: Row): { at: Instant; count: number } => ({
  at: new Date(start).toISOString(),
  count: tweet_count ?? post_count ?? 0,
});
