import { describe, expect, it } from 'vitest';
import { dayParts, scoredEta } from '../../shared/core/day-part.ts';
import { publicIncident } from '../../shared/core/public-incident.ts';
import { scheduled } from '../support/maintenance-story.ts';
import { at, type Look, machine, opened, resolved, type Step, toldReported, update } from '../support/story.ts';

const down = { components: [{ id: 'api', status: 'major_outage' as const }] };
const fixed = { components: [{ id: 'api', status: 'operational' as const }] };
const wish = (clock: string, command: object): Step => ({ at: clock, command: command as Step['command'] });

const partsAt = (now: string, ...steps: readonly (Step | Look)[]) =>
  dayParts(publicIncident(toldReported(...steps)), at(now));
const spansAt = (now: string, ...steps: readonly (Step | Look)[]) =>
  partsAt(now, ...steps).flatMap(({ spans }) =>
    spans.map(({ component, status, from, to }) => `${component} ${status} ${from.slice(5, 16)} ${to.slice(5, 16)}`),
  );

describe('the days of an incident', () => {
  it('reach from when it happened to the last that is known of it', () => {
    const days = (...steps: readonly (Step | Look)[]) => partsAt('+3 12:00', ...steps).map(({ day }) => day.slice(8));
    expect(days(opened('10:00'))).toEqual(['22']);
    expect(days(opened('10:00', { happenedAt: '2026-11-20T23:00:00.000Z' }))).toEqual(['20', '21', '22']);
    expect(days(opened('10:00'), resolved('+1 10:00'))).toEqual(['22', '23']);
    expect(days(opened('10:00', down))).toEqual(['22', '23', '24', '25']);
    // A promise that was made on a day is of that day, also where no component was named.
    expect(days(opened('10:00'), update('+2 10:00'))).toEqual(['22', '23', '24']);
  });

  it('count the promises that were given on each, and how often it fell back', () => {
    const parts = partsAt(
      '+2 12:00',
      opened('10:00'),
      update('11:00', { status: 'monitoring' }),
      update('12:00', { status: 'identified' }),
      update('+1 10:00', { status: 'monitoring' }),
      update('+1 11:00', { status: 'investigating' }),
      update('+1 12:00', { status: 'monitoring' }),
      update('+1 13:00', { status: 'monitoring' }),
      update('+1 14:00', { status: 'identified' }),
    );
    expect(parts.map(({ relapses }) => relapses)).toEqual([1, 2]);
    expect(parts.map(({ promises }) => promises.length)).toEqual([3, 5]);
  });
});

describe('the spans of a component', () => {
  it('are cut at midnight and run until now while it is open', () => {
    expect(spansAt('+1 02:00', opened('23:00', down))).toEqual([
      'api major_outage 11-22T23:00 11-23T00:00',
      'api major_outage 11-23T00:00 11-23T02:00',
    ]);
  });

  it('begin when it got worse, by the account that the log admits, and end when it was said to be better', () => {
    expect(
      spansAt(
        '18:00',
        opened('14:00', { components: [{ id: 'api', status: 'degraded_performance' }] }),
        update('15:00', { ...down, happenedAt: at('14:30') }),
        update('16:00', { ...fixed, happenedAt: at('15:10') }),
      ),
    ).toEqual(['api degraded_performance 11-22T14:00 11-22T14:30', 'api major_outage 11-22T14:30 11-22T16:00']);
  });

  it('do not begin before what was worse already', () => {
    expect(
      spansAt(
        '18:00',
        opened('14:00', { components: [{ id: 'api', status: 'degraded_performance' }] }),
        update('15:00', { ...down, happenedAt: at('13:00') }),
        resolved('16:00'),
      ),
    ).toEqual(['api major_outage 11-22T14:00 11-22T16:00']);
  });

  it('do not begin anew where the same is said again', () => {
    expect(spansAt('18:00', opened('14:00', down), update('15:00', down), resolved('16:00'))).toEqual([
      'api major_outage 11-22T14:00 11-22T16:00',
    ]);
  });

  it('end with a merge, and are none of what was opened in error', () => {
    const merge = wish('15:00', { type: 'Merge', into: 'i2', message: 'It goes on there.' });
    expect(spansAt('18:00', opened('14:00', down), merge)).toEqual(['api major_outage 11-22T14:00 11-22T15:00']);
    const retract = wish('15:00', { type: 'Retract', message: 'A false alarm.' });
    expect(spansAt('18:00', opened('14:00', down), retract)).toEqual([]);
  });
});

describe('the ETA that is scored', () => {
  const scored = (...steps: readonly (Step | Look)[]) => scoredEta(publicIncident(toldReported(...steps)));
  const eta = { status: 'identified', restoreBy: '12:00' } as const;

  it('is the first that a person gave, with when it was first said to be back after that', () => {
    expect(scored(opened('10:00'), update('10:10', eta), update('10:30', { restoreBy: '13:00' }))).toEqual({ seq: 2 });
    expect(
      scored(
        opened('10:00', eta),
        update('11:00', { status: 'monitoring' }),
        update('11:30', { status: 'monitoring' }),
      ),
    ).toEqual({ seq: 1, backAt: at('11:00') });
    expect(scored(opened('10:00', { ...eta, ...down }), update('11:00', fixed))).toEqual({
      seq: 1,
      backAt: at('11:00'),
    });
  });

  it('is not that of a machine, and none of announced work', () => {
    expect(scored(opened('10:00', { ...eta, by: machine }))).toBeUndefined();
    expect(scored(opened('10:00', { ...eta, by: machine }), update('10:10', { restoreBy: '13:00' }))).toEqual({
      seq: 2,
    });
    expect(scored(scheduled('10:00'))).toBeUndefined();
    expect(scored(opened('10:00'))).toBeUndefined();
  });

  it('is not met by a word of being back from before it was given', () => {
    const back = update('10:10', { status: 'monitoring' });
    expect(scored(opened('10:00'), back, update('10:20', eta), update('11:00', { status: 'monitoring' }))).toEqual({
      seq: 3,
      backAt: at('11:00'),
    });
  });

  it('is not met by the word of being back in the very statement that gave it', () => {
    const watched = update('10:10', { status: 'monitoring', restoreBy: '12:00' });
    expect(scored(opened('10:00'), watched)).toEqual({ seq: 2 });
    expect(scored(opened('10:00'), watched, resolved('11:00'))).toEqual({ seq: 2, backAt: at('11:00') });
  });
});
