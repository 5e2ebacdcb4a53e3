import { describe, expect, it } from 'vitest';
import type { PublicIncident } from '../../shared/core/public-incident.ts';
import type { SiteFile } from '../../shared/ports/site-store.ts';
import { monthPages } from '../../shared/site/pages/history-page.ts';
import { renderFixed, renderSite } from '../../shared/site/render-site.ts';
import { known } from '../../shared/site/site-index-state.ts';
import { chainOf, draft, opening, publicOf, resolution } from '../support/entries.ts';
import { siteOf } from './support/site.ts';

/*
 * Files that tell of more than one incident are written by compare-and-swap on the ETag, and S3's ETag is the MD5 of the
 * body: what only its metadata tells apart is the same to it. Were a body ever again what it had been before it changed, a
 * publisher who has what was true in between, and had read the file before, would find "its" ETag again behind a later
 * state, and write over that. So every page says in its body of which rev it is, and feeds and documents, which readers
 * would else be sent anew at every look, say when the last word was.
 */

const components = (status: 'major_outage' | 'operational') => [{ id: 'api', status }];

/** An outage that goes back and forth: each of its states says of the service what one before it said. */
const STATES: readonly PublicIncident[] = (() => {
  const chain = chainOf('i1', [
    opening({ components: components('operational') }),
    draft({ components: components('major_outage') }),
    draft({ components: components('operational') }),
    draft({ components: components('major_outage') }),
    draft({ components: components('operational') }),
    resolution(),
    draft({ kind: 'reopened', components: components('operational') }),
    draft({ components: components('major_outage') }),
    resolution(),
  ]);
  return chain.map((_, n) => publicOf(chain.slice(0, n + 1)));
})();

/** What is shared with the nth state, by key. */
function sharedAt(n: number): Map<string, string> {
  const before = siteOf([STATES[n]!], '14:00');
  const input = { ...before, rev: n + 1, siteIndex: { ...before.siteIndex, rev: n + 1 } };
  const fixed = new Set(renderFixed(input).map(({ key }) => key));
  const months: SiteFile[] = monthPages(input, '2026-11', known(input.siteIndex), { number: 2, older: 1 });
  const shared = renderSite(input).filter(({ key }) => !fixed.has(key));
  return new Map([...shared, ...months].map(({ key, body }) => [key, body]));
}

describe('a file that incidents share', () => {
  const all = STATES.map((_, n) => sharedAt(n));
  const keys = [...all[0]!.keys()];

  it.each(keys)('is never again what it was before it changed: %s', (key) => {
    const bodies = all.map((files) => files.get(key));
    const kept = bodies.filter((body, n) => body !== bodies[n - 1]);
    expect(new Set(kept).size).toBe(kept.length);
  });

  it('says of which rev it is, if it is a page', () => {
    for (const [n, files] of all.entries())
      for (const [key, body] of files) if (key.endsWith('.html')) expect(body).toContain(` data-rev="${n + 1}"`);
  });
});
