import { parseFeed } from 'feedsmith';
import RssParser from 'rss-parser';
import { describe, expect, it } from 'vitest';
import { renderedFile, renderedJson, siteOf } from './support/site.ts';
import { at, story } from './support/story.ts';

const titles = ['Apology: a < b && "c" 🙂', 'Investigating: a < b && "c" 🙂'];
const incident = story(
  'i1',
  ['14:00', { title: 'a < b && "c" 🙂', message: 'Logins **fail** & more.' }],
  ['14:10', { kind: 'apology', automated: true, message: 'We are sorry.' }],
);
const input = siteOf([incident], '14:20');
const ids = [2, 1].map((seq) => `tag:status.example.com,2026:incidents/i1/${seq}`);

describe.each(['history.atom', 'history.rss'])('%s', (key) => {
  it('says the same to rss-parser as we wrote', async () => {
    const { items } = await new RssParser().parseString(renderedFile(input, key));
    expect(items.map((item) => item.title)).toEqual(titles);
    expect(items.map((item) => item.guid ?? item.id)).toEqual(ids);
    expect(items.map((item) => item.isoDate)).toEqual([at('14:10'), at('14:00')]);
    expect(items[1]!.content).toContain(
      '<p><strong>Investigating</strong> - Logins <strong>fail</strong> &amp; more.</p>',
    );
  });

  it('says the same to feedsmith as we wrote', () => {
    const parsed = parseFeed(renderedFile(input, key));
    const items =
      (parsed.format === 'atom' ? parsed.feed.entries : parsed.format === 'rss' ? parsed.feed.items : []) ?? [];
    expect(items.map((item) => plainTitle(item.title))).toEqual(titles);
    expect(JSON.stringify(items)).toContain(ids[0]);
    expect(JSON.stringify(items)).toContain(
      '<p><strong>Investigating</strong> - Logins <strong>fail</strong> &amp; more.</p>',
    );
  });
});

describe('history.json', () => {
  it('says the same to feedsmith and to a plain JSON parser', () => {
    const parsed = parseFeed(renderedFile(input, 'history.json'));
    expect(parsed.format).toBe('json');
    const items = renderedJson(input, 'history.json').items;
    expect(items.map((item: { title: string }) => item.title)).toEqual(titles);
    expect(JSON.stringify(parsed.feed)).toContain(ids[1]);
  });
});

const plainTitle = (title: unknown): unknown =>
  typeof title === 'object' && title !== null && 'value' in title ? title.value : title;
