import { GetCommand, PutCommand, paginateQuery } from '@aws-sdk/lib-dynamodb';
import { epochMs, SECOND_MS } from '../../core/instant.ts';
import { FORGOTTEN_AFTER_MS } from '../../core/subscribers/account.ts';
import type { Telling } from '../../core/subscribers/telling.ts';
import type { Tellings } from '../../ports/tellings.ts';
import { PERSON_OUTSIDE_PREFIX, toldKey, toldPartition } from './keys.ts';
import { madeOnce, type Table } from './table.ts';

/** How far each person was told, in DynamoDB: an item for each of them and each incident, which the table forgets. */
export function dynamodbTellings({ client, table }: Table): Tellings {
  const of: Tellings['of'] = async (incident, channel, id) => {
    const Key = toldKey(incident, channel, id);
    const { Item } = await client.send(new GetCommand({ TableName: table, Key, ConsistentRead: true }));
    return Item && rowOf(Item);
  };

  return {
    of,

    async between(incident, channel, shard, first, last) {
      const rows = new Map<string, Telling>();
      const pages = paginateQuery(
        { client },
        {
          TableName: table,
          ConsistentRead: true,
          KeyConditionExpression: 'pk = :pk AND sk BETWEEN :first AND :last',
          ExpressionAttributeValues: {
            ':pk': toldPartition(incident, channel, shard),
            ':first': `${PERSON_OUTSIDE_PREFIX}${first}`,
            ':last': `${PERSON_OUTSIDE_PREFIX}${last}`,
          },
        },
      );
      for await (const { Items = [] } of pages) {
        for (const item of Items) rows.set(String(item.sk).slice(PERSON_OUTSIDE_PREFIX.length), rowOf(item));
      }
      return rows;
    },

    async swap(incident, channel, id, before, next) {
      const condition =
        before === undefined
          ? { ConditionExpression: 'attribute_not_exists(pk)' }
          : {
              ConditionExpression: 'attempt = :attempt AND #state = :state',
              ExpressionAttributeNames: { '#state': 'state' },
              ExpressionAttributeValues: { ':attempt': before.attempt, ':state': before.state },
            };
      const expiresAt = Math.ceil((epochMs(next.at) + FORGOTTEN_AFTER_MS) / SECOND_MS);
      const Item = { ...toldKey(incident, channel, id), ...next, expiresAt };
      const put = client.send(new PutCommand({ TableName: table, Item, ...condition }));
      return madeOnce(put, async () => {
        const stands = await of(incident, channel, id);
        return stands?.attempt === next.attempt && stands.state === next.state;
      });
    },
  };
}

const rowOf = ({ pk: _pk, sk: _sk, expiresAt: _expiresAt, ...row }: Record<string, unknown>): Telling => row as Telling;
