import type { PeopleRecords } from '../../ports/people.ts';

/** How colleagues call whoever is meant by `called`, also somebody who has left; what names nobody stays as it is. */
export const nameOf = async ({ of }: Pick<PeopleRecords, 'of'>, called: string): Promise<string> =>
  called === '' ? '' : ((await of(called))?.name ?? called);
