import { gunzipSync, gzipSync } from 'node:zlib';
import { GetCommand, PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { PublicIncident } from '../../core/public-incident.ts';
import type { RebuildPoint, SiteIndex } from '../../ports/site-index.ts';
import { itemsOf } from './batches.ts';
import { dynamodbDays } from './day-items.ts';
import {
  monthPagesKey,
  REBUILD_KEY,
  SITE_INDEX_KEY,
  SITE_INDEX_ROW_PREFIX,
  SITE_PARTITION,
  siteIndexRowKey,
} from './keys.ts';
import {
  type Counted,
  type Pointer,
  type SiteIndexItem,
  type SiteIndexSteps,
  siteIndexOver,
} from './site-index-protocol.ts';
import { packRow, unpackRow } from './site-index-row.ts';
import { LAST, lastBetween, lastUnder, type Table, unlessRefused } from './table.ts';

/** An attribute of its own per open incident: a nested map would have to exist before the first can be noted in it. */
const POINTER_PREFIX = 'open:';

type RowItem = { sk: string; row: Uint8Array };

/** The site index in DynamoDB. */
export const dynamodbSiteIndex = (at: Table): SiteIndex => siteIndexOver(dynamodbSteps(at));

/** The single steps of the site index on DynamoDB. */
export function dynamodbSteps(at: Table): SiteIndexSteps {
  const { client, table } = at;

  const unpacked = rememberingUnpack();
  return {
    async putRow(row) {
      const put = client.send(
        new PutCommand({
          TableName: table,
          Item: { ...siteIndexRowKey(row), seq: row.head.seq, phase: row.phase, row: packRow(row) },
          // The same seq is put again: what a promise became can change without a new entry.
          ConditionExpression: 'attribute_not_exists(pk) OR seq <= :seq',
          ExpressionAttributeValues: { ':seq': row.head.seq },
        }),
      );
      return (await unlessRefused(put, 'older')) === 'older' ? 'older' : 'put';
    },

    async count({ pointer, ...rest }) {
      const noted = pointer && (await counted(at, rest, pointer));
      // Without a pointer nothing is asked of the item, so it is always counted.
      return noted ?? (await counted(at, rest))!;
    },

    async item() {
      const { Item } = await client.send(
        new GetCommand({ TableName: table, Key: SITE_INDEX_KEY, ConsistentRead: true }),
      );
      return siteIndexItem(Item);
    },

    days: dynamodbDays(at),

    async newest(limit) {
      return (await lastUnder<RowItem>(at, SITE_PARTITION, SITE_INDEX_ROW_PREFIX, limit)).map(unpacked);
    },

    async ofMonth(month, stretch) {
      const key = (at: string) => SITE_INDEX_ROW_PREFIX + at;
      const rows =
        stretch === undefined
          ? lastUnder<RowItem>(at, SITE_PARTITION, key(month))
          : lastBetween<RowItem>(at, SITE_PARTITION, key(stretch.from), key(stretch.to ?? `${month}${LAST}`));
      return (await rows).map(unpacked);
    },

    async pagesOf(month) {
      const { Item } = await client.send(
        new GetCommand({ TableName: table, Key: monthPagesKey(month), ConsistentRead: true }),
      );
      if (Item === undefined) return { version: 0, starts: [] };
      return { version: Number(Item.version), starts: JSON.parse(gunzipSync(Item.starts).toString('utf8')) };
    },

    async putPages(month, { version, starts }) {
      const put = client.send(
        new PutCommand({
          TableName: table,
          Item: { ...monthPagesKey(month), version, starts: gzipSync(JSON.stringify(starts)) },
          ...(version === 1
            ? { ConditionExpression: 'attribute_not_exists(pk)' }
            : { ConditionExpression: 'version = :before', ExpressionAttributeValues: { ':before': version - 1 } }),
        }),
      );
      return (await unlessRefused(put, 'changed')) !== 'changed';
    },

    async rows(pointers) {
      return (await itemsOf<RowItem>(at, pointers.map(siteIndexRowKey))).map(unpacked);
    },

    async forget({ id, seq }) {
      const remove = client.send(
        new UpdateCommand({
          TableName: table,
          Key: SITE_INDEX_KEY,
          UpdateExpression: 'REMOVE #pointer',
          ConditionExpression: '#pointer.#seq = :seq',
          ExpressionAttributeNames: { '#pointer': `${POINTER_PREFIX}${id}`, '#seq': 'seq' },
          ExpressionAttributeValues: { ':seq': seq },
        }),
      );
      await unlessRefused(remove, 'noted anew');
    },

    async rebuildPoint() {
      const { Item } = await client.send(new GetCommand({ TableName: table, Key: REBUILD_KEY, ConsistentRead: true }));
      return Item?.point as RebuildPoint | undefined;
    },

    async noteRebuildPoint(point) {
      await client.send(new PutCommand({ TableName: table, Item: { ...REBUILD_KEY, point } }));
    },
  };
}

/** Twice as many as a site index holds, for incidents that are open beyond it. */
const MOST_REMEMBERED = 100;

/** Unpacks rows; one whose bytes are those of the last time is not unpacked again. */
function rememberingUnpack(): (item: RowItem) => PublicIncident {
  const remembered = new Map<string, { bytes: Uint8Array; row: PublicIncident }>();
  return ({ sk, row: bytes }) => {
    const before = remembered.get(sk);
    if (before && Buffer.compare(before.bytes, bytes) === 0) return before.row;
    const row = unpackRow(bytes);
    remembered.delete(sk);
    remembered.set(sk, { bytes, row });
    if (remembered.size > MOST_REMEMBERED) remembered.delete(remembered.keys().next().value!);
    return row;
  };
}

/** The item's attributes as the site index's protocol knows them. */
function siteIndexItem(attributes: Record<string, unknown> = {}): SiteIndexItem {
  const open = Object.entries(attributes).filter(([name]) => name.startsWith(POINTER_PREFIX));
  return {
    rev: Number(attributes.rev ?? 0),
    months: [...((attributes.months ?? []) as Iterable<string>)],
    ...(attributes.since === undefined ? {} : { since: String(attributes.since) }),
    open: open.map(([name, place]) => ({ id: name.slice(POINTER_PREFIX.length), ...(place as Omit<Pointer, 'id'>) })),
  };
}

/** Adds one to `rev`; undefined if a pointer of this seq or a later one is there already: then nothing was counted. */
async function counted(
  { client, table }: Table,
  { now, month }: Omit<Counted, 'pointer'>,
  pointer?: Pointer,
): Promise<SiteIndexItem | undefined> {
  const sets = [
    ...(now === undefined ? [] : ['since = if_not_exists(since, :now)']),
    ...(pointer === undefined ? [] : ['#pointer = :pointer']),
  ];
  const counting = client.send(
    new UpdateCommand({
      TableName: table,
      Key: SITE_INDEX_KEY,
      UpdateExpression: `${sets.length > 0 ? `SET ${sets.join(', ')} ` : ''}ADD rev :one${month === undefined ? '' : ', months :month'}`,
      ExpressionAttributeValues: {
        ':one': 1,
        ...(now === undefined ? {} : { ':now': now }),
        ...(month === undefined ? {} : { ':month': new Set([month]) }),
        ...(pointer === undefined
          ? {}
          : { ':pointer': { seq: pointer.seq, openedAt: pointer.openedAt }, ':seq': pointer.seq }),
      },
      ...(pointer === undefined
        ? {}
        : {
            ConditionExpression: 'attribute_not_exists(#pointer) OR #pointer.#seq < :seq',
            ExpressionAttributeNames: { '#pointer': `${POINTER_PREFIX}${pointer.id}`, '#seq': 'seq' },
          }),
      ReturnValues: 'ALL_NEW',
    }),
  );
  const answer = await unlessRefused(counting, undefined);
  return answer && siteIndexItem(answer.Attributes);
}
