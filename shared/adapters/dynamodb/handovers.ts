import { GetCommand, PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { Handover, HandoverRecords } from '../../ports/handovers.ts';
import { handoverKey } from './keys.ts';
import { madeOnce, type Table } from './table.ts';

/** Handovers in DynamoDB: one item an incident, the newest. */
export function dynamodbHandovers({ client, table }: Table): HandoverRecords {
  async function of(incident: string): Promise<Handover | undefined> {
    const { Item } = await client.send(
      new GetCommand({ TableName: table, Key: handoverKey(incident), ConsistentRead: true }),
    );
    if (Item === undefined) return undefined;
    const { pk: _pk, sk: _sk, ...handover } = Item;
    return handover as Handover;
  }

  return {
    of,

    async begin(incident, handover) {
      await client.send(new PutCommand({ TableName: table, Item: { ...handoverKey(incident), ...handover } }));
    },

    async accept(incident, at, accepted) {
      const update = client.send(
        new UpdateCommand({
          TableName: table,
          Key: handoverKey(incident),
          UpdateExpression: 'SET accepted = :accepted',
          ConditionExpression: '#at = :at AND attribute_not_exists(accepted)',
          ExpressionAttributeNames: { '#at': 'at' },
          ExpressionAttributeValues: { ':at': at, ':accepted': accepted },
        }),
      );
      return madeOnce(update, async () => {
        const now = await of(incident);
        return now?.at === at && now.accepted?.by === accepted.by && now.accepted.at === accepted.at;
      });
    },
  };
}
