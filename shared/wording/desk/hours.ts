import { type BusyHours, WEEKDAYS } from '../../core/busy-hours.ts';

const NAMES = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'] as const;

/** `Mon to Fri, 09:00 to 17:00 Europe/Berlin`: when somebody reads what people write. */
export function sayHours({ from, to, zone, days }: BusyHours): string {
  const on = WEEKDAYS.map((day) => days.includes(day));
  const first = on.indexOf(true);
  const last = on.lastIndexOf(true);
  const inARow = first >= 0 && on.slice(first, last + 1).every(Boolean);
  const said = WEEKDAYS.flatMap((day, index) => (days.includes(day) ? [NAMES[index]!] : []));
  const which =
    said.length === 7 ? 'every day' : inARow && said.length > 2 ? `${said[0]} to ${said.at(-1)}` : said.join(', ');
  const clock = from === to ? 'at any hour' : `${from} to ${to} ${zone === 'Etc/UTC' ? 'UTC' : zone}`;
  return `${which}, ${clock}`;
}
