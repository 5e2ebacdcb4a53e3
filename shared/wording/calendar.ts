import { plain } from '../core/hidden-characters.ts';
import type { Instant } from '../core/instant.ts';
import { addressOf, nameOf } from '../core/subscribers/sender.ts';

// iCalendar (RFC 5545), as far as site and mail need it.

/** One event. `uid` never changes; `sequence` grows with every statement, so that a calendar knows which state is newer. */
export type CalendarEvent = {
  uid: string;
  sequence: number;
  /** When this state was said. */
  saidAt: Instant;
  from: Instant;
  until: Instant;
  summary: string;
  description: string;
  url: string;
  cancelled: boolean;
};

/** RFC 5545 allows lines of 75 octets; what is longer goes on behind a line break and a space. */
const LINE_OCTETS = 75;

// A calendar has to hold at least one component, and without events this is the only one.
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

/** A calendar of these events, with CRLF at the end of every line. */
export function calendarText(name: string, events: readonly CalendarEvent[]): string {
  const named = [...headLines('PUBLISH'), `X-WR-CALNAME:${escaped(name)}`, 'REFRESH-INTERVAL;VALUE=DURATION:PT1H'];
  return written([...named, ...UTC, ...events.flatMap((event) => eventLines(event)), 'END:VCALENDAR']);
}

/**
 * One event as a mail carries it (RFC 5546): published, or taken back. `organizer` is its sender, as mails name it: an
 * address, or `Name <address>`. Nobody is invited, so that no calendar asks its owner for an answer.
 */
export const calendarMessage = (event: CalendarEvent, organizer: string): string =>
  written([
    ...headLines(event.cancelled ? 'CANCEL' : 'PUBLISH'),
    ...eventLines(event, [organizerLine(organizer)]),
    'END:VCALENDAR',
  ]);

/** Its name is a parameter, and stands in quotes: no quote can stand in it (RFC 5545, 3.1; RFC 6868 says how one is written). */
function organizerLine(sender: string): string {
  const address = addressOf(sender);
  const name = nameOf(sender);
  return `ORGANIZER${name === '' ? '' : `;CN="${parameter(name)}"`}:mailto:${address}`;
}

const headLines = (method: 'PUBLISH' | 'CANCEL'): string[] => [
  'BEGIN:VCALENDAR',
  'VERSION:2.0',
  'PRODID:-//Candor//Status site//EN',
  `METHOD:${method}`,
];

const written = (lines: readonly string[]): string => lines.map((line) => `${folded(line)}\r\n`).join('');

const eventLines = (event: CalendarEvent, more: readonly string[] = []): string[] => [
  'BEGIN:VEVENT',
  `UID:${event.uid}`,
  `DTSTAMP:${compact(event.saidAt)}`,
  `LAST-MODIFIED:${compact(event.saidAt)}`,
  `SEQUENCE:${event.sequence}`,
  `DTSTART:${compact(event.from)}`,
  `DTEND:${compact(event.until)}`,
  `SUMMARY:${escaped(event.summary)}`,
  `DESCRIPTION:${escaped(event.description)}`,
  `URL:${event.url}`,
  `STATUS:${event.cancelled ? 'CANCELLED' : 'CONFIRMED'}`,
  'TRANSP:TRANSPARENT',
  ...more,
  'END:VEVENT',
];

/** `20261122T140000Z` */
const compact = (at: Instant): string => `${at.slice(0, 19).replaceAll(/[-:]/g, '')}Z`;

const escaped = (text: string): string =>
  plain(text)
    .replace(/[\\;,]/g, (sign) => `\\${sign}`)
    .replace(/\r\n?|\n/g, '\\n');

const parameter = (text: string): string =>
  plain(text).replaceAll(/\s+/g, ' ').replaceAll('^', '^^').replaceAll('"', "^'");

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
