import { XMLParser } from 'fast-xml-parser';
import { describe, expect, it } from 'vitest';
import { renderedFile, renderedJson, siteOf } from './support/site.ts';
import { at, story } from './support/story.ts';

const parser = new XMLParser({
  ignoreAttributes: false,
  isArray: (name) => name === 'entry' || name === 'item',
  processEntities: true,
  htmlEntities: true,
});
const incident = story(
  'i1',
  ['14:00', { title: 'Fails: a < b && "c" 🙂', message: 'Logins **fail**.', workaround: 'Use the app.' }],
  ['14:10', { kind: 'apology', automated: true, message: 'We are sorry.' }],
);
const input = siteOf([incident], '14:20');

describe('the feeds', () => {
  it('have one entry per update, newest first, with titles as they were written', () => {
    const entries = parser.parse(renderedFile(input, 'history.atom')).feed.entry;
    expect(entries.map((entry: { title: string }) => entry.title)).toEqual([
      'Apology: Fails: a < b && "c" 🙂',
      'Investigating: Fails: a < b && "c" 🙂',
    ]);
    const items = parser.parse(renderedFile(input, 'history.rss')).rss.channel.item;
    expect(items.map((item: { title: string }) => item.title)).toEqual(
      entries.map((entry: { title: string }) => entry.title),
    );
    expect(renderedJson(input, 'history.json').items).toHaveLength(2);
  });

  it('carry the whole text, with what readers can do', () => {
    const entry = parser.parse(renderedFile(input, 'history.atom')).feed.entry[1];
    expect(entry.content['#text']).toContain('<p><strong>Investigating</strong> - Logins <strong>fail</strong>.</p>');
    expect(entry.content['#text']).toContain('What you can do now: Use the app.');
    expect(renderedJson(input, 'history.json').items[1].content_text).toContain('Logins **fail**.');
  });

  it('never change id, title or date of an entry, whatever happens to the incident later', () => {
    const later = story(
      'i1',
      ['14:00', { title: 'Fails: a < b && "c" 🙂', message: 'Logins **fail**.', workaround: 'Use the app.' }],
      ['14:10', { kind: 'apology', automated: true, message: 'We are sorry.' }],
      ['14:30', { kind: 'resolved', status: 'resolved', title: 'Renamed' }],
    );
    const before = parser.parse(renderedFile(input, 'history.atom')).feed.entry;
    const after = parser.parse(renderedFile(siteOf([later], '18:00'), 'history.atom')).feed.entry;
    expect(after.slice(1)).toEqual(before);
    expect(after[0].title).toBe('Resolved: Renamed');
  });

  it('have the date of the newest statement, not of the rendering', () => {
    expect(parser.parse(renderedFile(siteOf([incident], '19:00'), 'history.atom')).feed.updated).toBe(at('14:10'));
  });

  it('survive what XML forbids in a title', () => {
    const bad = story('i2', ['14:00', { title: 'Broken \u0000\u0008 end' }]);
    expect(parser.parse(renderedFile(siteOf([bad], '14:20'), 'history.atom')).feed.entry[0].title).toMatch(
      /Broken\s+end$/,
    );
  });
});
