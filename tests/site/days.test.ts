import { describe, expect, it } from 'vitest';
import { dayParts } from '../../shared/core/day-part.ts';
import type { PublicIncident } from '../../shared/core/public-incident.ts';
import { daysOf, sumsOf } from '../../shared/site/day-history.ts';
import { renderedFile, siteOf, textOf } from './support/site.ts';
import { at, story } from './support/story.ts';

const down = { components: [{ id: 'api', status: 'major_outage' as const }] };
const over = { kind: 'resolved' as const, status: 'resolved' as const };

function apiDays(incidents: readonly PublicIncident[], now: string) {
  const input = siteOf(incidents, now);
  return daysOf(input, sumsOf(input), ['api']);
}

describe('a day of a component', () => {
  it('is as bad as the worst that was said, for as long as that was said', () => {
    const incident = story(
      'i1',
      ['14:00', down],
      ['14:20', { components: [{ id: 'api', status: 'degraded_performance' }] }],
      ['16:00', over],
    );
    expect(apiDays([incident], '18:00').at(-1)).toEqual({
      day: '2026-11-22',
      was: 'affected',
      worst: 'major_outage',
      forMs: 20 * 60_000,
    });
  });

  it('counts minutes once of which two incidents speak', () => {
    const incidents = [story('i1', ['14:00', down], ['15:00', over]), story('i2', ['14:30', down], ['15:30', over])];
    expect(apiDays(incidents, '18:00').at(-1)).toMatchObject({ forMs: 90 * 60_000 });
  });

  it('begins when it happened, if that was admitted, and is not shortened by dating the end back', () => {
    const incident = story(
      'i1',
      ['14:00', { ...down, happenedAt: at('13:30') }],
      ['15:00', { happenedAt: at('14:10'), components: [{ id: 'api', status: 'operational' }] }],
    );
    expect(apiDays([incident], '18:00').at(-1)).toMatchObject({ forMs: 90 * 60_000 });
  });

  it('runs on into the next days, and until now while the incident is open', () => {
    const incident = story('i1', ['2026-11-20T23:00:00.000Z', down]);
    const days = apiDays([incident], '06:00').slice(-3);
    expect(days.map((day) => day.was === 'affected' && day.forMs / 3_600_000)).toEqual([1, 24, 6]);
  });

  it('before the first record has no record, and is never clear', () => {
    const days = apiDays([], '14:00');
    expect(days.filter((day) => day.was === 'unrecorded')).toHaveLength(70);
    expect(days.find((day) => day.was === 'clear')?.day).toBe('2026-11-03');
    expect(days.at(-1)?.was).toBe('clear');
  });

  it('is clear again if the incident was opened in error', () => {
    const incident = story('i1', ['14:00', down], ['14:20', { kind: 'retracted', message: 'A false alarm.' }]);
    expect(apiDays([incident], '18:00').at(-1)?.was).toBe('clear');
    expect(dayParts(incident, at('18:00')).map((part) => part.day)).toEqual(['2026-11-22']);
  });
});

describe('ninety days on the page', () => {
  const bad = Array.from({ length: 15 }, (_, n) => {
    const day = new Date(Date.UTC(2026, 10, 21 - n, 8)).toISOString();
    return story(`i${n}`, [day, down], [new Date(Date.parse(day) + 25 * 60_000).toISOString(), over]);
  });

  it('name each affected day with its worst and how long, the newest ten on the front page and all in the history', () => {
    const input = siteOf(bad, '14:00');
    const front = textOf(renderedFile(input, 'index.html'));
    expect(front).toContain('15 days with problems, API 21 Nov 2026: major outage, 25 min 20 Nov 2026: major outage');
    expect(front).toContain('5 more in the history');
    expect(textOf(renderedFile(input, 'history/index.html'))).toContain('7 Nov 2026: major outage, 25 min');
  });

  it('say in words since when there is a record', () => {
    const page = renderedFile(siteOf([], '14:00'), 'index.html');
    expect(page).toContain('aria-label="API: problems on 0 of 20 days since 3 Nov 2026; no record before"');
    expect(textOf(page)).toContain('Our records begin on 3 Nov 2026.');
  });

  it('are a picture of a few lines, however bad they were', () => {
    const page = renderedFile(siteOf(bad, '14:00'), 'index.html');
    for (const [bar] of page.matchAll(/<svg class="bar"[\s\S]*?<\/svg>/g))
      expect(bar.match(/<path/g)!.length).toBeLessThanOrEqual(6);
  });
});
