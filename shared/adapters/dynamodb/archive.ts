import { GetCommand, PutCommand, QueryCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { followUpOf } from '../../core/desk/case.ts';
import { MENTION_KEPT_MS } from '../../core/desk/kept-mention.ts';
import { plus } from '../../core/instant.ts';
import { PERSONAL_CHANNELS, SHARDS } from '../../core/subscribers/subscriber.ts';
import type { Archive, ArchivedItem, ArchivePage, ArchivePart, PageAge } from '../../ports/archive.ts';
import type { Clock } from '../../ports/clock.ts';
import { goneKeyOf, isOfOnePerson, placeOfKeys } from './archive-keys.ts';
import { itemsOf, putAll } from './batches.ts';
import { caseKey, DESK_PARTITION, mentionPartitions } from './desk-keys.ts';
import {
  AUDIT_PARTITION,
  accountKey,
  alarmClaimKey,
  DRAFT_PARTITION,
  FOLLOW_UP_PREFIX,
  IMPORTS_PARTITION,
  incidentPartition,
  PEOPLE_PARTITION,
  runPrefix,
  SITE_INDEX_KEY,
  subscriberPartition,
  toldPartition,
} from './keys.ts';
import { itemsUnder, lastUnder, type Table, unlessRefused } from './table.ts';

/** So many at a time: at a kilobyte each it is far below what a function may answer. */
const AT_A_TIME = 1_000;

const shards = PERSONAL_CHANNELS.flatMap((channel) =>
  Array.from({ length: SHARDS[channel] }, (_, shard) => ({ channel, shard })),
);

/** The follow-ups of cases, each by the name of its own. */
const CASE_FOLLOW_UPS = `${FOLLOW_UP_PREFIX}${followUpOf('')}`;

const isKey = (key: { pk: string; sk: string } | undefined) => key !== undefined;

/** The table as an export takes it, item by item. `components`: those of the config, whose alarm claims there may be. */
export function dynamodbArchive(at: Table, components: Iterable<string>, clock: Clock): Archive {
  const { client, table } = at;
  const partitions = {
    imports: [IMPORTS_PARTITION],
    acts: [AUDIT_PARTITION],
    drafts: [DRAFT_PARTITION],
    desk: [DESK_PARTITION],
    claims: [...components].map((component) => alarmClaimKey(component).pk),
    people: [PEOPLE_PARTITION],
    subscribers: shards.map(({ channel, shard }) => subscriberPartition(channel, shard)),
    accounts: PERSONAL_CHANNELS.map((channel) => accountKey(channel, 'STATE').pk),
  } as const;

  /** The partitions of a part; what was heard stands by its days. */
  const partitionsOf = (part: keyof typeof partitions | 'heard'): readonly string[] =>
    part === 'heard'
      ? [DESK_PARTITION, ...mentionPartitions(plus(clock.now(), -MENTION_KEPT_MS), clock.now())]
      : partitions[part];

  /** What is of this part in some partitions in order, from `2:sk`: behind that item of the third of them. */
  async function through(part: ArchivePart, pks: readonly string[], from = '0:'): Promise<ArchivePage> {
    const [, first = '0', after = ''] = /^(\d+):(.*)$/s.exec(from) ?? [];
    const place = Number(first);
    const pk = pks[place];
    if (pk === undefined) return { items: [] };
    const { Items = [], LastEvaluatedKey } = await client.send(
      new QueryCommand({
        TableName: table,
        ConsistentRead: true,
        KeyConditionExpression: 'pk = :pk',
        ExpressionAttributeValues: { ':pk': pk },
        Limit: AT_A_TIME,
        ...(after === '' ? {} : { ExclusiveStartKey: { pk, sk: after } }),
      }),
    );
    const items = (Items as ArchivedItem[]).filter((item) => placeOfKeys(item)?.part === part);
    if (LastEvaluatedKey) return { items, next: `${place}:${LastEvaluatedKey.sk}` };
    return place + 1 < pks.length ? { items, next: `${place + 1}:` } : { items };
  }

  /** The partitions in which somebody was told of an incident, where a shard was begun, and those of its cases. */
  async function toldIn(id: string): Promise<string[]> {
    const begun = await Promise.all(
      PERSONAL_CHANNELS.map((channel) => lastUnder<ArchivedItem>(at, incidentPartition(id), runPrefix(channel))),
    );
    const runs = new Set(begun.flat().map(({ sk }) => sk));
    const told = shards
      .filter(({ channel, shard }) => runs.has(`${runPrefix(channel)}${String(shard).padStart(2, '0')}`))
      .map(({ channel, shard }) => toldPartition(id, channel, shard));
    // Each case has a follow-up beside its incident, which names it.
    const cases = await itemsUnder<ArchivedItem>(at, incidentPartition(id), CASE_FOLLOW_UPS);
    return [...told, ...cases.map(({ sk }) => caseKey(sk.slice(CASE_FOLLOW_UPS.length)).pk)];
  }

  return {
    async incident(id, people) {
      const all = await itemsUnder<ArchivedItem>(at, incidentPartition(id), '');
      return all.filter((item) => placeOfKeys(item)?.part === 'incidents' && (people || !isOfOnePerson(item)));
    },
    told: async (id, from) => through('told', await toldIn(id), from),
    rest: (part, from) => through(part, partitionsOf(part), from),
    async page() {
      const { Item } = await client.send(
        new GetCommand({
          TableName: table,
          Key: SITE_INDEX_KEY,
          ConsistentRead: true,
          ProjectionExpression: 'since, rev',
        }),
      );
      const { since, rev = 0 } = (Item ?? {}) as Partial<PageAge>;
      return { rev, ...(since === undefined ? {} : { since }) };
    },
    async age({ since, rev }) {
      const set = (UpdateExpression: string, ConditionExpression: string, value: unknown) =>
        unlessRefused(
          client.send(
            new UpdateCommand({
              TableName: table,
              Key: SITE_INDEX_KEY,
              UpdateExpression,
              ConditionExpression,
              ExpressionAttributeValues: { ':given': value },
            }),
          ),
          'so already',
        );
      await set('SET rev = :given', 'attribute_not_exists(rev) OR rev < :given', rev);
      if (since !== undefined) await set('SET since = :given', 'attribute_not_exists(since) OR since > :given', since);
    },
    placeOf: placeOfKeys,
    async thereOf(items) {
      const keys = items.flatMap(({ pk, sk }) => [{ pk, sk }, ...[goneKeyOf({ pk, sk })].filter(isKey)]);
      const found = new Map((await itemsOf<ArchivedItem>(at, keys)).map((item) => [`${item.pk}\n${item.sk}`, item]));
      return items.flatMap((item) => {
        const gone = goneKeyOf(item);
        const left = gone && found.has(`${gone.pk}\n${gone.sk}`);
        return found.get(`${item.pk}\n${item.sk}`) ?? (left ? item : []);
      });
    },
    async addEntry(Item) {
      const put = client.send(
        new PutCommand({ TableName: table, Item, ConditionExpression: 'attribute_not_exists(pk)' }),
      );
      return (await unlessRefused(put, 'taken')) !== 'taken';
    },
    addOthers: (items) => putAll(at, items),
  };
}
