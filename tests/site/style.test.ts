import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseConfig } from '../../shared/config.ts';
import { contrast, readable } from '../../shared/site/contrast.ts';
import { styleHash } from '../../shared/site/csp.ts';
import { scriptFile } from '../../shared/site/script.ts';
import { renderedFile, siteOf } from './support/site.ts';
import { at, story } from './support/story.ts';

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
  const components = Array.from({ length: 20 }, (_, n) => ({
    id: `c${n}`,
    name: `Component ${n}`,
    description: 'What it is for',
  }));
  const config = parseConfig({ brand: { name: 'Example Cloud' }, components });
  const words = [
    'Since 13:50 UTC, between a tenth and a fifth of the requests to the European region end with error 503.',
    'A deployment at 13:47 UTC exhausted the connections of the session store. We are rolling it back.',
    'The rollback has reached half of the machines; errors there are back to what is normal on other days.',
    'One of the two remaining groups refuses the old version. We are replacing its machines one by one.',
    'Sign-in works again for everybody in our tests. Exports that were waiting are being worked off slowly.',
  ];
  const open = ['a', 'b', 'c'].map((id, n) =>
    story(
      id.repeat(12),
      ...words.map((message, index): Parameters<typeof story>[1] => [
        `14:${index}${n}`,
        {
          message,
          title: `Errors in region ${n}`,
          components: [{ id: `c${n}`, status: 'partial_outage' }],
          promises: { nextUpdateBy: at('15:00') },
        },
      ]),
    ),
  );

  it('is at most 14 KB compressed, with 20 components and 3 open incidents of 5 updates', () => {
    const page = renderedFile({ ...siteOf(open, '14:50'), config }, 'index.html');
    expect(page.match(/class="entry /g)).toHaveLength(15);
    expect(gzipSync(page).length).toBeLessThan(14 * 1024);
  });

  it('includes a script of at most 2 KB', () => {
    expect(Buffer.byteLength(scriptFile().body)).toBeLessThanOrEqual(2048);
  });

  it('has inline exactly the style whose hash the headers allow', () => {
    const page = renderedFile(siteOf([], '14:00'), 'index.html');
    const inline = /<style>([\s\S]*?)<\/style>/.exec(page)![1]!;
    expect(styleHash('#3a5bd0')).toBe(`'sha256-${createHash('sha256').update(inline).digest('base64')}'`);
    expect(page).not.toMatch(/ style="/);
  });
});
