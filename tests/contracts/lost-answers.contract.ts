import { describe, expect, it } from 'vitest';
import { dynamodbDeliveries } from '../../shared/adapters/dynamodb/deliveries.ts';
import { dynamodbLog } from '../../shared/adapters/dynamodb/incident-log.ts';
import { dynamodbReminders } from '../../shared/adapters/dynamodb/reminders.ts';
import type { Table } from '../../shared/adapters/dynamodb/table.ts';
import { MINUTE_MS, plus } from '../../shared/core/instant.ts';
import { chainOf, draft, entryBehind, opening, TEN_O_CLOCK } from '../support/entries.ts';

/** Lets the next request through and loses its answer, as a broken connection does; the SDK then repeats it. */
function loseNextAnswer({ client }: Table) {
  let lost = 0;
  client.middlewareStack.add(
    (next) => async (args) => {
      const answer = await next(args);
      if (lost > 0) return answer;
      lost += 1;
      throw Object.assign(new Error('socket hang up'), { name: 'TimeoutError', code: 'ECONNRESET' });
    },
    { step: 'deserialize', priority: 'low', name: 'loseNextAnswer' },
  );
  return {
    get lost() {
      return lost;
    },
  };
}

/** Makes every request fail before it is sent, with an error that no repetition mends. */
function refuseAll({ client }: Table) {
  client.middlewareStack.add(
    () => async () => {
      throw Object.assign(new Error('no permission'), {
        name: 'AccessDeniedException',
        $metadata: { httpStatusCode: 400 },
      });
    },
    { step: 'finalizeRequest', name: 'refuseAll' },
  );
}

/** What the DynamoDB adapters do when the network or the service fails. */
export function lostAnswersContract(makeTable: () => Promise<Table>) {
  describe('when an answer is lost on its way', () => {
    it('an entry that was stored is known as our own, not as a conflict', async () => {
      const table = await makeTable();
      const log = dynamodbLog(table);
      const [entry] = chainOf('i1', [opening()]);
      const network = loseNextAnswer(table);
      expect(await log.append(entry!, undefined)).toBe('appended');
      expect(network.lost).toBe(1);
      expect(await log.load('i1')).toEqual([entry]);
    });

    it('a delivery that was claimed is known as our own', async () => {
      const table = await makeTable();
      const deliveries = dynamodbDeliveries(table);
      const claim = { state: 'claimed', at: TEN_O_CLOCK, leaseUntil: TEN_O_CLOCK, attempt: 1 } as const;
      const network = loseNextAnswer(table);
      expect(await deliveries.swap('i1', 'x', 1, undefined, claim)).toBe(true);
      expect(network.lost).toBe(1);
      expect(await deliveries.swap('i1', 'x', 1, undefined, { ...claim, attempt: 7 })).toBe(false);
    });

    it('an entry that came second is a conflict all the same', async () => {
      const table = await makeTable();
      const log = dynamodbLog(table);
      const before = chainOf('i1', [opening()]);
      await log.append(before[0]!, undefined);
      await log.append(entryBehind(before, draft()), undefined);
      loseNextAnswer(table);
      expect(await log.append(entryBehind(before, draft()), undefined)).toBe('conflict');
    });

    it('a reminder that was claimed is held by its claimant', async () => {
      const table = await makeTable();
      const reminders = dynamodbReminders(table);
      loseNextAnswer(table);
      expect(await reminders.claim('i1', 'a', TEN_O_CLOCK, plus(TEN_O_CLOCK, MINUTE_MS))).toBe(true);
      expect(await reminders.claim('i1', 'a', TEN_O_CLOCK, plus(TEN_O_CLOCK, MINUTE_MS))).toBe(false);
    });
  });

  it('a failure says which entry was not stored, and why', async () => {
    const table = await makeTable();
    refuseAll(table);
    const [entry] = chainOf('i1', [opening()]);
    const failure = await dynamodbLog(table)
      .append(entry!, undefined)
      .catch((error) => error);
    expect(failure.message).toBe('entry 1 of incident i1 could not be stored');
    expect(failure.cause.name).toBe('AccessDeniedException');
  });
}
