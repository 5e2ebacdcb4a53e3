import { DAY_MS, epochMs, type Instant, MINUTE_MS } from './instant.ts';

export const WEEKDAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
export type Weekday = (typeof WEEKDAYS)[number];

/** The hours of a week in which customers depend on the service most: `from` and `to` as `09:00`, in an IANA `zone`. */
export type BusyHours = { from: string; to: string; zone: string; days: readonly Weekday[] };

/** The first busy minute from `from` until `until`, or undefined. Hours over midnight belong to the day on which they begin. */
export function firstBusyMinute(from: Instant, until: Instant, busy: BusyHours): Instant | undefined {
  const local = localTime(busy);
  // A week and a day hold every busy hour that there is, also where a change of the clocks leaves one out.
  const end = Math.min(epochMs(until), epochMs(from) + 8 * DAY_MS);
  for (let minute = Math.floor(epochMs(from) / MINUTE_MS) * MINUTE_MS; minute < end; minute += MINUTE_MS) {
    if (isBusy(local.formatToParts(minute), busy)) return new Date(Math.max(minute, epochMs(from))).toISOString();
  }
  return undefined;
}

/** True if `at` lies in such hours of a week. */
export const isWithin = (at: Instant, hours: BusyHours): boolean =>
  isBusy(localTime(hours).formatToParts(epochMs(at)), hours);

const localTime = ({ zone }: BusyHours) =>
  new Intl.DateTimeFormat('en-GB', {
    timeZone: zone,
    weekday: 'short',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  });

function isBusy(parts: readonly Intl.DateTimeFormatPart[], { from, to, days }: BusyHours): boolean {
  const part = (type: string) => parts.find((one) => one.type === type)?.value ?? '';
  const today = WEEKDAYS.indexOf(part('weekday').toLowerCase() as Weekday);
  const yesterday = (today + 6) % 7;
  const clock = `${part('hour')}:${part('minute')}`;
  const on = (day: number) => days.includes(WEEKDAYS[day]!);
  if (from < to) return on(today) && clock >= from && clock < to;
  return (on(today) && clock >= from) || (on(yesterday) && clock < to);
}
