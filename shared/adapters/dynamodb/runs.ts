import { isDeepStrictEqual } from 'node:util';
import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { type Run, unbegun } from '../../core/subscribers/run.ts';
import { type PersonalChannel, SHARDS } from '../../core/subscribers/subscriber.ts';
import type { Runs } from '../../ports/runs.ts';
import { incidentPartition, runKey, runPrefix } from './keys.ts';
import { itemsUnder, madeOnce, type Table } from './table.ts';

type RunItem = Run & { pk: string; sk: string };

/** How far the shards were gone through, in DynamoDB: an item for each, beside the incident's entries. */
export function dynamodbRuns(at: Table): Runs {
  async function of(incident: string, channel: PersonalChannel): Promise<Run[]> {
    const items = await itemsUnder<RunItem>(at, incidentPartition(incident), runPrefix(channel));
    const runs = new Map(items.map(({ pk: _pk, sk: _sk, ...run }) => [run.shard, run as Run]));
    return Array.from({ length: SHARDS[channel] }, (_, shard) => runs.get(shard) ?? unbegun(shard));
  }

  return {
    of,

    async put(incident, channel, run) {
      const next: Run = JSON.parse(JSON.stringify({ ...run, version: run.version + 1 }));
      const put = at.client.send(
        new PutCommand({
          TableName: at.table,
          Item: { ...runKey(incident, channel, run.shard), ...next },
          ConditionExpression: run.version === 0 ? 'attribute_not_exists(pk)' : '#version = :version',
          ...(run.version === 0
            ? {}
            : {
                ExpressionAttributeNames: { '#version': 'version' },
                ExpressionAttributeValues: { ':version': run.version },
              }),
        }),
      );
      const isOurs = async () => isDeepStrictEqual((await of(incident, channel))[run.shard], next);
      return (await madeOnce(put, isOurs)) ? next : undefined;
    },
  };
}
