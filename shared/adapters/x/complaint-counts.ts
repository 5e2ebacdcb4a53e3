import { instant } from '../../core/instant.ts';
import type { Clock } from '../../ports/clock.ts';
import type { ComplaintCounts } from '../../ports/desk-source.ts';
import { answeredBy } from './desk-outcome.ts';
import { guardedCall, type XServer } from './guarded-call.ts';

type Counted = { data?: { start: string; tweet_count: number }[] };

/**
 * How many posts have the words of a query, minute by minute. X takes the app's own token for it and half a cent a request
 * (docs.x.com, counts); nobody's words are read. `bearer`: undefined where none was connected.
 */
export function xComplaintCounts(
  bearer: () => Promise<string | undefined>,
  server: XServer,
  clock: Clock,
): ComplaintCounts {
  return {
    async since(query, since) {
      const token = await bearer();
      if (token === undefined) return { unreadable: 'no bearer token of the app is connected', billed: {} };
      const result = await guardedCall(token, server, (client) =>
        client.v2.get('tweets/counts/recent', { query, granularity: 'minute', start_time: since }),
      );
      if (result.type === 'unanswered') return { unreadable: result.reason, billed: {} };
      const { data } = (result.body ?? {}) as Counted;
      if (result.status === 200 && data !== undefined)
        return {
          minutes: data.map(({ start, tweet_count: count }) => ({ at: instant(Date.parse(start)), count })),
          billed: { 'counts-request': 1 },
        };
      const told = answeredBy(result, clock);
      return {
        unreadable: 'reason' in told ? told.reason : `X answered ${result.status}`,
        ...('until' in told && told.until !== undefined ? { until: told.until } : {}),
        billed: {},
      };
    },
  };
}
