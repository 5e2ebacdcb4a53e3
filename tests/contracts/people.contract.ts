import { describe, expect, it } from 'vitest';
import { MINUTE_MS, plus } from '../../shared/core/instant.ts';
import type { Person } from '../../shared/core/people/person.ts';
import { TEN_O_CLOCK } from '../support/entries.ts';
import type { MakeStores } from './stores.ts';

const at = TEN_O_CLOCK;
const later = plus(at, MINUTE_MS);

const ada: Person = {
  id: 'ada',
  name: 'Ada',
  as: ['commander', 'approver'],
  zone: 'Europe/Vienna',
  addresses: { mail: { to: 'ada@example.com', asked: 'a1', subscription: 'arn:1' } },
  version: 1,
};
const bob: Person = { id: 'bob', name: 'Bob', as: [], addresses: {}, version: 1 };

/** What the directory of people must do, wherever it is kept. */
export function peopleContract(make: MakeStores) {
  describe('the people of the house', () => {
    it('are nobody at first, and then whoever was put there, by their ids', async () => {
      const { people } = await make();
      expect(await people.read()).toEqual({ people: [], said: [] });
      expect(await people.of('ada')).toBeUndefined();
      expect(await people.put(bob, 0)).toBe(true);
      expect(await people.put(ada, 0)).toBe(true);
      expect(await people.read()).toEqual({ people: [ada, bob], said: [] });
      expect(await people.of('ada')).toEqual(ada);
    });

    it('are changed by whoever has seen them as they are, and by one of many at once', async () => {
      const { people } = await make();
      await people.put(ada, 0);
      const changes = ['A', 'B', 'C', 'D'].map((name) => ({ ...ada, name, version: 2 }));
      const put = await Promise.all(changes.map((change) => people.put(change, 1)));
      expect(put.filter(Boolean)).toHaveLength(1);
      expect(await people.of('ada')).toEqual(changes[put.indexOf(true)]);
      expect(await people.put({ ...ada, name: 'E', version: 2 }, 1)).toBe(false);
      expect(await people.put({ ...ada, name: 'F' }, 0)).toBe(false);
    });

    it('are no longer there once they were removed, and can come back', async () => {
      const { people } = await make();
      await people.put(ada, 0);
      const removed = { ...ada, as: [], addresses: {}, version: 2, removedAt: at };
      await people.put(removed, 1);
      expect((await people.read()).people).toEqual([]);
      expect(await people.of('ada')).toEqual(removed);
      expect(await people.put({ ...ada, version: 3 }, 2)).toBe(true);
      expect((await people.read()).people).toEqual([{ ...ada, version: 3 }]);
    });

    it('are on duty as the newest word of each duty has it', async () => {
      const { people } = await make();
      const said = { as: 'commander', people: ['ada'], at: later, by: 'ada' } as const;
      await people.sayOnDuty(said);
      await people.sayOnDuty({ ...said, people: ['bob'], at });
      await people.sayOnDuty({ as: 'deputy', people: ['bob'], at, until: later, by: 'event:pager' });
      expect((await people.read()).said).toEqual([
        said,
        { as: 'deputy', people: ['bob'], at, until: later, by: 'event:pager' },
      ]);
      await people.sayOnDuty({ ...said, people: [] });
      expect((await people.read()).said[0]?.people).toEqual([]);
    });
  });
}
