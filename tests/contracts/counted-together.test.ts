import type { UpdateCommandInput } from '@aws-sdk/lib-dynamodb';
import { describe, expect, it } from 'vitest';
import { dynamodbRateLimits } from '../../shared/adapters/dynamodb/rate-limits.ts';
import { openTable } from '../../shared/adapters/dynamodb/table.ts';
import { type Instant, instant, plus } from '../../shared/core/instant.ts';
import { recordCalls } from './recorded-calls.ts';

const at = instant(Date.parse('2026-11-22T10:00:00.000Z'));
const RULES = { burst: 900, perSecond: 300, together: 10 };

/** Counts as the table would, of which no condition fails, and keeps how far each write went. */
function counting() {
  let fullAt = 0;
  const table = openTable('t', { region: 'eu-west-1' });
  const writes: number[] = [];
  recordCalls<UpdateCommandInput>(table.client as never, ({ ExpressionAttributeValues: values = {} }) => {
    const before = Math.max(fullAt, values[':now']);
    fullAt = values[':next'] ?? fullAt + values[':interval'];
    writes.push(Math.round(((fullAt - before) * RULES.perSecond) / 1_000));
    return { Attributes: { fullAt } };
  });
  const limits = dynamodbRateLimits(table, RULES);
  const take = async (times: number, now: Instant) => {
    for (let time = 0; time < times; time += 1) expect(await limits.take('prom', now)).toEqual({ waitMs: 0 });
  };
  return { take, writes };
}

describe('a client of whom many may be counted together', () => {
  it('costs a write for each as long as it is alone, and one for ten once it sends without a pause', async () => {
    const { take, writes } = counting();
    await take(1, at);
    await take(1, plus(at, 5_000));
    expect(writes).toEqual([1, 1]);
    await take(100, plus(at, 5_100));
    expect(writes).toEqual([1, 1, 2, 4, 8, ...Array(9).fill(10)]);
  });

  it('loses what was counted and not sent within a second', async () => {
    const { take, writes } = counting();
    await take(4, at);
    await take(1, plus(at, 1_000));
    expect(writes).toEqual([1, 2, 4, 1]);
  });
});
