import { describe, expect, it } from 'vitest';
import { renderedFile, siteOf, textOf } from './support/site.ts';
import { story } from './support/story.ts';

/** Incidents twelve hours apart, back from 20 November; still open if nobody ended them. */
const many = (count: number, how: 'open' | 'over' = 'open') =>
  Array.from({ length: count }, (_, n) => {
    const opened = new Date(Date.UTC(2026, 10, 20) - n * 12 * 3_600_000).toISOString();
    const first = [opened, { title: `Incident ${n}` }] as const;
    return how === 'open' ? story(`i${n}`, [...first]) : story(`i${n}`, [...first], [opened, OVER]);
  });

const OVER = { kind: 'resolved', status: 'resolved' } as const;

describe('the history', () => {
  it('lists incidents month by month, and links to months', () => {
    const page = renderedFile(siteOf(many(45), '14:00'), 'history/index.html');
    expect(page).toContain('<a href="/history/2026-11">November 2026</a>');
    expect(page).toContain('<a href="/history/2026-10">October 2026</a>');
    expect(page).toContain('Incident 44');
  });

  it('leaves the list of an older month to the page of that month, but for what is still open', () => {
    const over = renderedFile(siteOf(many(45, 'over'), '14:00'), 'history/index.html');
    expect(over).toContain('Incident 38<');
    expect(over).not.toContain('Incident 39<');
    expect(over).toContain('<a href="/history/2026-10">October 2026</a></h2><p>6 incidents.</p>');
    const oneOpen = [...many(44, 'over'), ...many(45).slice(44)];
    expect(renderedFile(siteOf(oneOpen, '14:00'), 'history/index.html')).toContain('Incident 39<');
  });

  it('leads to every earlier month, also to those of which the site index does not know all', () => {
    const page = renderedFile(siteOf(many(200, 'over'), '14:00'), 'history/index.html');
    expect(textOf(page)).toContain('Earlier months October 2026 · September 2026 · August 2026');
    for (const month of ['2026-11', '2026-10', '2026-09', '2026-08'])
      expect(page.split(`href="/history/${month}"`)).toHaveLength(2);
    expect(page).not.toContain('/history/2026-07');
  });

  it('says nothing of earlier months when there are none', () => {
    expect(renderedFile(siteOf(many(5), '14:00'), 'history/index.html')).not.toContain('Earlier months');
  });
});
