import { PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { Handover, HandoverRecords } from '../../ports/handovers.ts';
import { handoverKey } from './keys.ts';
import { itemsUnder, madeOnce, type Table } from './table.ts';

/** Handovers in DynamoDB: one item an incident, the newest. */
export function dynamodbHandovers(at: Table): HandoverRecords {
  const { client, table } = at;

  async function of(incident: string): Promise<Handover | undefined> {
    // As a range, so that whoever loads the incident at the same moment asks once for both.
    const { pk, sk } = handoverKey(incident);
    const [item] = await itemsUnder<Handover & { pk: string; sk: string }>(at, pk, sk);
    if (item === undefined) return undefined;
    const { pk: _pk, sk: _sk, ...handover } = item;
    return handover;
  }

  return {
    of,

    async begin(incident, handover) {
      await client.send(new PutCommand({ TableName: table, Item: { ...handoverKey(incident), ...handover } }));
    },

    async accept(incident, begunAt, accepted) {
      const update = client.send(
        new UpdateCommand({
          TableName: table,
          Key: handoverKey(incident),
          UpdateExpression: 'SET accepted = :accepted',
          ConditionExpression: '#at = :at AND attribute_not_exists(accepted)',
          ExpressionAttributeNames: { '#at': 'at' },
          ExpressionAttributeValues: { ':at': begunAt, ':accepted': accepted },
        }),
      );
      return madeOnce(update, async () => {
        const now = await of(incident);
        return now?.at === begunAt && now.accepted?.by === accepted.by && now.accepted.at === accepted.at;
      });
    },
  };
}
