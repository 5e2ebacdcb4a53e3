import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { contrast, readable } from '../../shared/site/contrast.ts';
import { styleHash } from '../../shared/site/csp.ts';
import { scriptFile } from '../../shared/site/script.ts';
import { busySite } from './support/busy-site.ts';
import { renderedFile, siteOf } from './support/site.ts';

describe('the brand’s colour', () => {
  it('is moved until links can be read, whatever it is', () => {
    const anyColour = fc.integer({ min: 0, max: 0xffffff }).map((n) => `#${n.toString(16).padStart(6, '0')}`);
    fc.assert(
      fc.property(anyColour, (colour) => {
        for (const grounds of [
          ['#fbfaf7', '#ffffff'],
          ['#14161a', '#263634'],
        ] as const) {
          const link = readable(colour, [...grounds]);
          for (const ground of grounds) expect(contrast(link, ground)).toBeGreaterThanOrEqual(4.5);
        }
      }),
    );
  });

  it('stays as it is where it can be read', () => {
    expect(readable('#3a5bd0', ['#ffffff'])).toBe('#3a5bd0');
  });
});

describe('the weight of a page', () => {
  it('is at most 14 KB compressed, with 20 components, 3 open incidents of 5 updates and 90 days of bad ones', () => {
    const page = renderedFile(busySite(), 'index.html');
    expect(page.match(/class="entry /g)).toHaveLength(15);
    expect(page.match(/<svg class="bar"/g)).toHaveLength(20 + 4);
    expect(page.match(/<path class="(minor|major|critical)" stroke-width/g)!.length).toBeGreaterThan(20);
    expect(gzipSync(page).length).toBeLessThan(14 * 1024);
  });

  it('includes a script of at most 2.4 KB', () => {
    expect(Buffer.byteLength(scriptFile().body)).toBeLessThanOrEqual(2458);
  });

  it('has inline exactly the style whose hash the headers allow', () => {
    const page = renderedFile(siteOf([], '14:00'), 'index.html');
    const inline = /<style>([\s\S]*?)<\/style>/.exec(page)![1]!;
    expect(styleHash('#3a5bd0')).toBe(`'sha256-${createHash('sha256').update(inline).digest('base64')}'`);
    expect(page).not.toMatch(/ style="/);
  });
});
