import { describe, expect, it } from 'vitest';
import { renderedFile, siteOf } from './support/site.ts';
import { story } from './support/story.ts';

/** Incidents twelve hours apart, back from 20 November. They are all still open, as nobody ended them. */
const many = (count: number) =>
  Array.from({ length: count }, (_, n) => {
    const opened = new Date(Date.UTC(2026, 10, 20) - n * 12 * 3_600_000).toISOString();
    return story(`i${n}`, [opened, { title: `Incident ${n}` }]);
  });

describe('the history', () => {
  it('lists incidents month by month, and links to months', () => {
    const page = renderedFile(siteOf(many(45), '14:00'), 'history/index.html');
    expect(page).toContain('<a href="/history/2026-11">November 2026</a>');
    expect(page).toContain('<a href="/history/2026-10">October 2026</a>');
    expect(page).toContain('Incident 44');
  });

  it('does not link to a month of which the board may not know all', () => {
    const page = renderedFile(siteOf(many(60), '14:00'), 'history/index.html');
    expect(page).toContain('<a href="/history/2026-11">November 2026</a>');
    expect(page).not.toContain('/history/2026-10');
    expect(page).toContain('October 2026');
  });
});
