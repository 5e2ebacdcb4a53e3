import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dynamodbAnswered } from '../../shared/adapters/dynamodb/answered.ts';
import { dynamodbDesk } from '../../shared/adapters/dynamodb/desk.ts';
import { claimed, sending } from '../../shared/core/desk/answer.ts';
import { startDynalite, type TestDatabase } from '../support/dynamodb.ts';
import { TEN_O_CLOCK } from '../support/entries.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await startDynalite();
});
afterAll(() => database.close());

describe('the number of people who were answered', () => {
  it('is that of the incident which is asked about, and of answers that went out', async () => {
    const table = await database.table();
    const desk = dynamodbDesk(table);
    const to = { theirs: '1', author: { theirs: 'a', handle: 'ana' }, direct: false };
    const one = { source: 'x', kind: 'reply', way: 'thread', to, text: 'You are right.', by: 'ada', seq: 1 } as const;
    for (const [incident, person] of [
      ['i1', 'p1'],
      ['i1', 'p2'],
      ['i2', 'p1'],
    ] as const) {
      const answer = claimed({ ...one, incident, person }, undefined, TEN_O_CLOCK);
      await desk.answers.swap(answer);
      if (person === 'p1') await desk.answers.swap({ ...sending(answer, TEN_O_CLOCK), state: 'sent' });
    }
    expect(await dynamodbAnswered(table).in('i1')).toBe(1);
    expect(await dynamodbAnswered(table).in('i3')).toBe(0);
  });
});
