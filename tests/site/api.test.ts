import { existsSync, readFileSync } from 'node:fs';
import Ajv2020 from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { describe, expect, it } from 'vitest';
import type { PublicIncident } from '../../shared/core/public-incident.ts';
import { renderIncident, renderSite } from '../../shared/site/render-site.ts';
import { fileOf, renderedJson, siteOf, testConfig } from './support/site.ts';
import { at, story } from './support/story.ts';

const open = story(
  'openincident',
  ['14:00', { components: [{ id: 'api', status: 'partial_outage' }], promises: { nextUpdateBy: at('14:30') } }],
  ['14:10', { status: 'identified', message: 'We know why.' }],
);
const closed = story(
  'closedincide',
  ['10:00', { impact: 'minor', components: [{ id: 'website', status: 'degraded_performance' }] }],
  ['10:20', { status: 'monitoring' }],
  ['10:40', { kind: 'resolved', status: 'resolved', components: [{ id: 'website', status: 'operational' }] }],
);

const status = (incidents: readonly PublicIncident[]) =>
  renderedJson(siteOf(incidents, '14:20'), 'api/v2/status.json').status;

describe('the status of the whole page', () => {
  it('is "none" when nothing is open', () => {
    expect(status([closed])).toEqual({ indicator: 'none', description: 'All Systems Operational' });
  });

  it('follows the components', () => {
    const said = (api: 'degraded_performance' | 'partial_outage' | 'major_outage' | 'under_maintenance') =>
      status([story('i1', ['14:00', { impact: 'minor', components: [{ id: 'api', status: api }] }])]).description;
    expect(said('partial_outage')).toBe('Minor Service Outage');
    expect(said('major_outage')).toBe('Partial System Outage');
  });

  it('is critical when every component is out', () => {
    const all = testConfig.components.map(({ id }) => ({ id, status: 'major_outage' as const }));
    expect(status([story('i1', ['14:00', { impact: 'minor', components: all }])]).indicator).toBe('critical');
  });

  it('is lifted by the impact of what is open', () => {
    expect(status([story('i1', ['14:00', { impact: 'critical' }])]).indicator).toBe('critical');
  });

  it('is never "none" while an incident is open, also without impact or while it is watched', () => {
    expect(status([story('i1', ['14:00', { impact: 'none' }])]).indicator).toBe('minor');
    expect(status([story('i1', ['14:00', { status: 'monitoring', impact: 'minor' }])]).indicator).toBe('minor');
  });

  it('takes for each component the worst that any open incident says', () => {
    const a = story('a', ['14:00', { components: [{ id: 'api', status: 'major_outage' }] }]);
    const b = story('b', ['14:05', { components: [{ id: 'api', status: 'operational' }] }]);
    const rows = renderedJson(siteOf([a, b], '14:20'), 'api/v2/components.json').components;
    expect(rows.find((row: { id: string }) => row.id === 'api').status).toBe('major_outage');
    expect(rows.find((row: { id: string }) => row.id === 'platform').status).toBe('major_outage');
  });
});

describe('the documents of API v2', () => {
  const input = siteOf([open, closed], '14:20');

  it('list unresolved incidents in the summary, and all of them in incidents.json, newest first', () => {
    expect(renderedJson(input, 'api/v2/summary.json').incidents.map((one: { id: string }) => one.id)).toEqual([
      'openincident',
    ]);
    expect(renderedJson(input, 'api/v2/incidents.json').incidents.map((one: { id: string }) => one.id)).toEqual([
      'openincident',
      'closedincide',
    ]);
  });

  it('give updates newest first, and the older document of one incident oldest first', () => {
    const bodies = renderedJson(input, 'api/v2/summary.json').incidents[0].incident_updates.map(
      (one: { body: string }) => one.body,
    );
    expect(bodies).toEqual(['We know why.', 'Some requests fail.']);
    const own = renderIncident({ ...input, incident: open });
    expect(JSON.parse(fileOf(own, 'incidents/openincident.json').body).incident_updates[0].body).toBe(
      'Some requests fail.',
    );
  });

  it('keep monitoring_at and resolved_at null until it is so', () => {
    const [first, second] = renderedJson(input, 'api/v2/incidents.json').incidents;
    expect([first.monitoring_at, first.resolved_at]).toEqual([null, null]);
    expect([second.monitoring_at, second.resolved_at]).toEqual([at('10:20'), at('10:40')]);
  });

  it('name what an update changed, and null where it named no component', () => {
    const updates = renderedJson(input, 'api/v2/incidents.json').incidents[1].incident_updates;
    expect(updates[0].affected_components).toEqual([
      { code: 'website', name: 'Website', old_status: 'degraded_performance', new_status: 'operational' },
    ]);
    expect(updates[1].affected_components).toBeNull();
  });

  it('show an incident with its components as they are now', () => {
    expect(renderedJson(input, 'api/v2/incidents.json').incidents[1].components[0].status).toBe('operational');
  });

  it('give every update an id of 12 letters and digits that stays the same', () => {
    const ids = () =>
      renderedJson(siteOf([open, closed], '14:29'), 'api/v2/incidents.json').incidents.flatMap(
        (one: { incident_updates: { id: string }[] }) => one.incident_updates.map((update) => update.id),
      );
    expect(new Set(ids()).size).toBe(5);
    for (const id of ids()) expect(id).toMatch(/^[a-z0-9]{12}$/);
    expect(ids()).toEqual(ids());
  });

  it('say of a component when it last changed, also once it is well again', () => {
    const rows = renderedJson(input, 'api/v2/components.json').components;
    const updated = (id: string) => rows.find((row: { id: string }) => row.id === id).updated_at;
    expect(updated('website')).toBe(at('10:40'));
    expect(updated('api')).toBe(at('14:00'));
    expect(updated('platform')).toBe(at('14:00'));
    expect(updated('webhooks') < at('10:00')).toBe(true);
  });

  it('carry promises as additional fields', () => {
    const incident = renderedJson(input, 'api/v2/incidents/unresolved.json').incidents[0];
    expect(incident.next_update_by).toBe(at('14:30'));
    expect(incident.promises[0]).toMatchObject({ seq: 1, promise: 'nextUpdateBy', state: 'open', source: 'person' });
  });

  it('say when it began, if the first entry admits an earlier time', () => {
    const late = story('late', ['14:00', { happenedAt: at('13:20') }]);
    expect(renderedJson(siteOf([late], '14:10'), 'api/v2/incidents.json').incidents[0]).toMatchObject({
      started_at: at('13:20'),
      created_at: at('14:00'),
    });
  });
});

// The vendor's schema is not ours to ship; where it is at hand, every document must fit it.
const SCHEMA = new URL('../../../shared/data/statuspage-v2/statuspage-v2.schema.json', import.meta.url);

describe.skipIf(!existsSync(SCHEMA))(
  `the schema of Statuspage v2 (skipped where ${SCHEMA.pathname.split('/').at(-1)} is not at hand)`,
  () => {
    const PATHS = [
      'summary',
      'status',
      'components',
      'incidents',
      'incidents/unresolved',
      'scheduled-maintenances',
      'scheduled-maintenances/upcoming',
      'scheduled-maintenances/active',
    ];
    const names = PATHS.map(
      (path) =>
        [
          path,
          `${path.replace('incidents/unresolved', 'incidents').replace(/scheduled-maintenances\/.*/, 'scheduled-maintenances')}.json`,
        ] as const,
    );
    const sites = { empty: siteOf([], '14:20'), busy: siteOf([open, closed], '14:20') };

    it.each(names)('accepts %s.json', (path, name) => {
      const ajv = new Ajv2020.Ajv2020({ strict: false });
      addFormats.default(ajv);
      ajv.addSchema(JSON.parse(readFileSync(SCHEMA, 'utf8')), 'v2');
      const validate = ajv.getSchema(`v2#/$defs/${name}`);
      expect(validate).toBeDefined();
      for (const site of Object.values(sites)) {
        validate!(JSON.parse(fileOf(renderSite(site), `api/v2/${path}.json`).body));
        expect(validate!.errors ?? []).toEqual([]);
      }
    });
  },
);
