import { GetCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { epochMs, SECOND_MS } from '../../core/instant.ts';
import { afterOne, latestThatPasses, rateLimitOf, waitMs } from '../../core/rate-limit.ts';
import type { RateLimitRules, RateLimits } from '../../ports/rate-limits.ts';
import { rateLimitKey } from './keys.ts';
import { type Table, unlessRefused } from './table.ts';

/** An item that nobody has touched for so long says nothing any more. */
const KEPT_MS = 3_600 * SECOND_MS;

/** As many clients are remembered; whoever is forgotten costs nothing but the guess. */
const REMEMBERED = 1_000;

/**
 * Token buckets in DynamoDB: one conditional update a request. An update can add to the number or set it, and not take
 * the greater of two; which of both is right is guessed from what this process saw last. A wrong guess costs a read and
 * lets one request pass uncounted; a client that is known to ask too often costs nothing.
 */
export function dynamodbRateLimits({ client, table }: Table, rules: RateLimitRules): RateLimits {
  const limit = rateLimitOf(rules);
  const remembered = new Map<string, number>();
  const remember = (who: string, fullAt: number) => {
    if (remembered.size >= REMEMBERED) remembered.clear();
    remembered.set(who, fullAt);
  };

  async function read(who: string): Promise<number> {
    const { Item } = await client.send(
      new GetCommand({ TableName: table, Key: rateLimitKey(who), ConsistentRead: true }),
    );
    return Number(Item?.fullAt ?? 0);
  }

  return {
    async take(who, now) {
      const nowMs = epochMs(now);
      const last = remembered.get(who);
      // The number only grows, so what this process knows is enough to refuse.
      const known = waitMs(last, nowMs, limit);
      if (known > 0) return known;
      const idle = last === undefined || last <= nowMs;
      const values = { ':expiresAt': Math.ceil((nowMs + KEPT_MS) / SECOND_MS), ':now': nowMs };
      const update = client.send(
        new UpdateCommand({
          TableName: table,
          Key: rateLimitKey(who),
          UpdateExpression: `SET fullAt = ${idle ? ':next' : 'fullAt + :interval'}, expiresAt = :expiresAt`,
          ConditionExpression: idle
            ? 'attribute_not_exists(fullAt) OR fullAt <= :now'
            : 'fullAt > :now AND fullAt <= :latest',
          ExpressionAttributeValues: idle
            ? { ...values, ':next': afterOne(undefined, nowMs, limit) }
            : { ...values, ':interval': limit.intervalMs, ':latest': latestThatPasses(nowMs, limit) },
          ReturnValues: 'UPDATED_NEW',
        }),
      );
      const updated = await unlessRefused(update, undefined);
      const fullAt = updated === undefined ? await read(who) : Number(updated.Attributes?.fullAt);
      remember(who, fullAt);
      return updated === undefined ? waitMs(fullAt, nowMs, limit) : 0;
    },
  };
}
