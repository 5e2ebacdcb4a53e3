import { describe, expect, it } from 'vitest';
import { parseConfig } from '../../shared/config/parse-config.ts';
import { wholeSite } from './support/reader.ts';
import { fileOf, siteOf, testConfig } from './support/site.ts';
import { story } from './support/story.ts';

/** What turns text around, steers a terminal, or breaks a feed; Markdown makes the last one from plain letters. */
const TRICKS = [
  '\u202E',
  '\u2066',
  '\u{E0041}',
  '\u200B',
  '\u0000',
  '\u0007',
  '\u001B[31m',
  '\u009B',
  '\uFFFF',
  '&#8238;',
];

const TRICKED = /[\u202A-\u202E\u2066-\u2069\u200B\u{E0000}-\u{E007F}\uFFFF]|[^\P{Cc}\t\n\r]/u;

const withTricks = (text: string) => text + TRICKS.join('x');

/** Everything that somebody may write goes on like this. */
function tricked() {
  const config = parseConfig({
    brand: { name: withTricks('Brand') },
    groups: [{ id: 'g', name: withTricks('Group') }],
    components: ['a', 'b'].map((id) => ({ id, name: withTricks(id), description: withTricks('What'), group: 'g' })),
    contact: [{ label: withTricks('Mail'), href: 'mailto:a@example.com', hours: withTricks('always') }],
  });
  const words = { title: withTricks('Title'), message: withTricks('Message'), workaround: withTricks('Do') };
  const incident = story('i1', ['14:00', { ...words, components: [{ id: 'a', status: 'major_outage' }] }]);
  return wholeSite({ ...siteOf([incident], '14:10'), config });
}

describe('characters that trick a reader', () => {
  it('are in no file that people or programs show', () => {
    const files = tricked().filter((file) => !file.key.endsWith('log.jsonl'));
    expect(files.length).toBeGreaterThan(20);
    expect(files.filter(({ body }) => TRICKED.test(body)).map(({ key }) => key)).toEqual([]);
    // Inside JSON a control character is written in letters.
    const escaped = /\\u(0000|0007|001b|009b|ffff)/i;
    expect(files.filter(({ body }) => escaped.test(body)).map(({ key }) => key)).toEqual([]);
  });

  it('stay in the log alone, whose hashes are made over what was written', () => {
    expect(fileOf(tricked(), 'incidents/i1/log.jsonl').body).toContain('\u202E');
  });
});

describe('what is written from right to left', () => {
  const config = parseConfig({
    ...testConfig,
    components: [{ id: 'api', name: 'واجهة', description: 'וממשק' }],
    groups: [],
    contact: [{ label: 'الدعم', href: 'mailto:a@example.com' }],
  });
  const incident = story('i1', [
    '14:00',
    {
      title: 'تعطل الدخول',
      message: 'لا يمكن الدخول.\u200F',
      workaround: 'אפשר לחכות.',
      components: [{ id: 'api', status: 'major_outage' }],
    },
  ]);
  const files = wholeSite({ ...siteOf([incident], '14:10'), config });
  const page = (key: string) => fileOf(files, key).body;

  it('keeps its marks of direction, as it was typed', () => {
    for (const key of ['index.html', 'incidents/i1/index.html', 'history.atom', 'incidents/i1.json'])
      expect(page(key)).toContain('لا يمكن الدخول.\u200F');
  });

  it('stands in its own direction, and does not reorder what is around it', () => {
    for (const key of ['index.html', 'incidents/i1/index.html']) {
      expect(page(key)).toMatch(/<title dir="auto">/);
      expect(page(key)).toMatch(/<(h1|h2><a) [^>]*dir="auto"[^>]*>تعطل الدخول/);
      expect(page(key)).toContain('<bdi>واجهة</bdi>');
      expect(page(key)).toMatch(/dir="auto"><p>لا يمكن الدخول/);
      expect(page(key)).toMatch(/dir="auto"><p>אפשר לחכות/);
    }
    expect(page('index.html')).toContain('<bdi class="fine what">וממשק</bdi>');
    expect(page('history/index.html')).toMatch(/dir="auto">تعطل الدخول<\/a>/);
    expect(page('incidents/i1/index.html')).toContain('<bdi>الدعم</bdi>');
  });
});
