import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dynamodbXAccount } from '../../shared/adapters/dynamodb/x-account.ts';
import { memoryXAccount } from '../../shared/adapters/memory/x-account.ts';
import { freshXAccount, type XAccountState } from '../../shared/core/x/account.ts';
import type { XAccount } from '../../shared/ports/x-account.ts';
import { startDynalite, type TestDatabase } from '../support/dynamodb.ts';

const AT = '2026-11-22T10:00:00.000Z';

const busy = (attemptId: string): XAccountState => ({
  ...freshXAccount(),
  spent: [{ at: AT, dollars: 0.015, digest: 'abc' }],
  attempt: {
    attemptId,
    incident: 'i1',
    seq: 1,
    automated: false,
    covers: [{ incident: 'i1', seq: 2 }],
    text: 'Investigating: Checkout is failing',
    marker: '10:00 UTC',
    firstSentAt: AT,
    sentAt: AT,
    leaseUntil: AT,
    looks: 0,
    again: [],
  },
});

function xAccountContract(fresh: () => Promise<XAccount>) {
  it('is fresh until something is stored', async () => {
    expect(await (await fresh()).read()).toEqual({ state: freshXAccount(), version: 0 });
  });

  it('reads back what was stored, and forgets what was left out', async () => {
    const account = await fresh();
    await account.swap(0, busy('a'));
    const first = await account.read();
    expect(first.state).toEqual(busy('a'));
    await account.swap(first.version, freshXAccount());
    expect((await account.read()).state).toEqual(freshXAccount());
  });

  it('lets one of many claim it', async () => {
    const account = await fresh();
    const claims = ['a', 'b', 'c', 'd', 'e'].map((id) => account.swap(0, busy(id)));
    const won = (await Promise.all(claims)).filter((one) => one);
    expect(won).toHaveLength(1);
  });

  it('refuses a change that was decided on an older state', async () => {
    const account = await fresh();
    const { version } = await account.read();
    await account.swap(version, busy('a'));
    expect(await account.swap(version, busy('b'))).toBe(false);
    expect((await account.read()).state.attempt?.attemptId).toBe('a');
  });

  it('never takes an emptied record for a fresh one', async () => {
    const account = await fresh();
    await account.swap(0, busy('a'));
    await account.swap((await account.read()).version, freshXAccount());
    expect(await account.swap(0, busy('b'))).toBe(false);
  });
}

describe('the X account in memory', () => xAccountContract(async () => memoryXAccount()));

describe('the X account in DynamoDB', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await startDynalite();
  });
  afterAll(() => database.close());

  xAccountContract(async () => dynamodbXAccount(await database.table()));

  it('knows its own claim again when the first answer was lost', async () => {
    const table = await database.table();
    const account = dynamodbXAccount(table);
    let lost = 0;
    table.client.middlewareStack.add(
      (next) => async (args) => {
        const answer = await next(args);
        if (lost++ > 0) return answer;
        throw Object.assign(new Error('socket hang up'), { name: 'TimeoutError', code: 'ECONNRESET' });
      },
      { step: 'deserialize', priority: 'low', name: 'loseFirstAnswer' },
    );
    expect(await account.swap(0, busy('a'))).toBe(true);
    expect(lost).toBeGreaterThan(1);
  });
});
