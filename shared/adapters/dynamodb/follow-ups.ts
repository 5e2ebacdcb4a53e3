import { GetCommand, PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { FollowUp, FollowUps } from '../../ports/follow-ups.ts';
import { FOLLOW_UP_PREFIX, followUpKey, incidentPartition } from './keys.ts';
import { itemsUnder, type Table, unlessRefused } from './table.ts';

type FollowUpItem = FollowUp & { pk: string; sk: string };

/** Loops in DynamoDB: one item each, beside the incident that they wait for. */
export function dynamodbFollowUps(at: Table): FollowUps {
  const { client, table } = at;

  async function read(incident: string, id: string): Promise<FollowUp | undefined> {
    const { Item } = await client.send(
      new GetCommand({ TableName: table, Key: followUpKey(incident, id), ConsistentRead: true }),
    );
    return Item === undefined ? undefined : followUpOf(Item as FollowUpItem);
  }

  return {
    async of(incident) {
      const items = await itemsUnder<FollowUpItem>(at, incidentPartition(incident), FOLLOW_UP_PREFIX);
      return items.map(followUpOf).toSorted((a, b) => (a.at < b.at ? -1 : 1));
    },

    async add(incident, followUp) {
      const put = client.send(
        new PutCommand({
          TableName: table,
          Item: { ...followUpKey(incident, followUp.id), ...followUp },
          ConditionExpression: 'attribute_not_exists(pk)',
        }),
      );
      if ((await unlessRefused(put, 'known')) !== 'known') return followUp;
      return (await read(incident, followUp.id)) ?? followUp;
    },

    async answer(incident, id, answered) {
      const update = client.send(
        new UpdateCommand({
          TableName: table,
          Key: followUpKey(incident, id),
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

function followUpOf({ pk: _pk, sk: _sk, ...followUp }: FollowUpItem): FollowUp {
  return followUp;
}
