import { existsSync, readFileSync } from 'node:fs';
import Ajv2020 from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { describe, expect, it } from 'vitest';
import { type PublicIncident, publicIncident } from '../../shared/core/public-incident.ts';
import { renderIncident, renderSite } from '../../shared/site/render-site.ts';
import { scheduled, worked } from '../support/maintenance-story.ts';
import { type Look, look, opened, type Step, toldReported } from '../support/story.ts';
import { fileOf, renderedFile, renderedJson, siteOf, textOf } from './support/site.ts';

/** What the public sees of a chain that is told like this. */
const shown = (...steps: readonly (Step | Look)[]): PublicIncident => publicIncident(toldReported(...steps));

const planned = shown(scheduled('10:00'));
const byClock = shown(scheduled('10:00'), look('22:00'));
const byPerson = shown(scheduled('10:00'), worked('22:00', 'in_progress', { message: 'We have begun.' }));
const overrun = shown(scheduled('10:00'), worked('22:00', 'in_progress'), look('23:02'));
const unconfirmed = shown(scheduled('10:00'), look('22:00'), look('23:00'));
const done = shown(scheduled('10:00'), worked('22:00', 'in_progress'), worked('22:40', 'completed'));
const cancelled = shown(scheduled('10:00'), worked('11:00', 'cancelled', { message: 'Not tonight.' }));
const outage = { ...shown(opened('21:00', { components: [{ id: 'website', status: 'partial_outage' }] })), id: 'i2' };

const index = (incidents: readonly PublicIncident[], now: string) =>
  textOf(renderedFile(siteOf(incidents, now), 'index.html'));
const statusOf = (incidents: readonly PublicIncident[], now: string) =>
  renderedJson(siteOf(incidents, now), 'api/v2/status.json').status;

describe('the front page', () => {
  it('announces the next work with both times, and stays clear until it begins', () => {
    const page = index([planned], '14:00');
    expect(page).toContain('No known problems');
    expect(page).toContain(
      'Planned maintenance Database upgrade 22:00 UTC 22 Nov 2026 until 23:00 UTC 22 Nov 2026 · API',
    );
  });

  it('lists what comes next first', () => {
    const later = {
      ...shown(scheduled('11:00', { title: 'Later work', scheduledFor: '+1 22:00', scheduledUntil: '+1 23:00' })),
      id: 'i3',
    };
    const page = index([later, planned], '14:00');
    expect(page.indexOf('Database upgrade')).toBeLessThan(page.indexOf('Later work'));
  });

  it('says that work is under way, and no incident', () => {
    const page = index([byPerson], '22:10');
    expect(page).toContain('Maintenance is under way: API');
    expect(page).toContain('API Under maintenance');
    expect(page).toContain('Planned end');
    expect(page).not.toContain('No known problems');
    expect(page).not.toContain('is open.  One incident');
  });

  it('says it when the planned end has passed', () => {
    expect(index([byPerson], '23:00')).toContain('Maintenance has passed its planned end: API');
    expect(index([overrun], '23:10')).toContain('None promised. The planned end has passed');
  });

  it('is neither clear nor an outage while nobody has confirmed what the clock ended', () => {
    const page = index([unconfirmed], '23:10');
    expect(page).toContain('Maintenance ended on schedule, not yet confirmed: API');
    expect(page).toContain('API Under maintenance');
    expect(page).not.toContain('No known problems');
    const confirmed = shown(scheduled('10:00'), look('22:00'), look('23:00'), worked('23:05', 'completed'));
    expect(index([confirmed], '23:10')).toContain('No known problems');
  });

  it('gives way to an incident, and still shows the work', () => {
    const page = index([outage, byPerson], '22:10');
    expect(page).toContain('Partial outage: Website');
    expect(page).toContain('One incident is open.');
    expect(page).toContain('Database upgrade');
  });

  it('says nothing of work that was cancelled but where it is closed', () => {
    const page = index([cancelled], '14:00');
    expect(page).not.toContain('Planned maintenance');
    expect(page).toContain('Maintenance cancelled');
  });
});

describe('the page of a maintenance', () => {
  const page = (incident: PublicIncident, now: string) =>
    textOf(fileOf(renderIncident({ ...siteOf([incident], now), incident }), 'incidents/i1/index.html').body);

  it('tells the plan, everything that was said, and by whom', () => {
    const text = page(byClock, '22:10');
    expect(text).toContain('Planned from 22:00 UTC 22 Nov 2026 until 23:00 UTC 22 Nov 2026');
    expect(text).toContain('Maintenance in progress 22:00 UTC 22 Nov 2026 automated');
    expect(text).toContain('Maintenance scheduled 10:00 UTC 22 Nov 2026 by a person');
    expect(text).toContain('Planned to begin at 22:00 UTC. Planned to end by 22 Nov, 23:00 UTC.');
  });

  it('says how long it took, and not that it was an incident', () => {
    const text = page(done, '23:00');
    expect(text).toContain('Maintenance completed');
    expect(text).toContain('Took 40 min');
    expect(text).not.toMatch(/Restored|Resolved|impact/);
  });

  it('says that the beginning has passed, while nobody may begin it', () => {
    expect(page(planned, '22:05')).toContain('The planned beginning has passed');
    expect(page(planned, '21:55')).not.toContain('The planned beginning has passed');
  });
});

describe('the documents of API v2', () => {
  const names = (incidents: readonly PublicIncident[], path: string) =>
    renderedJson(siteOf(incidents, '23:30'), `api/v2/${path}.json`).scheduled_maintenances.map(
      (one: { status: string }) => one.status,
    );
  const everything = [planned, byPerson, unconfirmed, done, cancelled].map((one, nth) => ({ ...one, id: `m${nth}` }));

  it('list what is to come, what goes on, and what was, each where clients look for it', () => {
    expect(names(everything, 'scheduled-maintenances').toSorted()).toEqual([
      'completed',
      'completed',
      'in_progress',
      'scheduled',
    ]);
    expect(names(everything, 'scheduled-maintenances/upcoming')).toEqual(['scheduled']);
    expect(names(everything, 'scheduled-maintenances/active')).toEqual(['in_progress']);
    expect(names(everything, 'summary').toSorted()).toEqual(['in_progress', 'scheduled']);
  });

  it('never list it among the incidents', () => {
    const input = siteOf([outage, ...everything], '23:30');
    expect(renderedJson(input, 'api/v2/incidents.json').incidents.map((one: { id: string }) => one.id)).toEqual(['i2']);
    expect(renderedJson(input, 'api/v2/incidents/unresolved.json').incidents).toHaveLength(1);
    expect(renderedJson(input, 'api/v2/summary.json').incidents).toHaveLength(1);
  });

  it('give both times, the impact that clients know, and a link that leads to the page', () => {
    expect(renderedJson(siteOf([byPerson], '22:10'), 'api/v2/summary.json').scheduled_maintenances[0]).toMatchObject({
      impact: 'maintenance',
      scheduled_for: '2026-11-22T22:00:00.000Z',
      scheduled_until: '2026-11-22T23:00:00.000Z',
      started_at: '2026-11-22T22:00:00.000Z',
      shortlink: 'https://status.example.com/incidents/i1',
      components: [{ id: 'api', status: 'under_maintenance' }],
    });
  });

  it('show the page under maintenance while work goes on or its end is not confirmed, and not before', () => {
    expect(statusOf([planned], '14:00').indicator).toBe('none');
    expect(statusOf([byPerson], '22:10')).toEqual({
      indicator: 'maintenance',
      description: 'Service Under Maintenance',
    });
    expect(statusOf([unconfirmed], '23:10')).toEqual({
      indicator: 'maintenance',
      description: 'Maintenance ended on schedule, not yet confirmed',
    });
    expect(statusOf([done], '23:10').indicator).toBe('none');
    expect(statusOf([outage, byPerson], '22:10').indicator).toBe('major');
  });
});

describe('other readers', () => {
  it('find every statement about it in the feeds, under a title that says what it is', () => {
    const titles = renderedJson(siteOf([unconfirmed], '23:10'), 'history.json').items.map(
      (one: { title: string }) => one.title,
    );
    expect(titles).toEqual([
      'Maintenance ended on schedule, not confirmed: Database upgrade',
      'Maintenance in progress: Database upgrade',
      'Maintenance scheduled: Database upgrade',
    ]);
  });

  it('see a badge that is not green while work goes on', () => {
    expect(renderedFile(siteOf([byPerson], '22:10'), 'badge.svg')).toContain('Example Cloud: maintenance');
    expect(renderedFile(siteOf([planned], '14:00'), 'badge.svg')).toContain('no known problems');
  });

  it('find no planned end counted among the restore times of incidents', () => {
    const text = textOf(renderedFile(siteOf([done], '23:10'), 'promises/index.html'));
    expect(text).toContain('Restore times (the first of each incident) 0 kept, 0 missed');
  });
});

// The vendor's schema is not ours to ship; where it is at hand, every document must fit it.
const SCHEMA = new URL('../../../shared/data/statuspage-v2/statuspage-v2.schema.json', import.meta.url);

describe.skipIf(!existsSync(SCHEMA))(
  `the schema of Statuspage v2 (skipped where ${SCHEMA.pathname.split('/').at(-1)} is not at hand)`,
  () => {
    const site = siteOf([planned, byPerson, overrun, unconfirmed, done, cancelled, outage], '23:30');
    const documents = [
      ['summary', 'summary'],
      ['components', 'components'],
      ['incidents', 'incidents'],
      ['scheduled-maintenances', 'scheduled-maintenances'],
      ['scheduled-maintenances/upcoming', 'scheduled-maintenances'],
      ['scheduled-maintenances/active', 'scheduled-maintenances'],
    ];

    it.each(documents)('accepts %s.json with maintenance in it', (path, name) => {
      const ajv = new Ajv2020.Ajv2020({ strict: false });
      addFormats.default(ajv);
      ajv.addSchema(JSON.parse(readFileSync(SCHEMA, 'utf8')), 'v2');
      const validate = ajv.getSchema(`v2#/$defs/${name}.json`);
      expect(validate).toBeDefined();
      validate!(JSON.parse(fileOf(renderSite(site), `api/v2/${path}.json`).body));
      expect(validate!.errors ?? []).toEqual([]);
    });
  },
);
