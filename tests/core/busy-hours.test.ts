import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type BusyHours, firstBusyMinute } from '../../shared/core/busy-hours.ts';
import { at } from '../support/story.ts';

const WEEKDAYS = ['mon', 'tue', 'wed', 'thu', 'fri'] as const;
const office: BusyHours = { from: '09:00', to: '18:00', zone: 'Europe/Berlin', days: WEEKDAYS };

// The day of the stories, 22 November 2026, is a Sunday; Berlin is an hour ahead of UTC.
describe('busy hours', () => {
  it('are touched by work that reaches into them, from their first minute on', () => {
    expect(firstBusyMinute(at('+1 07:00'), at('+1 08:00'), office)).toBeUndefined();
    expect(firstBusyMinute(at('+1 07:00'), at('+1 08:01'), office)).toBe(at('+1 08:00'));
    expect(firstBusyMinute(at('+1 16:59:30'), at('+1 19:00'), office)).toBe(at('+1 16:59:30'));
    expect(firstBusyMinute(at('+1 17:00'), at('+1 19:00'), office)).toBeUndefined();
  });

  it('do not count on other days', () => {
    expect(firstBusyMinute(at('10:00'), at('12:00'), office)).toBeUndefined();
  });

  it('may lie over midnight, and then belong to the day on which they begin', () => {
    const night: BusyHours = { from: '22:00', to: '02:00', zone: 'Etc/UTC', days: ['sun'] };
    expect(firstBusyMinute(at('21:00'), at('22:00'), night)).toBeUndefined();
    expect(firstBusyMinute(at('+1 00:30'), at('+1 01:00'), night)).toBe(at('+1 00:30'));
    expect(firstBusyMinute(at('+1 22:30'), at('+1 23:00'), night)).toBeUndefined();
  });

  it('that a change of the clocks leaves out are met a week later, by work that lasts so long', () => {
    const early: BusyHours = { from: '02:00', to: '03:00', zone: 'Europe/Berlin', days: ['sun'] };
    // On 29 March 2026, Berlin goes from 01:59 to 03:00.
    const firstFrom = (until: string) => firstBusyMinute('2026-03-29T00:30:00.000Z', until, early);
    expect(firstFrom('2026-04-05T00:00:00.000Z')).toBeUndefined();
    expect(firstFrom('2026-04-12T00:00:00.000Z')).toBe('2026-04-05T00:00:00.000Z');
  });

  it('are met by everything that lasts a week', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 7 * 24 * 60 }), (minute) => {
        const from = new Date(Date.parse(at('00:00')) + minute * 60_000).toISOString();
        const until = new Date(Date.parse(from) + 7 * 24 * 3_600_000).toISOString();
        expect(firstBusyMinute(from, until, office)).toBeDefined();
      }),
      { numRuns: 20 },
    );
  });
});
