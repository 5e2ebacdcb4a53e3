import { isDeepStrictEqual } from 'node:util';
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

  /** Changes fields of a draft that waits, if `only` holds besides; a field that becomes undefined is taken away. */
  function change(
    id: string,
    to: Partial<Record<keyof DraftItem, unknown>>,
    only: { if?: string; values?: Record<string, unknown> },
  ) {
    const fields = Object.entries(to);
    const set = fields.filter(([, value]) => value !== undefined);
    const removed = fields.filter(([, value]) => value === undefined);
    const UpdateExpression = [
      ...(set.length === 0 ? [] : [`SET ${set.map(([name]) => `#${name} = :${name}`).join(', ')}`]),
      ...(removed.length === 0 ? [] : [`REMOVE ${removed.map(([name]) => `#${name}`).join(', ')}`]),
    ].join(' ');
    const ConditionExpression = ['#state = :waiting', ...(only.if === undefined ? [] : [only.if])].join(' AND ');
    const names = `${UpdateExpression} ${ConditionExpression}`.matchAll(/#(\w+)/g);
    return client.send(
      new UpdateCommand({
        TableName: table,
        Key: draftKey(id),
        UpdateExpression,
        ConditionExpression,
        ExpressionAttributeNames: Object.fromEntries(names),
        ExpressionAttributeValues: {
          ':waiting': 'waiting',
          ...Object.fromEntries(set.map(([name, value]) => [`:${name}`, value])),
          ...only.values,
        },
      }),
    );
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
      const update = change(id, to, {
        if: `${isVersion(of)} AND attribute_not_exists(#takenUntil)`,
        values: { ':of': of },
      });
      return madeOnce(update, async () => holds(await read(id), to));
    },

    async take(id, of, now, takenUntil) {
      const update = change(
        id,
        { takenUntil },
        {
          if: `${isVersion(of)} AND (attribute_not_exists(#takenUntil) OR #takenUntil <= :now)`,
          values: { ':of': of, ':now': now },
        },
      );
      return madeOnce(update, async () => holds(await read(id), { takenUntil }));
    },

    async giveBack(id, takenUntil, to) {
      const given = { ...to, takenUntil: undefined };
      const update = change(id, given, { if: '#takenUntil = :taken', values: { ':taken': takenUntil } });
      await unlessRefused(update, 'not taken');
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
      const expiresAt = Math.ceil((epochMs(decided.at) + KEPT_MS) / SECOND_MS);
      const update = change(
        id,
        { state, decided, expiresAt, takenUntil: undefined },
        state === 'dropped' ? { if: 'attribute_not_exists(#takenUntil)' } : {},
      );
      return madeOnce(update, async () => {
        const now = await read(id);
        return now?.state === state && now.decided?.by === decided.by && now.decided.at === decided.at;
      });
    },
  };
}

/** The first version has no number: it was there before edits were. */
const isVersion = (of: number): string =>
  of === 1 ? '(attribute_not_exists(#version) OR #version = :of)' : '#version = :of';

/** True of a draft that waits and is as `to` says; of an update whose answer was lost that means that it was made. */
const holds = (draft: CommandDraft | undefined, to: Partial<Record<keyof CommandDraft, unknown>>): boolean =>
  draft?.state === 'waiting' &&
  Object.entries(to).every(([name, value]) => isDeepStrictEqual(draft[name as keyof CommandDraft], value));

function draftOf({ pk: _pk, sk: _sk, expiresAt: _expiresAt, ...draft }: DraftItem): CommandDraft {
  return draft;
}
