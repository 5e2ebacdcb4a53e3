import { WEEKDAYS, type Weekday } from '../busy-hours.ts';
import { DAY_MS, epochMs, type Instant, instant } from '../instant.ts';
import { instantsAt, nearSkipped, wallTime } from '../wall-time.ts';
import { type Duty, dutiesOf, type Person } from './person.ts';

/** A row of the weekly table: `from` and `to` as `09:00` in an IANA `zone`; over midnight it belongs to its first day. */
export type Shift = { as: Duty; person: string; days: readonly Weekday[]; from: string; to: string; zone: string };

/** That somebody said who is on duty, by a tap, at the command line or by the pager. Nobody: what was said is taken back. */
export type SaidOnDuty = { as: Duty; people: readonly string[]; at: Instant; until?: Instant; by: string };

/** All that decides who is on duty. */
export type Rota = { people: readonly Person[]; said: readonly SaidOnDuty[]; table: readonly Shift[] };

/** Who is on duty, and why. `everybody`: nobody says who is, so all who may be are. */
export type OnDuty = { people: readonly Person[]; because: 'said' | 'table' | 'everybody' };

/**
 * Who is on duty for `as` at `at`. What was said last holds until its `until`, or without one until the weekly table
 * next turns; then the table counts. Where neither names somebody who is in the directory for that, everybody who is.
 */
export function onDuty(as: Duty, at: Instant, { people, said, table }: Rota): OnDuty {
  const able = people.filter((person) => dutiesOf(person).includes(as));
  const named = (ids: readonly string[]) => able.filter(({ id }) => ids.includes(id));

  const last = said.filter((one) => one.as === as && one.at <= at).toSorted((a, b) => (a.at < b.at ? 1 : -1))[0];
  const shifts = table.filter((shift) => shift.as === as);
  if (last !== undefined && holds(last, shifts, at)) {
    const saidOnes = named(last.people);
    if (saidOnes.length > 0) return { people: saidOnes, because: 'said' };
  }
  const onShift = named(shifts.filter((shift) => isWithin(shift, at)).map(({ person }) => person));
  if (onShift.length > 0) return { people: onShift, because: 'table' };
  return { people: able, because: 'everybody' };
}

function holds(last: SaidOnDuty, shifts: readonly Shift[], at: Instant): boolean {
  if (last.until !== undefined) return at < last.until;
  const turned = shifts.flatMap((shift) => timesOf(shift, at)).flatMap(({ from, to }) => [from, to]);
  return !turned.some((turn) => turn > epochMs(last.at) && turn <= epochMs(at));
}

const isWithin = (shift: Shift, at: Instant): boolean =>
  timesOf(shift, at).some(({ from, to }) => from <= epochMs(at) && epochMs(at) < to);

/** A shift of last week still tells when the table last turned. */
const DAYS_BACK = 8;

/** When a shift begins and ends, for every time that it has begun in the week before `at`. */
function timesOf({ days, from, to, zone }: Shift, at: Instant): { from: number; to: number }[] {
  return Array.from({ length: DAYS_BACK }, (_, back) => back).flatMap((back) => {
    const { year, month, day } = wallTime(instant(epochMs(at) - back * DAY_MS), zone);
    const date = Date.UTC(year, month - 1, day);
    const weekday = WEEKDAYS[(new Date(date).getUTCDay() + 6) % 7]!;
    if (!days.includes(weekday)) return [];
    return [{ from: momentOf(date, from, zone), to: momentOf(to > from ? date : date + DAY_MS, to, zone) }];
  });
}

/** A time of day that the clocks skip in spring is when they have been turned on. */
function momentOf(date: number, clock: string, zone: string): number {
  const day = new Date(date);
  const [hour = 0, minute = 0] = clock.split(':').map(Number);
  const wall = { year: day.getUTCFullYear(), month: day.getUTCMonth() + 1, day: day.getUTCDate(), hour, minute };
  const [first] = instantsAt(wall, zone);
  return epochMs(first ?? nearSkipped(wall, zone).at(-1)!);
}
