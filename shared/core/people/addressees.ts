import type { Instant } from '../instant.ts';
import { onDuty, type Rota } from './duty.ts';
import { ADDRESS_KINDS, type AddressKind, type Duty, dutiesOf, PAGED_DUTIES, type Person } from './person.ts';

/** The kinds of address of somebody that a message may go to. */
export type Reaches = (person: Person) => readonly AddressKind[];

/**
 * What of somebody's addresses is confirmed. `standing`: the subscriptions that SNS has; undefined where that cannot be
 * told now, and then what the owner once confirmed counts.
 */
export const reachesOf =
  (standing: ReadonlySet<string> | undefined): Reaches =>
  ({ addresses }) =>
    ADDRESS_KINDS.filter((kind) => {
      const address = addresses[kind];
      if (address?.confirmedAt === undefined) return false;
      return kind === 'hook' || standing === undefined || standing.has(address.subscription ?? '');
    });

/** Who takes the place of a duty that nobody can be reached for: a page too many is better than none. */
const IN_PLACE: readonly Duty[] = ['escalation', 'commander', 'deputy'];

/**
 * Everybody whom a message for `as` goes to: who is on duty, else whoever else may be, else who is on duty for a duty
 * that is paged. Only people whom it reaches, and never `except`, the author of what it is about.
 */
export function addresseesOf(
  as: Duty,
  at: Instant,
  rota: Rota,
  reaches: Reaches,
  except: (person: Person) => boolean = () => false,
): readonly Person[] {
  const reached = (people: readonly Person[]) => people.filter((one) => !except(one) && reaches(one).length > 0);
  const own = ofDuty(as, at, rota, reached);
  if (own.length > 0) return own;
  return IN_PLACE.map((duty) => ofDuty(duty, at, rota, reached)).find((found) => found.length > 0) ?? [];
}

function ofDuty(as: Duty, at: Instant, rota: Rota, reached: (people: readonly Person[]) => readonly Person[]) {
  const now = reached(onDuty(as, at, rota).people);
  return now.length > 0 ? now : reached(rota.people.filter((person) => dutiesOf(person).includes(as)));
}

/** How it stands with a duty: somebody is reached; people are there and none has a confirmed address; nobody is there. */
export type DutyReach = 'reached' | 'unconfirmed' | 'nobody';

/** How it stands with every duty that an outage cannot do without. */
export const reachOfDuties = ({ people }: Pick<Rota, 'people'>, reaches: Reaches) =>
  Object.fromEntries(
    PAGED_DUTIES.map((duty) => {
      const able = people.filter((person) => dutiesOf(person).includes(duty));
      const is: DutyReach =
        able.length === 0 ? 'nobody' : able.some((one) => reaches(one).length > 0) ? 'reached' : 'unconfirmed';
      return [duty, is];
    }),
  ) as Record<(typeof PAGED_DUTIES)[number], DutyReach>;
