import type { SiteFile } from '../ports/site-store.ts';
import { siteTitle } from '../wording/site.ts';
import type { SiteContext } from './context.ts';
import { plain } from './html.ts';
import { FRESH } from './paths.ts';

/** RFC 5545 allows lines of 75 octets; what is longer goes on behind a line break and a space. */
const LINE_OCTETS = 75;

// A calendar has to hold at least one component, and without maintenance this is the only one.
const UTC = [
  'BEGIN:VTIMEZONE',
  'TZID:Etc/UTC',
  'BEGIN:STANDARD',
  'DTSTART:19700101T000000',
  'TZOFFSETFROM:+0000',
  'TZOFFSETTO:+0000',
  'TZNAME:UTC',
  'END:STANDARD',
  'END:VTIMEZONE',
];

/** The calendar of maintenance, for people to subscribe to. It has no events until maintenance can be scheduled. */
export function calendar({ config }: SiteContext): SiteFile {
  const name = escaped(siteTitle(plain(config.brand.name)));
  const head = ['BEGIN:VCALENDAR', 'VERSION:2.0', 'PRODID:-//Candor//Status site//EN', `X-WR-CALNAME:${name}`];
  const body = [...head, ...UTC, 'END:VCALENDAR'].map((line) => `${folded(line)}\r\n`).join('');
  return { key: 'maintenance.ics', body, contentType: 'text/calendar; charset=utf-8', cacheControl: FRESH };
}

const escaped = (text: string): string => text.replace(/[\\;,]/g, (sign) => `\\${sign}`).replace(/\r?\n/g, '\\n');

/** Broken between characters, never inside one. */
function folded(line: string): string {
  const lines = [''];
  for (const character of line) {
    const grown = lines.at(-1)! + character;
    if (Buffer.byteLength(grown) > LINE_OCTETS) lines.push(` ${character}`);
    else lines[lines.length - 1] = grown;
  }
  return lines.join('\r\n');
}
