import { GetCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { DAY_MS, epochMs, type Instant, instant, plus, SECOND_MS } from '../../core/instant.ts';
import { fullAfter, latestThatPasses, rateLimitOf, waitMs } from '../../core/rate-limit.ts';
import type { RateLimitRules, RateLimits, Stop } from '../../ports/rate-limits.ts';
import { rateLimitKey } from './keys.ts';
import { type Table, unlessRefused } from './table.ts';

/** An item that nobody has touched for so long says nothing any more. */
const KEPT_MS = 3_600 * SECOND_MS;

/** No token lives for so long, so what was ended need not be remembered longer. */
const ENDED_KEPT_MS = DAY_MS;

/** Whoever left stays out until somebody lets them in. */
const FOR_EVER: Instant = instant(Date.UTC(3000, 0));

/** What was counted together and not used by then is used up. */
const COUNTED_FOR_MS = SECOND_MS;

/** As many clients are remembered; whoever is forgotten costs nothing but the guess. */
const REMEMBERED = 1_000;

/**
 * Token buckets in DynamoDB: one conditional update a request. An update can add to the number or set it, and not take
 * the greater of two; which of both is right is guessed from what this process saw last. A wrong guess costs a read and
 * lets one request pass uncounted; a client that is known to ask too often costs nothing.
 *
 * Where the rules let many be counted together, a client that sends without a pause costs one update for so many; what this
 * process has counted and not let pass within a second is lost to the client.
 *
 * Who is stopped stands on the same item and comes back with the count. `keptUntil` keeps the count from shortening its life.
 */
export function dynamodbRateLimits({ client, table }: Table, rules: RateLimitRules): RateLimits {
  const limit = rateLimitOf(rules);
  const { together = 1 } = rules;
  const remembered = new Map<string, number>();
  const counted = new Map<string, { count: number; left: number; untilMs: number }>();
  const remember = (who: string, fullAt: number) => {
    if (remembered.size >= REMEMBERED) {
      remembered.clear();
      counted.clear();
    }
    remembered.set(who, fullAt);
  };

  async function read(who: string): Promise<Counted> {
    const { Item } = await client.send(
      new GetCommand({ TableName: table, Key: rateLimitKey(who), ConsistentRead: true }),
    );
    return Item ?? {};
  }

  const stop = (who: string, set: Stop, until: Instant, more = ''): Promise<unknown> => {
    const [[name, at]] = Object.entries(set) as [[string, Instant]];
    return client.send(
      new UpdateCommand({
        TableName: table,
        Key: rateLimitKey(who),
        UpdateExpression: `SET ${name} = :at, keptUntil = :until, expiresAt = :until${more}`,
        ExpressionAttributeValues: { ':at': at, ':until': Math.ceil(epochMs(until) / SECOND_MS) },
      }),
    );
  };

  return {
    async take(who, now) {
      const nowMs = epochMs(now);
      const before = counted.get(who);
      if (before !== undefined && before.left > 0 && nowMs < before.untilMs) {
        before.left -= 1;
        return { waitMs: 0 };
      }
      const last = remembered.get(who);
      // Twice as many as were used up within their time: at most half of what is counted is lost.
      const count = before === undefined || nowMs >= before.untilMs ? 1 : Math.min(2 * before.count, together);
      // The number only grows, so what this process knows is enough to refuse.
      const known = waitMs(last, nowMs, limit, count);
      if (known > 0) return { waitMs: known };
      const idle = last === undefined || last <= nowMs;
      const values = { ':expiresAt': Math.ceil((nowMs + KEPT_MS) / SECOND_MS), ':now': nowMs };
      const update = client.send(
        new UpdateCommand({
          TableName: table,
          Key: rateLimitKey(who),
          UpdateExpression: `SET fullAt = ${idle ? ':next' : 'fullAt + :interval'}, expiresAt = if_not_exists(keptUntil, :expiresAt)`,
          ConditionExpression: idle
            ? 'attribute_not_exists(fullAt) OR fullAt <= :now'
            : 'fullAt > :now AND fullAt <= :latest',
          ExpressionAttributeValues: idle
            ? { ...values, ':next': fullAfter(undefined, nowMs, limit, count) }
            : { ...values, ':interval': count * limit.intervalMs, ':latest': latestThatPasses(nowMs, limit, count) },
          ReturnValues: 'ALL_NEW',
        }),
      );
      const updated = await unlessRefused(update, undefined);
      const item: Counted = updated === undefined ? await read(who) : (updated.Attributes ?? {});
      const fullAt = Number(item.fullAt ?? 0);
      remember(who, fullAt);
      if (updated === undefined) return { waitMs: waitMs(fullAt, nowMs, limit, count), ...stopIn(item) };
      if (together > 1) counted.set(who, { count, left: count - 1, untilMs: nowMs + COUNTED_FOR_MS });
      return { waitMs: 0, ...stopIn(item) };
    },
    async shutOut(who, at) {
      await stop(who, { leftAt: at }, FOR_EVER);
    },
    async letIn(who, at) {
      await stop(who, { endedAt: at }, plus(at, ENDED_KEPT_MS), ' REMOVE leftAt');
    },
    async endTokens(who, at) {
      await stop(who, { endedAt: at }, plus(at, ENDED_KEPT_MS));
    },
  };
}

type Counted = Record<string, unknown>;

function stopIn({ leftAt, endedAt }: Counted): Stop {
  return {
    ...(leftAt === undefined ? {} : { leftAt: leftAt as Instant }),
    ...(endedAt === undefined ? {} : { endedAt: endedAt as Instant }),
  };
}
