import { gunzipSync, gzipSync } from 'node:zlib';
import { GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import type { ImportRecord } from '../../core/imported.ts';
import type { ImportedIncident } from '../../core/imported-incident.ts';
import type { ImportSummary, Imports } from '../../ports/imports.ts';
import { IMPORTED_PREFIX, IMPORTS_PARTITION, importKey, importMonthKey, importMonthPrefix } from './keys.ts';
import { itemsUnder, type Table, unlessRefused } from './table.ts';

/** Its status stands in the words alone, as it did before anybody asked for it in a list. */
type Stored = Omit<ImportSummary, 'status'>;
type Item = Stored & { words: Uint8Array };

/** The imports in DynamoDB: a partition of their own, with one item for each and one that finds it by its month. */
export function dynamodbImports(at: Table): Imports {
  const { client, table } = at;
  return {
    async read(id) {
      const { Item } = await client.send(
        new GetCommand({ TableName: table, Key: importKey(id), ConsistentRead: true }),
      );
      return Item === undefined ? undefined : recordOf(Item as Item);
    },

    async put(record) {
      const { incident, ...rest } = record;
      const { id, title, from, createdAt: openedAt } = incident;
      const summary: Stored = { id, title, from, openedAt, ...rest };
      // The month first: one that leads to nothing is harmless, an import that no month leads to would be lost to a rebuild.
      await client.send(new PutCommand({ TableName: table, Item: { ...importMonthKey(id, openedAt), id } }));
      const put = client.send(
        new PutCommand({
          TableName: table,
          Item: { ...importKey(id), ...summary, words: gzipSync(JSON.stringify(incident)) },
          ConditionExpression: 'attribute_not_exists(pk) OR rev = :before',
          ExpressionAttributeValues: { ':before': record.rev - 1 },
        }),
      );
      return (await unlessRefused(put, 'conflict')) === 'conflict' ? 'conflict' : 'put';
    },

    async all() {
      const items = await itemsUnder<Item & { pk: string; sk: string }>(at, IMPORTS_PARTITION, IMPORTED_PREFIX);
      return items.map(({ pk: _pk, sk: _sk, ...item }) => {
        const { words: _words, ...summary } = item;
        return { ...summary, status: recordOf(item).incident.status };
      });
    },

    async openedIn(month) {
      const rows = await itemsUnder<{ id: string }>(at, IMPORTS_PARTITION, importMonthPrefix(month));
      return rows.map(({ id }) => id).toReversed();
    },
  };
}

function recordOf({ hash, rev, removed, words }: Item): ImportRecord {
  const incident = JSON.parse(gunzipSync(words).toString('utf8')) as ImportedIncident;
  return { incident, hash, rev, ...(removed ? { removed } : {}) };
}
