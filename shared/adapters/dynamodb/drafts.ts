import { GetCommand, PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { DAY_MS, epochMs, SECOND_MS } from '../../core/instant.ts';
import { type CommandDraft, type DraftRecords, EMPTY_BODY } from '../../ports/drafts.ts';
import { DRAFT_PARTITION, DRAFT_PREFIX, draftKey } from './keys.ts';
import { itemsUnder, madeOnce, type Table, unlessRefused } from './table.ts';

/** How long a decided draft is kept for whoever asks what became of it. The entry that it became stays for ever. */
const KEPT_MS = 30 * DAY_MS;

type DraftItem = CommandDraft & { pk: string; sk: string; expiresAt?: number };

/** Drafts in DynamoDB: one item each, all in one partition, which the decided ones leave after a month. */
export function dynamodbDrafts(at: Table): DraftRecords {
  const { client, table } = at;

  async function read(id: string): Promise<CommandDraft | undefined> {
    const { Item } = await client.send(new GetCommand({ TableName: table, Key: draftKey(id), ConsistentRead: true }));
    return Item === undefined ? undefined : draftOf(Item as DraftItem);
  }

  return {
    read,

    async propose(draft) {
      const put = client.send(
        new PutCommand({
          TableName: table,
          Item: { ...draftKey(draft.id), ...draft },
          ConditionExpression: 'attribute_not_exists(pk)',
        }),
      );
      if ((await unlessRefused(put, 'known')) !== 'known') return draft;
      return (await read(draft.id)) ?? draft;
    },

    async waiting() {
      const items = await itemsUnder<DraftItem>(at, DRAFT_PARTITION, DRAFT_PREFIX);
      return items
        .filter(({ state }) => state === 'waiting')
        .map(draftOf)
        .toSorted((a, b) => (a.proposedAt < b.proposedAt ? -1 : 1));
    },

    async of(incident) {
      const items = await itemsUnder<DraftItem>(at, DRAFT_PARTITION, DRAFT_PREFIX);
      return items.map(draftOf).filter((draft) => draft.incident === incident);
    },

    async redact(id) {
      const update = client.send(
        new UpdateCommand({
          TableName: table,
          Key: draftKey(id),
          UpdateExpression: 'SET #text = :empty, redacted = :true',
          ConditionExpression: 'attribute_exists(pk)',
          ExpressionAttributeNames: { '#text': 'text' },
          ExpressionAttributeValues: { ':empty': EMPTY_BODY, ':true': true },
        }),
      );
      await unlessRefused(update, 'gone');
    },

    async edit(id, of, to) {
      const names = Object.keys(to) as (keyof typeof to)[];
      const update = client.send(
        new UpdateCommand({
          TableName: table,
          Key: draftKey(id),
          UpdateExpression: `SET ${names.map((name) => `#${name} = :${name}`).join(', ')}`,
          ConditionExpression: `#state = :waiting AND ${of === 1 ? '(attribute_not_exists(#version) OR #version = :of)' : '#version = :of'}`,
          ExpressionAttributeNames: {
            '#state': 'state',
            ...Object.fromEntries(names.map((name) => [`#${name}`, name])),
          },
          ExpressionAttributeValues: {
            ':waiting': 'waiting',
            ':of': of,
            ...Object.fromEntries(names.map((name) => [`:${name}`, to[name]])),
          },
        }),
      );
      return madeOnce(update, async () => {
        const now = await read(id);
        return now?.version === to.version && now.text === to.text && now.proposedBy.subject === to.proposedBy.subject;
      });
    },

    async handOn(id, handedTo) {
      const update = client.send(
        new UpdateCommand({
          TableName: table,
          Key: draftKey(id),
          UpdateExpression: 'SET handedTo = :handedTo',
          ConditionExpression: '#state = :waiting',
          ExpressionAttributeNames: { '#state': 'state' },
          ExpressionAttributeValues: { ':handedTo': handedTo, ':waiting': 'waiting' },
        }),
      );
      await unlessRefused(update, undefined);
    },

    async decide(id, state, decided) {
      const update = client.send(
        new UpdateCommand({
          TableName: table,
          Key: draftKey(id),
          UpdateExpression: 'SET #state = :state, decided = :decided, expiresAt = :expiresAt',
          ConditionExpression: '#state = :waiting',
          ExpressionAttributeNames: { '#state': 'state' },
          ExpressionAttributeValues: {
            ':state': state,
            ':decided': decided,
            ':waiting': 'waiting',
            ':expiresAt': Math.ceil((epochMs(decided.at) + KEPT_MS) / SECOND_MS),
          },
        }),
      );
      return madeOnce(update, async () => {
        const now = await read(id);
        return now?.state === state && now.decided?.by === decided.by && now.decided.at === decided.at;
      });
    },
  };
}

function draftOf({ pk: _pk, sk: _sk, expiresAt: _expiresAt, ...draft }: DraftItem): CommandDraft {
  return draft;
}
