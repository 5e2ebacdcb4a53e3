import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { packPart } from '../../shared/adapters/dynamodb/day-row.ts';
import { dayKey } from '../../shared/adapters/dynamodb/keys.ts';
import { dynamodbSiteIndex } from '../../shared/adapters/dynamodb/site-index.ts';
import type { Table } from '../../shared/adapters/dynamodb/table.ts';
import { dayParts } from '../../shared/core/day-part.ts';
import { HOUR_MS, plus } from '../../shared/core/instant.ts';
import { ledgerOf } from '../../shared/site/ledger.ts';
import { measureCapacity, type Spent } from '../support/capacity.ts';
import { startDynalite, type TestDatabase } from '../support/dynamodb.ts';
import { publicOf, TEN_O_CLOCK } from '../support/entries.ts';
import { stormIncident } from '../support/storm-day.ts';

const over = (nth: number) => publicOf(stormIncident(nth));

/** What so many closings cost in the middle, in units, and a view that another process disturbed. */
async function costBehind(table: Table, spent: Spent[], from: number) {
  const closings = 20;
  const siteIndex = dynamodbSiteIndex(table);
  await siteIndex.read();
  const before = spent.length;
  for (let n = 0; n < closings; n += 1) await siteIndex.note(over(from + n), TEN_O_CLOCK);
  const closed = sumOf(spent.slice(before));
  const beforeView = spent.length;
  await dynamodbSiteIndex(table).read();
  const viewed = sumOf(spent.slice(beforeView));
  return { closing: closed / closings, view: viewed };
}

const sumOf = (spent: readonly Spent[]): number => spent.reduce((sum, { units }) => sum + units, 0);

describe('a day with a storm', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await startDynalite();
  });
  afterAll(() => database.close());

  it('of thirteen hundred incidents takes the next one, and neither that nor a view costs half as much again', async () => {
    const table = await database.table();
    const spent = measureCapacity(table);
    const siteIndex = dynamodbSiteIndex(table);
    for (let n = 0; n < 80; n += 1) await siteIndex.note(over(n), TEN_O_CLOCK);
    const early = await costBehind(table, spent, 80);
    for (let n = 100; n < 1_300; n += 1) await siteIndex.note(over(n), TEN_O_CLOCK);
    const late = await costBehind(table, spent, 1_300);
    console.log(JSON.stringify({ early, late }));
    expect(late.closing).toBeLessThan(early.closing * 1.5);
    expect(late.view).toBeLessThan(early.view * 1.5);
    const ledger = ledgerOf({ siteIndex: await siteIndex.read(), now: plus(TEN_O_CLOCK, 12 * HOUR_MS) });
    expect(ledger.updates.incidents).toBe(1_320);
    expect(ledger.nextUpdates).toMatchObject({ kept: 1_320 * 8, slipped: 1_320 * 2 });
  });

  it('from before days were summed is taken over as it was, however much waits', async () => {
    const table = await database.table();
    const parts = Array.from({ length: 1_200 }, (_, n) => dayParts(over(n), over(n).head.at)[0]!);
    const item = Object.fromEntries(parts.map((part) => [`of:${part.incident}`, packPart(part)]));
    await table.client.send(new PutCommand({ TableName: table.table, Item: { ...dayKey('2026-11-22'), ...item } }));
    const siteIndex = dynamodbSiteIndex(table);
    const now = plus(TEN_O_CLOCK, 12 * HOUR_MS);
    const before = ledgerOf({ siteIndex: await siteIndex.read(), now });
    expect(before.nextUpdates.kept).toBe(1_200 * 8);
    await siteIndex.note(over(1_200), TEN_O_CLOCK);
    // Put anew, as a rebuild does, an incident counts no second time.
    await siteIndex.note(over(7), TEN_O_CLOCK);
    const after = ledgerOf({ siteIndex: await dynamodbSiteIndex(table).read(), now });
    expect(after.nextUpdates.kept).toBe(1_201 * 8);
    expect(after.updates.incidents).toBe(1_201);
    expect(after.medianActualMs).toBe(before.medianActualMs);
  });
});
