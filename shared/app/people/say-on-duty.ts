import { invalid } from '../../contract/problem.ts';
import type { Instant } from '../../core/instant.ts';
import { type Duty, dutiesOf, type Person, personCalled } from '../../core/people/person.ts';
import type { Clock } from '../../ports/clock.ts';
import type { PeopleRecords } from '../../ports/people.ts';

export type DutyPorts = { people: PeopleRecords; clock: Clock };

/** Who is on duty from now on: `as` left out means everything that they may be; nobody takes back what was said. */
export type DutySaid = { people: readonly string[]; as?: readonly Duty[] | undefined; until?: Instant | undefined };

/**
 * Keeps who is on duty. People are named by id or by name. Throws a `Problem` for somebody who is not in the directory, or
 * is not what they would be on duty for; then nothing has changed. Answers with the duties that it was kept for.
 */
export async function sayOnDuty(
  { people, clock }: DutyPorts,
  { people: called, as, until }: DutySaid,
  by: string,
): Promise<readonly Duty[]> {
  const directory = (await people.read()).people;
  const named = called.map((one) => personCalled(directory, one) ?? notThere(one, directory));
  const duties = as ?? [...new Set(named.flatMap(dutiesOf))];
  if (duties.length === 0) throw invalid([{ field: 'as', reason: 'is missing: say for which duty' }]);
  const at = clock.now();
  if (until !== undefined && until <= at) throw invalid([{ field: 'until', reason: 'has passed' }]);
  for (const duty of as ?? []) {
    const unable = named.find((person) => !dutiesOf(person).includes(duty));
    if (unable) throw invalid([{ field: 'people', reason: `${unable.id} is no ${duty}; an administrator adds that` }]);
  }
  for (const duty of duties) {
    const ids = named.filter((person) => dutiesOf(person).includes(duty)).map(({ id }) => id);
    await people.sayOnDuty({ as: duty, people: ids, at, by, ...(until === undefined ? {} : { until }) });
  }
  return duties;
}

function notThere(called: string, people: readonly Person[]): never {
  const there = people.map(({ id }) => id).join(', ') || 'nobody yet';
  throw invalid([{ field: 'people', reason: `"${called.slice(0, 40)}" is not in the directory, which has ${there}` }]);
}
