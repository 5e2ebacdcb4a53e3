import { describe, expect, it } from 'vitest';
import { textOf as textOnX } from '../../shared/app/x/post-text.ts';
import { spoken } from '../../shared/config/voice.ts';
import { evolve } from '../../shared/core/evolve.ts';
import { type Incident, type ReportedIncident, unreported } from '../../shared/core/incident.ts';
import { renderIncident } from '../../shared/site/render-site.ts';
import { filesOf } from '../site/support/reader.ts';
import { renderedFile, renderedJson, siteOf, textOf } from '../site/support/site.ts';
import { at, entriesOf, type Said, story } from '../site/support/story.ts';

const MERGED: readonly [string, Said][] = [
  ['14:00', { title: 'Calls fail', message: 'Calls fail.' }],
  ['14:05', { kind: 'merged', into: 'i2', message: 'It goes on in “Logins fail”.' }],
];
const merged = story('i1', ...MERGED);
const target = story(
  'i2',
  ['14:01', { title: 'Logins fail', message: 'Logins fail.' }],
  ['14:05', { automated: true, takes: 'i1', message: '“Calls fail” goes on here.' }],
);
const other = { id: 'i2', title: 'Logins fail' };

const ownFile = (key: string, goesOnIn?: typeof other) =>
  renderIncident({ ...siteOf([target, merged], '14:10'), incident: merged, goesOnIn }).find((file) => file.key === key)!
    .body;

describe('an incident that was merged', () => {
  it('continues on its page in the other one, by its title and a link, and has neither ended nor lasted', () => {
    const page = ownFile('incidents/i1/index.html', other);
    expect(page).toContain('Continues in: <a href="/incidents/i2">Logins fail</a>');
    expect(textOf(page)).not.toMatch(/Ended|Lasted/);
    expect(page.match(/href="\/incidents\/i2"/g)).toHaveLength(2);
  });

  it('continues in another incident where it is not known in which', () => {
    expect(textOf(ownFile('incidents/i1/index.html'))).toContain('Continues in: another incident.');
  });

  it('is said to support to go on there, with the address', () => {
    const [first, second] = ownFile('incidents/i1/say.txt', other).split('\n');
    expect(first).toBe('“Calls fail” turned out to be part of “Logins fail”.');
    expect(second).toMatch(/^What we know is said there: https?:\/\/\S+\/incidents\/i2\.$/);
  });

  it('gives clients and feed readers the address of the other one with its last words', () => {
    const files = filesOf([target, merged], '14:10');
    const { incidents } = renderedJson(siteOf([target, merged], '14:10'), 'api/v2/incidents.json') as {
      incidents: { id: string; incident_updates: { body: string; status: string }[] }[];
    };
    const last = incidents.find(({ id }) => id === 'i1')!.incident_updates[0]!;
    expect(last).toMatchObject({ status: 'resolved' });
    expect(last.body).toMatch(/^It goes on in “Logins fail”\.\n\nhttps?:\/\/\S+\/incidents\/i2$/);
    for (const key of ['history.atom', 'history.rss', 'history.json']) {
      const feed = files.find((file) => file.key === key)!.body;
      expect(feed).toMatch(/href=\\?(&quot;|"|&#34;)?https?:\/\/[^"&]+\/incidents\/i2/);
    }
  });

  it('ends its thread on X with a link to where it goes on', () => {
    const entries = entriesOf('i1', ...MERGED);
    const incident = entries.reduce<Incident>(evolve, unreported('i1')) as ReportedIncident;
    const plan = { entry: entries[1]!, root: false, late: false, link: true } as Parameters<typeof textOnX>[2];
    const { text } = textOnX({ voice: spoken, siteUrl: 'https://status.example.org' }, incident, plan, at('14:05:10'));
    expect(text).toContain('It goes on in “Logins fail”.');
    expect(text).toMatch(/https:\/\/status\.example\.org\/incidents\/i2$/);
  });

  it('is linked from the page of the other one, beside the words that name it', () => {
    const page = renderIncident({ ...siteOf([target, merged], '14:10'), incident: target }).find(
      ({ key }) => key === 'incidents/i2/index.html',
    )!.body;
    expect(textOf(page)).toContain('“Calls fail” goes on here.');
    expect(page).toContain('<a href="/incidents/i1">');
    expect(renderedFile(siteOf([target, merged], '14:10'), 'index.html')).toContain('href="/incidents/i1"');
  });
});
