import { describe, expect, it } from 'vitest';
import { monitored } from './monitored.ts';
import { root } from './team.ts';

async function houseWithPager() {
  const { put, get, foreign } = monitored();
  for (const id of ['ada', 'bob'])
    await put(`/v1/people/${id}`, { name: id.toUpperCase(), as: ['commander'] }, { as: root });
  return {
    onDuty: (detail: object) => foreign({ id: 'e1', source: 'pager', 'detail-type': 'candor.on-duty', detail }),
    commander: async () => (await get('/v1/people')).body.duty[0],
  };
}

describe('an event of the pager', () => {
  it('says who is on duty, as if somebody had tapped, and says so twice without harm', async () => {
    const { onDuty, commander } = await houseWithPager();
    for (const _twice of [1, 2]) {
      expect(await onDuty({ people: ['BOB'], as: ['commander'], until: '2026-11-22T18:00:00Z' })).toEqual({
        batchItemFailures: [],
      });
      expect(await commander()).toMatchObject({
        people: ['bob'],
        because: 'said',
        by: 'event:pager',
        until: '2026-11-22T18:00:00.000Z',
      });
    }
  });

  it.each([{ people: ['eve'] }, { people: 'bob' }, {}, { people: ['bob'], as: ['boss'] }])(
    'that cannot be kept stays in the queue for a person to look at: %j',
    async (detail) => {
      const { onDuty, commander } = await houseWithPager();
      expect(await onDuty(detail)).toEqual({ batchItemFailures: [{ itemIdentifier: 'm' }] });
      expect(await commander()).toMatchObject({ people: ['ada', 'bob'], because: 'everybody' });
    },
  );
});
