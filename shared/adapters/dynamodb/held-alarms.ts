import { GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { DAY_MS, epochMs, SECOND_MS } from '../../core/instant.ts';
import { type HeldAlarm, type HeldAlarms, heldKeyOf, type LetGo } from '../../ports/held-alarms.ts';
import { HELD_ALARM_PREFIX, HELD_ALARMS_PARTITION, heldAlarmKey } from './keys.ts';
import { itemsUnder, type Table, unlessRefused } from './table.ts';

/** Why one was let go is kept a day, and read again only where it is let go twice at once. */
const KEPT_MS = DAY_MS;

type HeldItem = { held?: HeldAlarm; letGo?: LetGo };

/**
 * Held alarms in DynamoDB: an item each in one partition, because the sweep reads them all. Nothing is deleted: one that
 * was let go is replaced by a small item that says why, and leaves by itself.
 */
export function dynamodbHeldAlarms(at: Table): HeldAlarms {
  const { client, table } = at;

  async function read(key: ReturnType<typeof heldAlarmKey>): Promise<HeldItem | undefined> {
    const { Item } = await client.send(new GetCommand({ TableName: table, Key: key, ConsistentRead: true }));
    return Item;
  }

  return {
    async hold(held) {
      const key = heldAlarmKey(heldKeyOf(held));
      const put = client.send(
        new PutCommand({ TableName: table, Item: { ...key, held }, ConditionExpression: 'attribute_not_exists(held)' }),
      );
      if ((await unlessRefused(put, 'held before')) !== 'held before') return held;
      return (await read(key))?.held ?? held;
    },

    async release(of, why, now) {
      const key = heldAlarmKey(of);
      const put = client.send(
        new PutCommand({
          TableName: table,
          Item: { ...key, letGo: why, expiresAt: Math.ceil((epochMs(now) + KEPT_MS) / SECOND_MS) },
          ConditionExpression: 'attribute_exists(held)',
        }),
      );
      if ((await unlessRefused(put, 'not held')) !== 'not held') return 'now';
      return (await read(key))?.letGo;
    },

    async due(now) {
      const items = await itemsUnder<HeldItem>(at, HELD_ALARMS_PARTITION, HELD_ALARM_PREFIX);
      return items
        .flatMap(({ held }) => (held === undefined || held.until > now ? [] : [held]))
        .toSorted((a, b) => (a.at < b.at ? -1 : 1));
    },
  };
}
