import { GetCommand, PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { epochMs, type Instant, SECOND_MS } from '../../core/instant.ts';
import type { AlarmClaims, Joined, Over } from '../../ports/alarm-claims.ts';
import { itemsOf, putAll } from './batches.ts';
import { alarmClaimKey, incidentPartition, JOINED_PREFIX, joinedKey, OVER_PREFIX, overKey } from './keys.ts';
import { itemsUnder, type Table, unlessRefused } from './table.ts';

const joinedKeyOf = (incident: string, { key, state }: Joined) => joinedKey(incident, `${key}#${state}`);

/** Claims and joined alarms in DynamoDB: an item per component, and one per alarm and state beside its incident. */
export function dynamodbAlarmClaims(at: Table): AlarmClaims {
  const { client, table } = at;

  async function of(component: string): Promise<string | undefined> {
    const { Item } = await client.send(
      new GetCommand({ TableName: table, Key: alarmClaimKey(component), ConsistentRead: true }),
    );
    return Item?.incident;
  }

  async function joinOne(incident: string, joined: Joined): Promise<void> {
    await client.send(
      new UpdateCommand({
        TableName: table,
        Key: joinedKeyOf(incident, joined),
        UpdateExpression: 'SET alarm = if_not_exists(alarm, :alarm), lastAt = :at',
        ExpressionAttributeValues: { ':alarm': joined, ':at': joined.at },
      }),
    );
  }

  /** What came before is read and put again: a batch has no updates. Two at once differ in the moment that is noted. */
  async function joinMany(incident: string, joined: readonly Joined[]): Promise<void> {
    const last = new Map(joined.map((one) => [joinedKeyOf(incident, one).sk, one]));
    const before = await itemsOf<{ sk: string; alarm: Joined }>(
      at,
      [...last.values()].map((one) => joinedKeyOf(incident, one)),
    );
    const first = new Map(before.map(({ sk, alarm }) => [sk, alarm]));
    for (const one of joined) {
      const { sk } = joinedKeyOf(incident, one);
      if (!first.has(sk)) first.set(sk, one);
    }
    await putAll(
      at,
      [...last].map(([sk, one]) => ({ ...joinedKeyOf(incident, one), alarm: first.get(sk), lastAt: one.at })),
    );
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

    join: (incident, joined) => (joined.length === 1 ? joinOne(incident, joined[0]!) : joinMany(incident, joined)),

    async rememberOver(component, over, until) {
      const expiresAt = Math.ceil(epochMs(until) / SECOND_MS);
      const items = over.map((one) => ({ ...overKey(component, one.joined.key), over: one, until, expiresAt }));
      await putAll(at, items);
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
