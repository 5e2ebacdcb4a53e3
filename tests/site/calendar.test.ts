import { describe, expect, it } from 'vitest';
import { maintenanceCalendar as calendar } from '../../shared/site/calendars.ts';
import { siteOf, testConfig } from './support/site.ts';

const named = (name: string) => ({
  ...siteOf([], '14:00'),
  config: { ...testConfig, brand: { ...testConfig.brand, name } },
});

describe('the calendar', () => {
  it('has CRLF line ends and at least one component, as the format wants, and no event', () => {
    const { body } = calendar(siteOf([], '14:00'));
    expect(body.startsWith('BEGIN:VCALENDAR\r\n')).toBe(true);
    expect(body.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
    expect(body).toContain('BEGIN:VTIMEZONE');
    expect(body).not.toContain('VEVENT');
  });

  it('folds long lines between characters, and escapes what has a meaning', () => {
    const name = `Müller, Söhne; ${'ü'.repeat(45)}`;
    const { body } = calendar(named(name));
    for (const line of body.split('\r\n')) expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75);
    expect(body.replaceAll('\r\n ', '')).toContain(`X-WR-CALNAME:Müller\\, Söhne\\; ${'ü'.repeat(45)} status`);
  });
});
