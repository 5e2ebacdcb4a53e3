import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dynamodbLog } from '../../shared/adapters/dynamodb/incident-log.ts';
import { measureCapacity } from '../support/capacity.ts';
import { startDynalite, type TestDatabase } from '../support/dynamodb.ts';
import { chainOf, draft, opening, TEN_O_CLOCK } from '../support/entries.ts';

describe('what an append costs', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await startDynalite();
  });
  afterAll(() => database.close());

  it('is one request, of one or two write units for an entry of usual length', async () => {
    const table = await database.table();
    const spent = measureCapacity(table);
    const log = dynamodbLog(table);
    const chain = chainOf('i1', [opening(), draft(), draft({ content: { message: 'Long. '.repeat(100) } })]);
    for (const entry of chain) await log.append(entry, undefined);
    expect(spent.map((request) => request.operation)).toEqual(chain.map(() => 'PutItemCommand'));
    for (const { units } of spent.slice(1)) expect(units).toBeLessThanOrEqual(2);
  });

  it('is one request also for an entry that is watched', async () => {
    const table = await database.table();
    const spent = measureCapacity(table);
    await dynamodbLog(table).append(chainOf('i1', [opening()])[0]!, TEN_O_CLOCK);
    expect(spent).toHaveLength(1);
  });
});
