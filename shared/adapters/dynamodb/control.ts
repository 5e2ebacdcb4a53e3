import { GetCommand, UpdateCommand, type UpdateCommandInput } from '@aws-sdk/lib-dynamodb';
import type { ChannelMode, Control, ControlRecord } from '../../ports/control.ts';
import { CONTROL_KEY } from './keys.ts';
import { type Table, unlessRefused } from './table.ts';

/** Behind the name of a channel, the attribute that says how it runs. */
const MODE = 'Mode';

/** The channels that were switched, by name. */
function modesIn(item: Readonly<Record<string, unknown>>): Control['channels'] {
  const modes = Object.entries(item).filter(([attribute]) => attribute.endsWith(MODE));
  return Object.fromEntries(modes.map(([attribute, mode]) => [attribute.slice(0, -MODE.length), mode as ChannelMode]));
}

/** The control item in DynamoDB. Each switch is an attribute of its own, so two operators never undo each other. */
export function dynamodbControl({ client, table }: Table): ControlRecord {
  const update = (change: Partial<UpdateCommandInput>) =>
    client.send(new UpdateCommand({ TableName: table, Key: CONTROL_KEY, ...change }));

  return {
    async read() {
      const { Item } = await client.send(new GetCommand({ TableName: table, Key: CONTROL_KEY, ConsistentRead: true }));
      const control: Control = { channels: modesIn(Item ?? {}) };
      if (Item?.frozen !== undefined) control.frozen = Item.frozen;
      if (Item?.lastSweepAt !== undefined) control.lastSweepAt = Item.lastSweepAt;
      if (Item?.people !== undefined) control.people = Item.people;
      if (Item?.byHand !== undefined) control.byHand = Item.byHand;
      if (Item?.table !== undefined) control.table = Item.table;
      return control;
    },

    async freeze(frozen) {
      if (frozen === undefined) {
        // Whoever releases has seen that the table may be a restored copy, and says that it is the real one now.
        await update({
          UpdateExpression: 'SET #table = :table REMOVE #frozen',
          ExpressionAttributeNames: { '#table': 'table', '#frozen': 'frozen' },
          ExpressionAttributeValues: { ':table': table },
        });
        return;
      }
      await update({
        UpdateExpression: 'SET #frozen = :frozen, #table = if_not_exists(#table, :table)',
        ExpressionAttributeNames: { '#table': 'table', '#frozen': 'frozen' },
        ExpressionAttributeValues: { ':table': table, ':frozen': frozen },
      });
    },

    async setMode(channel, mode) {
      await update({
        UpdateExpression: 'SET #mode = :mode, #table = if_not_exists(#table, :table)',
        ExpressionAttributeNames: { '#mode': `${channel}${MODE}`, '#table': 'table' },
        ExpressionAttributeValues: { ':mode': mode, ':table': table },
      });
    },

    async swept(at, { people, byHand } = {}) {
      const found = Object.entries({ people, byHand });
      const set = found.flatMap(([name, value]) => (value === undefined ? [] : [`, ${name} = :${name}`]));
      const removed = found.flatMap(([name, value]) => (value === undefined ? [name] : []));
      const forward = update({
        UpdateExpression: `SET lastSweepAt = :at, #table = if_not_exists(#table, :table)${set.join('')}${removed.length > 0 ? ` REMOVE ${removed.join(', ')}` : ''}`,
        ConditionExpression: 'attribute_not_exists(lastSweepAt) OR lastSweepAt < :at',
        ExpressionAttributeNames: { '#table': 'table' },
        ExpressionAttributeValues: {
          ':at': at,
          ':table': table,
          ...Object.fromEntries(found.flatMap(([name, value]) => (value === undefined ? [] : [[`:${name}`, value]]))),
        },
      });
      await unlessRefused(forward, 'swept later already');
    },
  };
}
