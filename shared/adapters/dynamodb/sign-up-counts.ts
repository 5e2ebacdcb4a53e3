import { randomInt, randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { epochMs, instant, MINUTE_MS, plus, SECOND_MS } from '../../core/instant.ts';
import { type Counted, forgottenAt, type Limit, oneLess, oneMore } from '../../core/subscribers/sign-up-limits.ts';
import type { SignUpCounts } from '../../ports/sign-up-counts.ts';
import { signUpKey } from './keys.ts';
import { madeOnce, type Table } from './table.ts';

type Item = { counted: Counted; version: number; writer: string };

/** So many may be faster, one after the other, before we say "later": what may happen seldom is never asked for so often at once. */
const ATTEMPTS = 12;
const PAUSE_AT_MOST_MS = 40;

/** Counts of sign-ups in DynamoDB: an item for each thing that is counted, replaced as a whole under its version. */
export function dynamodbSignUpCounts({ client, table }: Table): SignUpCounts {
  async function read(what: string): Promise<Item | undefined> {
    const { Item } = await client.send(
      new GetCommand({ TableName: table, Key: signUpKey(what), ConsistentRead: true }),
    );
    return Item as Item | undefined;
  }

  async function put(what: string, before: Item | undefined, counted: Counted, until: number | undefined) {
    const writer = randomUUID();
    const condition =
      before === undefined
        ? { ConditionExpression: 'attribute_not_exists(pk)' }
        : {
            ConditionExpression: '#version = :version',
            ExpressionAttributeNames: { '#version': 'version' },
            ExpressionAttributeValues: { ':version': before.version },
          };
    const item = {
      ...signUpKey(what),
      counted,
      version: (before?.version ?? 0) + 1,
      writer,
      ...(until === undefined ? {} : { expiresAt: Math.ceil(until / SECOND_MS) }),
    };
    const sent = client.send(new PutCommand({ TableName: table, Item: item, ...condition }));
    return madeOnce(sent, async () => (await read(what))?.writer === writer);
  }

  /** Puts what `change` makes of the counts, unless that is nothing to put. Undefined if others were always faster. */
  async function changed<T extends { counted: Counted } | { againMs: number }>(
    what: string,
    limits: readonly Limit[],
    change: (counted: Counted) => T,
  ): Promise<T | undefined> {
    for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
      const before = await read(what);
      const next = change(before?.counted ?? []);
      if (!('counted' in next)) return next;
      if (await put(what, before, next.counted, forgottenAt(next.counted, limits))) return next;
      await pause(randomInt(PAUSE_AT_MOST_MS));
    }
    return undefined;
  }

  return {
    async take({ what, limits }, now) {
      const next = await changed(what, limits, (counted) => oneMore(counted, limits, epochMs(now)));
      if (next === undefined) return { passes: false, again: plus(now, MINUTE_MS) };
      if ('counted' in next) return { passes: true };
      return { passes: false, ...(Number.isFinite(next.againMs) ? { again: instant(next.againMs) } : {}) };
    },
    async giveBack({ what, limits }) {
      await changed(what, limits, (counted) => ({ counted: oneLess(counted) }));
    },
    async forget(what, now) {
      const before = await read(what);
      if (before !== undefined) await put(what, before, [], epochMs(now));
    },
  };
}
