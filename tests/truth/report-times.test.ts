import { describe, expect, it } from 'vitest';
import { textOf as textOnX } from '../../shared/app/x/post-text.ts';
import { spoken } from '../../shared/config/voice.ts';
import { evolve } from '../../shared/core/evolve.ts';
import { type Incident, type ReportedIncident, unreported } from '../../shared/core/incident.ts';
import { renderIncident } from '../../shared/site/render-site.ts';
import { filesOf } from '../site/support/reader.ts';
import { siteOf, textOf } from '../site/support/site.ts';
import { at, entriesOf, type Said, story } from '../site/support/story.ts';

const RESOLVED: readonly [string, Said][] = [
  ['14:00', { title: 'Calls fail', message: 'Calls fail.', promises: {} }],
  [
    '14:05',
    { kind: 'resolved', status: 'resolved', message: 'Calls work again.', promises: { reportBy: at('16:00') } },
  ],
];
const MOVED: [string, Said] = [
  '15:00',
  {
    kind: 'update',
    status: 'resolved',
    message: 'The report takes longer.',
    promises: { reportBy: at('18:00') },
    settles: [{ seq: 2, promise: 'reportBy', as: 'revised' }],
  },
];
const PUBLISHED_AGAIN: [string, Said] = [
  '15:10',
  { kind: 'postmortem', message: 'A cable was cut.', settles: [{ seq: 2, promise: 'reportBy', as: 'kept' }] },
];
const REOPENED: [string, Said] = [
  '15:00',
  { kind: 'reopened', status: 'investigating', message: 'Calls fail again.', promises: { nextUpdateBy: at('15:30') } },
];

const pageOf = (now: string, ...said: [string, Said][]) => {
  const incident = story('i1', ...RESOLVED, ...said);
  const page = renderIncident({ ...siteOf([incident], now), incident }).find(
    ({ key }) => key === 'incidents/i1/index.html',
  )!.body;
  return { page, heads: [...page.matchAll(/<b class="phase">([^<]+)</g)].map(([, word]) => word) };
};

const onX = (...said: [string, Said][]) => {
  const entries = entriesOf('i1', ...RESOLVED, ...said);
  const incident = entries.reduce<Incident>(evolve, unreported('i1')) as ReportedIncident;
  const plan = { entry: entries.at(-1)!, root: false, late: false, link: false } as Parameters<typeof textOnX>[2];
  return textOnX({ voice: spoken, siteUrl: 'https://status.example.org' }, incident, plan, entries.at(-1)!.at).text;
};

describe('a report that comes at another time', () => {
  it('is told as an update, not as a second end, and the end stays where it was', () => {
    const { page, heads } = pageOf('15:05', MOVED);
    expect(heads).toEqual(['Update', 'Resolved', 'Investigating']);
    expect(textOf(page)).toContain('18:00 UTC');
    expect(textOf(page)).toMatch(/Ended 14:05 UTC/);
    expect(onX(MOVED)).toMatch(/^Update: The report takes longer\./);
    const feed = filesOf([story('i1', ...RESOLVED, MOVED)], '15:05').find(({ key }) => key === 'history.atom')!.body;
    expect([...feed.matchAll(/<entry>[\s\S]*?<title[^>]*>([^<]+)</g)].map(([, title]) => title)).toEqual([
      'Update: Calls fail',
      'Resolved: Calls fail',
      'Investigating: Calls fail',
    ]);
  });

  it('is called late on its page while the incident is open again, beside both clocks', () => {
    const { page } = pageOf('16:05', REOPENED);
    expect(textOf(page)).toMatch(/Report promised for 16:00 UTC 22 Nov 2026 late by 5 min/);
  });

  it('and one that is published while it is open again is a report, and ends nothing', () => {
    const { heads } = pageOf('15:15', REOPENED, PUBLISHED_AGAIN);
    expect(heads.slice(0, 2)).toEqual(['Report', 'Reopened']);
    expect(onX(REOPENED, PUBLISHED_AGAIN)).toMatch(/^Postmortem: A cable was cut\./);
  });
});
