import nodeIcal, { type VEvent } from 'node-ical';
import { convertIcsCalendar } from 'ts-ics';
import { describe, expect, it } from 'vitest';
import { type PublicIncident, publicIncident } from '../../shared/core/public-incident.ts';
import { renderIncident } from '../../shared/site/render-site.ts';
import { scheduled, worked } from '../support/maintenance-story.ts';
import { type Look, opened, resolved, type Step, toldReported, update } from '../support/story.ts';
import { fileOf, renderedFile, siteOf } from './support/site.ts';

const shown = (...steps: readonly (Step | Look)[]): PublicIncident => publicIncident(toldReported(...steps));
const NASTY = 'Größe, Länge; „Übergröße“ \\ 🛠️ '.repeat(4).trim();

const calendarOf = (...incidents: readonly PublicIncident[]) =>
  renderedFile(siteOf(incidents, '14:00'), 'maintenance.ics');
const nextOf = (incident: PublicIncident) =>
  fileOf(renderIncident({ ...siteOf([incident], '14:00'), incident }), 'incidents/i1/next.ics').body;

/** What both readers understand: an event in plain values. They share no code. */
type Understood = { uid: string; from: string; until: string; summary: string; status: string; sequence: number };

const readers: Record<string, (ics: string) => Understood[]> = {
  'node-ical': (ics) =>
    Object.values(nodeIcal.sync.parseICS(ics))
      .filter((part): part is VEvent => part?.type === 'VEVENT')
      .map((event) => ({
        uid: event.uid,
        from: event.start.toISOString(),
        until: event.end!.toISOString(),
        summary: String(event.summary),
        status: String(event.status),
        sequence: Number(event.sequence),
      })),
  'ts-ics': (ics) =>
    (convertIcsCalendar(undefined, ics).events ?? []).map((event) => ({
      uid: event.uid,
      from: event.start.date.toISOString(),
      until: event.end!.date.toISOString(),
      summary: event.summary,
      status: String(event.status),
      sequence: event.sequence ?? 0,
    })),
};

describe.each(Object.entries(readers))('a calendar read by %s', (_name, read) => {
  it('has each maintenance with its times, and its title unharmed', () => {
    const [event, ...others] = read(calendarOf(shown(scheduled('10:00', { title: NASTY }))));
    expect(others).toEqual([]);
    expect(event).toEqual({
      uid: 'maintenance-i1@status.example.com',
      from: '2026-11-22T22:00:00.000Z',
      until: '2026-11-22T23:00:00.000Z',
      summary: NASTY,
      status: 'CONFIRMED',
      sequence: 0,
    });
  });

  it('knows an extension as a later state of the same event', () => {
    const extended = shown(scheduled('10:00'), worked('11:00', undefined, { scheduledUntil: '23:30' }));
    expect(read(calendarOf(extended))).toMatchObject([
      { uid: 'maintenance-i1@status.example.com', until: '2026-11-22T23:30:00.000Z', sequence: 1 },
    ]);
  });

  it('keeps what was cancelled, and says so', () => {
    const cancelled = shown(scheduled('10:00'), worked('11:00', 'cancelled'));
    expect(read(calendarOf(cancelled))).toMatchObject([{ status: 'CANCELLED', sequence: 1 }]);
  });

  it('ends what is over when it was said to be', () => {
    const done = shown(scheduled('10:00'), worked('22:00', 'in_progress'), worked('22:40', 'completed'));
    expect(read(calendarOf(done))).toMatchObject([{ until: '2026-11-22T22:40:00.000Z' }]);
  });

  it('has no incident among maintenances', () => {
    expect(read(calendarOf(shown(opened('10:00'))))).toEqual([]);
  });

  it('gives the next update of an incident, which is cancelled when none is promised any more', () => {
    const open = shown(opened('10:00', { nextUpdateBy: '10:30' }), update('10:20', { nextUpdateBy: '11:00' }));
    expect(read(nextOf(open))).toMatchObject([
      { from: '2026-11-22T11:00:00.000Z', summary: 'Next update: Logins fail', status: 'CONFIRMED' },
    ]);
    expect(read(nextOf(shown(opened('10:00', { nextUpdateBy: '10:30' }), resolved('10:20'))))).toMatchObject([
      { from: '2026-11-22T10:30:00.000Z', status: 'CANCELLED' },
    ]);
    expect(read(nextOf(shown(opened('10:00', { nextUpdateBy: null }))))).toEqual([]);
  });

  it('gives a maintenance by itself, too', () => {
    expect(read(nextOf(shown(scheduled('10:00'))))).toEqual(read(calendarOf(shown(scheduled('10:00')))));
  });
});

describe('the form of a calendar', () => {
  it('has CRLF at every line end and at most 75 octets a line, broken between characters', () => {
    const ics = calendarOf(shown(scheduled('10:00', { title: NASTY, message: `Line\r\n${NASTY}` })));
    expect(ics.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
    for (const line of ics.split('\r\n')) expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75);
    expect(ics).not.toContain('\uFFFD');
  });
});
