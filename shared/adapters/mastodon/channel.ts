import { digestOf } from '../../core/channel/digest.ts';
import { epochMs, MINUTE_MS, plus } from '../../core/instant.ts';
import type { Clock } from '../../ports/clock.ts';
import type { FindOutcome, KeyedChannel, SayOutcome } from '../../ports/keyed-channel.ts';
import { type Answered, type Ask, closingOf, unheard } from '../networks/asking.ts';
import { type MastodonCredentials, mastodonAccount, reasonIn, receiptOf, type Status } from './account.ts';
import { textIn } from './text-in.ts';

export type MastodonParts = {
  credentials: () => Promise<MastodonCredentials>;
  ask: Ask;
  clock: Clock;
  /** BCP 47, of what is posted. */
  language: string;
};

/** Our clock and the server's may differ. */
const CLOCK_SKEW_MS = MINUTE_MS;

/**
 * Our account on an instance of Mastodon. A request with an `Idempotency-Key` that was used within the hour is answered as
 * the first was; after that, and where a server answers the repeat with an error, our own statuses tell what stands there.
 */
export function mastodonChannel({ credentials, ask, clock, language }: MastodonParts): KeyedChannel {
  const { call, read, statuses } = mastodonAccount({ credentials, ask });

  return {
    async say({ text, key, thread }): Promise<SayOutcome> {
      const answer = await call('v1/statuses', {
        method: 'POST',
        headers: { 'idempotency-key': key },
        body: {
          status: text,
          // A thread's first is for everybody; what follows does not flood the timeline of the instance.
          visibility: thread === undefined ? 'public' : 'unlisted',
          language,
          ...(thread === undefined ? {} : { in_reply_to_id: idIn(thread.parent) }),
        },
      });
      if (answer.is !== 'answered') return unheard(answer);
      return judged(answer, thread !== undefined, clock);
    },

    async find({ digest, createdAt, thread }, known): Promise<FindOutcome> {
      const since = plus(createdAt, -CLOCK_SKEW_MS);
      const all = await statuses(since);
      if ('unreadable' in all) return all;
      const answers = thread === undefined ? null : idIn(thread.parent);
      const found = all.findLast(
        (status) =>
          Date.parse(status.created_at) >= epochMs(since) &&
          !known.has(receiptOf(status)) &&
          (status.in_reply_to_id ?? null) === answers &&
          digestOf(textIn(status.content)) === digest,
      );
      return found === undefined ? 'absent' : { found: receiptOf(found) };
    },

    async standing(since) {
      const all = await statuses(since);
      return 'unreadable' in all ? all : { receipts: new Set(all.map(receiptOf)) };
    },

    async limits() {
      const answer = await read('v2/instance');
      if ('unreadable' in answer) return undefined;
      const { configuration } = (answer.json ?? {}) as {
        configuration?: { statuses?: { max_characters?: unknown; characters_reserved_per_url?: unknown } };
      };
      const { max_characters: limit, characters_reserved_per_url: perUrl } = configuration?.statuses ?? {};
      return typeof limit === 'number' && typeof perUrl === 'number' ? { limit, perUrl } : undefined;
    },
  };
}

const idIn = (receipt: string): string => receipt.slice(receipt.lastIndexOf('/') + 1);

/** What an answer to a new status means. Only a 200 with its id is success, and only a 4xx is a refusal. */
export function judged(answer: Answered, isReply: boolean, clock: Clock): SayOutcome {
  const status = answer.json as Status | undefined;
  if (answer.status === 200 && typeof status?.id === 'string' && typeof status.uri === 'string')
    return { outcome: 'delivered', receipt: receiptOf(status) };
  const reason = reasonIn(answer);
  const reset = Date.parse(String(answer.headers['x-ratelimit-reset'] ?? ''));
  const resetAt = Number.isFinite(reset) ? new Date(reset).toISOString() : undefined;
  const closing = closingOf(answer, reason, resetAt, epochMs(clock.now()));
  if (closing !== undefined) return { outcome: 'closed', ...closing };
  if (answer.status === 404)
    return isReply ? { outcome: 'refused', why: 'parent-gone', reason } : { outcome: 'closed', kind: 'gone', reason };
  // A refusal whose reason did not arrive is not believed.
  if (answer.status >= 400 && answer.status < 500 && answer.status !== 408 && typeof answer.json?.error === 'string')
    return { outcome: 'refused', why: 'refused', reason };
  return { outcome: 'unknown', reason };
}
