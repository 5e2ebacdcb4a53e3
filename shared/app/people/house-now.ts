import { type Reaches, reachesOf, reachOfDuties } from '../../core/people/addressees.ts';
import type { Rota } from '../../core/people/duty.ts';
import type { Reached } from '../../core/people/reached.ts';
import type { Policy } from '../../core/policy.ts';
import type { MailSubscriptions, PeopleRecords } from '../../ports/people.ts';
import type { ReminderTarget } from '../../ports/reminders.ts';

export type HousePorts = {
  people: PeopleRecords;
  subscriptions: Pick<MailSubscriptions, 'standing'>;
  /** Where messages go while nobody is in the directory, and the rooms. */
  targets: readonly ReminderTarget[];
  policy: Pick<Policy, 'duty'>;
  warn: (message: string, error: unknown) => void;
};

/** Who is in the house, and who of them would be reached. */
export type HouseNow = {
  rota: Rota;
  reaches: Reaches;
  /** How many subscriptions belong to nobody in the directory; undefined where SNS did not say. */
  strangers: number | undefined;
};

/** The house as it is now; undefined while nobody is in the directory. */
export async function houseNow(ports: HousePorts): Promise<HouseNow | undefined> {
  const { people, said } = await ports.people.read();
  if (people.length === 0) return undefined;
  const confirmed = await ports.subscriptions.standing().then(
    (standing) => standing.confirmed,
    (error) => {
      ports.warn('which subscriptions stand could not be read', error);
      return undefined;
    },
  );
  const ours = new Set(people.map(({ addresses }) => addresses.mail?.subscription));
  return {
    rota: { people, said, table: ports.policy.duty ?? [] },
    reaches: reachesOf(confirmed),
    strangers: confirmed && [...confirmed].filter((one) => !ours.has(one)).length,
  };
}

/**
 * Whether somebody would be reached. Of a directory that is so once every duty that an outage cannot do without has
 * somebody with a confirmed address; without one, once a target of the config is confirmed. What cannot be told is no.
 */
export async function reached(ports: HousePorts): Promise<Reached> {
  const house = await houseNow(ports);
  if (house === undefined) {
    const confirmed = await Promise.allSettled(ports.targets.map((target) => target.confirmed()));
    return { armed: confirmed.some((one) => one.status === 'fulfilled' && one.value) };
  }
  const duties = reachOfDuties(house.rota, house.reaches);
  const known = house.strangers !== undefined;
  return {
    armed: known && Object.values(duties).every((is) => is === 'reached'),
    duties,
    ...(house.strangers ? { strangers: house.strangers } : {}),
  };
}

/** True if somebody of the house would be told: nobody speaks for people who cannot be reached. */
export const somebodyIsReached = async (ports: HousePorts): Promise<boolean> => (await reached(ports)).armed;
