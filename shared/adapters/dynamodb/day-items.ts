import { gunzipSync, gzipSync } from 'node:zlib';
import { GetCommand, PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { Tail, Waiting } from './day-state.ts';
import { packSum, unpackSum } from './day-sum-row.ts';
import type { DaySteps, Settled } from './day-sums-protocol.ts';
import { DAY_PREFIX, dayKey, daySumKey, SITE_PARTITION, summedKey } from './keys.ts';
import { lastUnder, type Table, unlessRefused } from './table.ts';

/** An attribute of its own per incident that waits: a nested map would have to exist before the first can be put in it. */
const SHARE_PREFIX = 'of:';

/**
 * The attribute of no incident says how far the day is summed. It looks like a share in which nothing is, and so do those
 * that were taken back: code from before days were summed reads them as such.
 */
const UP_TO = SHARE_PREFIX;

const mark = (upTo: number) => ({ seq: upTo, p: 1, s: '', m: '' });

type TailItem = { pk: string; sk: string } & Record<string, Waiting>;

type SumItem = { version: number; sum: Uint8Array; moved: Uint8Array };

/** The single steps of the days on DynamoDB. */
export function dynamodbDays(at: Table): DaySteps {
  const { client, table } = at;

  const itemAt = async <T>(Key: { pk: string; sk: string }): Promise<T | undefined> =>
    (await client.send(new GetCommand({ TableName: table, Key, ConsistentRead: true }))).Item as T | undefined;

  const taken = async (write: Promise<unknown>): Promise<boolean> =>
    (await unlessRefused(write, 'refused')) !== 'refused';

  return {
    tail: async (day) => tailOf(await itemAt<TailItem>(dayKey(day))),

    putShare: (day, upTo, incident, share) =>
      taken(
        client.send(
          new UpdateCommand({
            TableName: table,
            Key: dayKey(day),
            UpdateExpression: 'SET #share = :share',
            ConditionExpression: `${summedUpTo(upTo)} AND (attribute_not_exists(#share) OR #share.#seq <= :seq)`,
            ExpressionAttributeNames: { '#share': `${SHARE_PREFIX}${incident}`, '#mark': UP_TO, '#seq': 'seq' },
            ExpressionAttributeValues: { ':share': share, ':seq': share.seq, ...(upTo === 0 ? {} : { ':upTo': upTo }) },
          }),
        ),
      ),

    summed: async (day, incident) => (await itemAt<{ share: Waiting }>(summedKey(day, incident)))?.share,

    async noteSummed(day, version, incident, share) {
      await taken(
        client.send(
          new PutCommand({
            TableName: table,
            Item: { ...summedKey(day, incident), version, share },
            ConditionExpression: 'attribute_not_exists(pk) OR version < :version',
            ExpressionAttributeValues: { ':version': version },
          }),
        ),
      );
    },

    async sum(day) {
      const item = await itemAt<SumItem>(daySumKey(day));
      return item && { version: item.version, ...unpackSum(day, item.sum), moved: new Map(unpacked(item.moved)) };
    },

    putSum: (day, { version, sum, unit, moved }) =>
      taken(
        client.send(
          new PutCommand({
            TableName: table,
            Item: { ...daySumKey(day), version, sum: packSum(sum, unit), moved: packed([...moved]) },
            ...(version === 1
              ? { ConditionExpression: 'attribute_not_exists(pk)' }
              : {
                  ConditionExpression: 'version = :before',
                  ExpressionAttributeValues: { ':before': version - 1 },
                }),
          }),
        ),
      ),

    settle: (day, version, changes) => taken(client.send(new UpdateCommand(settling(table, day, version, changes)))),

    async tails(limit) {
      const items = await lastUnder<TailItem>(at, SITE_PARTITION, DAY_PREFIX, limit);
      return items.map((item) => [item.sk.slice(DAY_PREFIX.length), tailOf(item)] as const);
    },
  };
}

const summedUpTo = (upTo: number): string => (upTo === 0 ? 'attribute_not_exists(#mark)' : '#mark.#seq = :upTo');

function settling(table: string, day: string, version: number, changes: readonly Settled[]) {
  const names: Record<string, string> = { '#mark': UP_TO, '#seq': 'seq' };
  const values: Record<string, unknown> = {
    ':mark': mark(version),
    ...(version === 1 ? {} : { ':upTo': version - 1 }),
  };
  const conditions = [summedUpTo(version - 1)];
  const sets = ['#mark = :mark'];
  const gone: string[] = [];
  for (const [n, { incident, seen, old }] of changes.entries()) {
    names[`#i${n}`] = `${SHARE_PREFIX}${incident}`;
    names['#m'] = 'm';
    values[`:s${n}`] = seen.seq;
    values[`:m${n}`] = seen.m;
    conditions.push(`#i${n}.#seq = :s${n}`, `#i${n}.#m = :m${n}`);
    if (old === undefined) gone.push(`#i${n}`);
    else {
      values[`:o${n}`] = { ...seen, old };
      sets.push(`#i${n} = :o${n}`);
    }
  }
  return {
    TableName: table,
    Key: dayKey(day),
    UpdateExpression: `SET ${sets.join(', ')}${gone.length > 0 ? ` REMOVE ${gone.join(', ')}` : ''}`,
    ConditionExpression: conditions.join(' AND '),
    ExpressionAttributeNames: names,
    ExpressionAttributeValues: values,
  };
}

function tailOf(item: TailItem | undefined): Tail {
  const { pk: _pk, sk: _sk, [UP_TO]: upTo, ...shares } = item ?? ({} as TailItem);
  return {
    upTo: upTo?.seq ?? 0,
    shares: new Map(Object.entries(shares).map(([name, share]) => [name.slice(SHARE_PREFIX.length), share])),
  };
}

const packed = (shares: [string, Waiting][]): Uint8Array => gzipSync(JSON.stringify(shares));
const unpacked = (bytes: Uint8Array): [string, Waiting][] => JSON.parse(gunzipSync(bytes).toString('utf8'));
