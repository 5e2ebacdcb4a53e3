import type { SaidOnDuty } from '../../core/people/duty.ts';
import type { Person } from '../../core/people/person.ts';
import type { PeopleRecords } from '../../ports/people.ts';
import { atOnce, stored } from './table.ts';

/** The people of the house in memory, as the table keeps them. */
export function memoryPeople(
  people = new Map<string, Person>(),
  duties = new Map<string, SaidOnDuty>(),
): PeopleRecords {
  return {
    of: (id) => atOnce(() => people.get(id)),
    read: () =>
      atOnce(() => ({
        people: [...people.values()]
          .filter(({ removedAt }) => removedAt === undefined)
          .toSorted((a, b) => (a.id < b.id ? -1 : 1)),
        said: [...duties.values()].toSorted((a, b) => (a.as < b.as ? -1 : 1)),
      })),
    put: (person, over) =>
      atOnce(() => {
        if ((people.get(person.id)?.version ?? 0) !== over) return false;
        people.set(person.id, stored(person));
        return true;
      }),
    sayOnDuty: (said) =>
      atOnce(() => {
        const last = duties.get(said.as);
        if (last === undefined || last.at <= said.at) duties.set(said.as, stored(said));
      }),
  };
}
