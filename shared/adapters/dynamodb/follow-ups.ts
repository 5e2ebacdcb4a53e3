import { GetCommand, PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { Loop, LoopRecords } from '../../ports/follow-ups.ts';
import { incidentPartition, LOOP_PREFIX, loopKey } from './keys.ts';
import { itemsUnder, type Table, unlessRefused } from './table.ts';

type LoopItem = Loop & { pk: string; sk: string };

/** Loops in DynamoDB: one item each, beside the incident that they wait for. */
export function dynamodbLoops(at: Table): LoopRecords {
  const { client, table } = at;

  async function read(incident: string, id: string): Promise<Loop | undefined> {
    const { Item } = await client.send(
      new GetCommand({ TableName: table, Key: loopKey(incident, id), ConsistentRead: true }),
    );
    return Item === undefined ? undefined : loopOf(Item as LoopItem);
  }

  return {
    async of(incident) {
      const items = await itemsUnder<LoopItem>(at, incidentPartition(incident), LOOP_PREFIX);
      return items.map(loopOf).toSorted((a, b) => (a.at < b.at ? -1 : 1));
    },

    async add(incident, loop) {
      const put = client.send(
        new PutCommand({
          TableName: table,
          Item: { ...loopKey(incident, loop.id), ...loop },
          ConditionExpression: 'attribute_not_exists(pk)',
        }),
      );
      if ((await unlessRefused(put, 'known')) !== 'known') return loop;
      return (await read(incident, loop.id)) ?? loop;
    },

    async answer(incident, id, answered) {
      const update = client.send(
        new UpdateCommand({
          TableName: table,
          Key: loopKey(incident, id),
          UpdateExpression: 'SET answered = :answered',
          ConditionExpression: 'attribute_exists(pk) AND attribute_not_exists(answered)',
          ExpressionAttributeValues: { ':answered': answered },
        }),
      );
      await unlessRefused(update, 'answered or unknown');
      return read(incident, id);
    },
  };
}

function loopOf({ pk: _pk, sk: _sk, ...loop }: LoopItem): Loop {
  return loop;
}
