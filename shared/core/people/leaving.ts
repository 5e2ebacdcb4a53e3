import type { ReportedIncident } from '../incident.ts';
import type { Instant } from '../instant.ts';
import { addresseesOf, type Reaches } from './addressees.ts';
import { onDuty, type Rota } from './duty.ts';
import { isCalled, type Person } from './person.ts';

/** What a handover says of who has an incident: whoever took it, else whoever had it before, else nobody by handover. */
type Handed = { to: string; from: string; holder?: string; accepted?: object } | undefined;

/**
 * True if `incident` is left alone when `person` leaves: they have it, it was offered to them, or nobody ever handed it over
 * and theirs was the last word of a person.
 */
export function isLeftAloneBy(
  person: Pick<Person, 'id' | 'name'>,
  { entries }: Pick<ReportedIncident, 'entries'>,
  handed: Handed,
): boolean {
  const is = (called: string | undefined) => called !== undefined && isCalled(person, called);
  if (handed !== undefined) return is(handed.to) || (handed.accepted === undefined && is(holderOf(handed)));
  return is(entries.findLast(({ automated }) => !automated)?.private?.actor);
}

/**
 * Who is asked to take over from somebody who leaves, who is in `rota` no more: the deputy on duty as far as they are
 * reached, else whoever takes the place of one, else one of the house whom nothing reaches yet; never who `has` it.
 */
export function heir(at: Instant, rota: Rota, reaches: Reaches, has?: string): Person | undefined {
  const hasIt = (person: Person) => has !== undefined && isCalled(person, has);
  const unreached = (['deputy', 'commander'] as const).flatMap((duty) => onDuty(duty, at, rota).people);
  return addresseesOf('deputy', at, rota, reaches, hasIt)[0] ?? unreached.find((person) => !hasIt(person));
}

/** Who has an incident that was handed over and not taken yet. */
export const holderOf = ({ from, holder }: { from: string; holder?: string }): string => holder ?? from;
