import { GetCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { DAY_MS, epochMs, type Instant, instant, plus, SECOND_MS } from '../../core/instant.ts';
import { afterOne, latestThatPasses, rateLimitOf, waitMs } from '../../core/rate-limit.ts';
import type { RateLimitRules, RateLimits, Stop } from '../../ports/rate-limits.ts';
import { rateLimitKey } from './keys.ts';
import { type Table, unlessRefused } from './table.ts';

/** An item that nobody has touched for so long says nothing any more. */
const KEPT_MS = 3_600 * SECOND_MS;

/** No token lives for so long, so what was ended need not be remembered longer. */
const ENDED_KEPT_MS = DAY_MS;

/** Whoever left stays out until somebody lets them in. */
const FOR_EVER: Instant = instant(Date.UTC(3000, 0));

/** As many clients are remembered; whoever is forgotten costs nothing but the guess. */
const REMEMBERED = 1_000;

/**
 * Token buckets in DynamoDB: one conditional update a request. An update can add to the number or set it, and not take
 * the greater of two; which of both is right is guessed from what this process saw last. A wrong guess costs a read and
 * lets one request pass uncounted; a client that is known to ask too often costs nothing.
 *
 * Who is stopped stands on the same item and comes back with the count. `keptUntil` keeps the count from shortening its life.
 */
export function dynamodbRateLimits({ client, table }: Table, rules: RateLimitRules): RateLimits {
  const limit = rateLimitOf(rules);
  const remembered = new Map<string, number>();
  const remember = (who: string, fullAt: number) => {
    if (remembered.size >= REMEMBERED) remembered.clear();
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
      const last = remembered.get(who);
      // The number only grows, so what this process knows is enough to refuse.
      const known = waitMs(last, nowMs, limit);
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
            ? { ...values, ':next': afterOne(undefined, nowMs, limit) }
            : { ...values, ':interval': limit.intervalMs, ':latest': latestThatPasses(nowMs, limit) },
          ReturnValues: 'ALL_NEW',
        }),
      );
      const updated = await unlessRefused(update, undefined);
      const counted: Counted = updated === undefined ? await read(who) : (updated.Attributes ?? {});
      const fullAt = Number(counted.fullAt ?? 0);
      remember(who, fullAt);
      return { waitMs: updated === undefined ? waitMs(fullAt, nowMs, limit) : 0, ...stopIn(counted) };
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
