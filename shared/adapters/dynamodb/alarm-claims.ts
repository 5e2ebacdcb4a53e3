import { GetCommand, PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { epochMs, type Instant, SECOND_MS } from '../../core/instant.ts';
import type { AlarmClaims, Joined, Over } from '../../ports/alarm-claims.ts';
import { alarmClaimKey, incidentPartition, JOINED_PREFIX, joinedKey, OVER_PREFIX, overKey } from './keys.ts';
import { itemsUnder, type Table, unlessRefused } from './table.ts';

/** Claims and joined alarms in DynamoDB: an item per component, and one per alarm and state beside its incident. */
export function dynamodbAlarmClaims(at: Table): AlarmClaims {
  const { client, table } = at;

  async function of(component: string): Promise<string | undefined> {
    const { Item } = await client.send(
      new GetCommand({ TableName: table, Key: alarmClaimKey(component), ConsistentRead: true }),
    );
    return Item?.incident;
  }

  return {
    of,

    async claim(component, incident, instead) {
      const put = client.send(
        new PutCommand({
          TableName: table,
          Item: { ...alarmClaimKey(component), incident },
          ...(instead === undefined
            ? { ConditionExpression: 'attribute_not_exists(pk)' }
            : { ConditionExpression: 'incident = :instead', ExpressionAttributeValues: { ':instead': instead } }),
        }),
      );
      if ((await unlessRefused(put, 'claimed')) !== 'claimed') return incident;
      return (await of(component)) ?? incident;
    },

    async join(incident, joined) {
      await client.send(
        new UpdateCommand({
          TableName: table,
          Key: joinedKey(incident, `${joined.key}#${joined.state}`),
          UpdateExpression: 'SET alarm = if_not_exists(alarm, :alarm), lastAt = :at',
          ExpressionAttributeValues: { ':alarm': joined, ':at': joined.at },
        }),
      );
    },

    async rememberOver(component, over, until) {
      const expiresAt = Math.ceil(epochMs(until) / SECOND_MS);
      await client.send(
        new PutCommand({ TableName: table, Item: { ...overKey(component, over.joined.key), over, until, expiresAt } }),
      );
    },

    async overOf(component, now) {
      const items = await itemsUnder<{ over: Over; until: Instant }>(at, alarmClaimKey(component).pk, OVER_PREFIX);
      return items.filter(({ until }) => until > now).map(({ over }) => over);
    },

    async joinedOf(incident) {
      const items = await itemsUnder<{ alarm: Joined; lastAt?: Instant }>(
        at,
        incidentPartition(incident),
        JOINED_PREFIX,
      );
      return items
        .map(({ alarm, lastAt }) => ({ ...alarm, ...(lastAt === undefined || lastAt === alarm.at ? {} : { lastAt }) }))
        .toSorted((a, b) => (a.at < b.at ? -1 : 1));
    },
  };
}
