import { GetCommand, PutCommand, QueryCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { IncidentLog, StoredEntry } from '../../ports/incident-log.ts';
import { cursorAfter, cursorFrom } from './history-cursor.ts';
import { ENTRY_PREFIX, entryKey, incidentOf, incidentPartition, seqOf, WATCH_PARTITION } from './keys.ts';
import { type EntryItem, entryItem, storedEntry } from './stored-entry.ts';
import { conditionFailed, itemsUnder, type Table, unlessRefused } from './table.ts';
import { TABLE_DEFINITION } from './table-definition.ts';

const { watch, history } = TABLE_DEFINITION.indexes;

/** The log in DynamoDB: one item per entry, appended by one conditional put. */
export function dynamodbLog(at: Table): IncidentLog {
  const { client, table } = at;

  /** Our own put may have been applied although its answer was lost; then the SDK's repetition is refused. */
  async function isOurs(entry: StoredEntry): Promise<boolean> {
    const { Item } = await client.send(
      new GetCommand({
        TableName: table,
        Key: entryKey(entry.incident, entry.seq),
        ConsistentRead: true,
        ProjectionExpression: '#hash',
        ExpressionAttributeNames: { '#hash': 'hash' },
      }),
    );
    return Item?.hash === entry.hash;
  }

  return {
    async load(incident) {
      const items = await itemsUnder<EntryItem>(at, incidentPartition(incident), ENTRY_PREFIX);
      return items.map(storedEntry);
    },

    async append(entry, watchAt) {
      try {
        await client.send(
          new PutCommand({
            TableName: table,
            Item: entryItem(entry, watchAt),
            ConditionExpression: 'attribute_not_exists(pk)',
          }),
        );
        return 'appended';
      } catch (cause) {
        if (conditionFailed(cause)) return (await isOurs(entry)) ? 'appended' : 'conflict';
        throw new Error(`entry ${entry.seq} of incident ${entry.incident} could not be stored`, { cause });
      }
    },

    async redact(incident, seq) {
      // Content goes last: as long as it is there, whoever looks sees that something is left to remove.
      const ifLate = client.send(
        new UpdateCommand({
          TableName: table,
          Key: entryKey(incident, seq),
          UpdateExpression: 'REMOVE #private.ifLate, #private.salt',
          ConditionExpression: 'attribute_exists(#private.ifLate)',
          ExpressionAttributeNames: { '#private': 'private' },
        }),
      );
      await unlessRefused(ifLate, 'none');
      const remove = client.send(
        new UpdateCommand({
          TableName: table,
          Key: entryKey(incident, seq),
          UpdateExpression: 'REMOVE content',
          ConditionExpression: 'attribute_exists(pk)',
        }),
      );
      const done = await unlessRefused(remove, 'missing');
      if (done === 'missing') throw new RangeError(`incident ${incident} has no entry ${seq} to redact`);
    },

    async due(now, limit) {
      const { Items } = await client.send(
        new QueryCommand({
          TableName: table,
          IndexName: watch.name,
          KeyConditionExpression: 'watchPk = :all AND watchAt <= :now',
          ExpressionAttributeValues: { ':all': WATCH_PARTITION, ':now': now },
          Limit: limit,
        }),
      );
      return (Items ?? []).map(({ pk, sk, watchAt }) => ({ incident: incidentOf(pk), seq: seqOf(sk), watchAt }));
    },

    async watched(incident, seq) {
      const { Item } = await client.send(
        new GetCommand({
          TableName: table,
          Key: entryKey(incident, seq),
          ConsistentRead: true,
          ProjectionExpression: 'watchAt',
        }),
      );
      return Item?.watchAt;
    },

    async rewatch(incident, seq, from, to) {
      const values = {
        ...(from === undefined ? {} : { ':from': from }),
        ...(to === undefined ? {} : { ':to': to, ':all': WATCH_PARTITION }),
      };
      const move = client.send(
        new UpdateCommand({
          TableName: table,
          Key: entryKey(incident, seq),
          UpdateExpression: to === undefined ? 'REMOVE watchPk, watchAt' : 'SET watchPk = :all, watchAt = :to',
          ConditionExpression:
            from === undefined ? 'attribute_exists(pk) AND attribute_not_exists(watchAt)' : 'watchAt = :from',
          ...(Object.keys(values).length === 0 ? {} : { ExpressionAttributeValues: values }),
        }),
      );
      return (await unlessRefused(move, 'moved already')) !== 'moved already';
    },

    async unwatch(incident, seq) {
      const remove = client.send(
        new UpdateCommand({
          TableName: table,
          Key: entryKey(incident, seq),
          UpdateExpression: 'REMOVE watchPk, watchAt',
          // Not a condition on the watch: an item that is not there is not to be made.
          ConditionExpression: 'attribute_exists(pk)',
        }),
      );
      await unlessRefused(remove, 'no such entry');
    },

    async openedIn(month, page = { limit: 100 }) {
      const { Items, LastEvaluatedKey } = await client.send(
        new QueryCommand({
          TableName: table,
          IndexName: history.name,
          KeyConditionExpression: 'historyMonth = :month',
          ExpressionAttributeValues: { ':month': month },
          ScanIndexForward: false,
          Limit: page.limit,
          ...(page.after === undefined ? {} : { ExclusiveStartKey: startKey(month, page.after) }),
        }),
      );
      const ids = (Items ?? []).map(({ pk }) => incidentOf(pk));
      if (!LastEvaluatedKey) return { ids };
      return { ids, next: cursorAfter({ openedAt: LastEvaluatedKey.openedAt, id: incidentOf(LastEvaluatedKey.pk) }) };
    },
  };
}

function startKey(month: string, cursor: string) {
  const { openedAt, id } = cursorFrom(cursor);
  return { ...entryKey(id, 1), historyMonth: month, openedAt };
}
