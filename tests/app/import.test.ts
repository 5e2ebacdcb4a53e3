import { beforeEach, describe, expect, it } from 'vitest';
import { memoryControl } from '../../shared/adapters/memory/control.ts';
import { memoryDeliveries } from '../../shared/adapters/memory/deliveries.ts';
import { memoryImports } from '../../shared/adapters/memory/imports.ts';
import { memoryLog } from '../../shared/adapters/memory/incident-log.ts';
import { memoryNudges } from '../../shared/adapters/memory/nudges.ts';
import { memorySiteIndex } from '../../shared/adapters/memory/site-index.ts';
import { memorySiteStore } from '../../shared/adapters/memory/site-store.ts';
import { memoryTable } from '../../shared/adapters/memory/table.ts';
import { importIncident, removeImport } from '../../shared/app/import.ts';
import { publishSite } from '../../shared/app/site/publish.ts';
import { rebuildSite } from '../../shared/app/site/rebuild.ts';
import { config } from '../../shared/config/config.ts';
import { spoken } from '../../shared/config/voice.ts';
import type { ImportedIncident } from '../../shared/core/imported-incident.ts';
import { chainOf, opening } from '../support/entries.ts';

const AT = (clock: string) => `2026-07-30T${clock}:00.000Z`;

const TOLD: ImportedIncident = {
  id: '9tpgqq1h4bs7',
  from: 'old.example.com',
  title: 'Searches time out',
  status: 'resolved',
  impact: 'maintenance',
  createdAt: AT('09:07'),
  updatedAt: AT('10:13'),
  startedAt: AT('09:00'),
  resolvedAt: AT('10:12'),
  components: ['cnnb39dkkk82'],
  feed: { id: 'tag:old.example.com,2005:Incident/31233568', publishedAt: AT('10:12') },
  updates: [
    {
      id: 'u1',
      status: 'investigating',
      body: 'Searches time out.<br />We look into it.',
      displayAt: AT('09:07'),
      createdAt: AT('09:08'),
      updatedAt: AT('09:09'),
      affected: [{ id: 'cnnb39dkkk82', name: 'Search', from: 'operational', to: 'major_outage' }],
    },
    {
      id: 'u2',
      status: 'resolved',
      body: 'It is over.',
      displayAt: AT('10:12'),
      createdAt: AT('10:12'),
      updatedAt: AT('10:12'),
    },
  ],
};

function house() {
  const table = memoryTable();
  const clock = { now: () => '2026-11-22T10:00:00.000Z' };
  const site = memorySiteStore('hash');
  const ports = {
    clock,
    log: memoryLog({ table, clock }),
    siteIndex: memorySiteIndex(table),
    imports: memoryImports(),
    deliveries: memoryDeliveries(table),
    control: memoryControl(table),
    nudges: memoryNudges(),
    site,
    config,
    voice: spoken,
    siteUrl: 'https://status.example.com',
  };
  const file = (key: string) => site.files.get(key)?.body ?? '';
  return { ports, file, document: (key: string) => JSON.parse(file(key)) };
}

let at: ReturnType<typeof house>;
beforeEach(() => {
  at = house();
});

const brought = async (told: ImportedIncident = TOLD) => {
  const result = await importIncident(at.ports, told);
  await publishSite(at.ports, told.id);
  return result;
};

describe('an imported incident', () => {
  it('answers at its old address and in the API with the ids, dates and words that it had', async () => {
    await brought();
    const [incident] = at.document('api/v2/incidents.json').incidents;
    expect(incident).toMatchObject({
      id: '9tpgqq1h4bs7',
      created_at: AT('09:07'),
      updated_at: AT('10:13'),
      started_at: AT('09:00'),
      resolved_at: AT('10:12'),
      impact: 'maintenance',
      imported_from: 'old.example.com',
    });
    expect(incident.incident_updates[1]).toMatchObject({
      id: 'u1',
      body: 'Searches time out.<br />We look into it.',
      created_at: AT('09:08'),
      display_at: AT('09:07'),
      affected_components: [
        { code: 'cnnb39dkkk82', name: 'Search', old_status: 'operational', new_status: 'major_outage' },
      ],
    });
    const page = at.file('incidents/9tpgqq1h4bs7/index.html');
    expect(page).toContain('Imported from old.example.com');
    expect(page).toMatch(/Search(<[^>]+>)*: <b>major outage<\/b>/);
    for (const ours of ['by a person', 'statements by people', 'SHA-256']) expect(page).not.toContain(ours);
    expect(page).not.toContain('&lt;br');
    expect(at.file('history/2026-07/index.html')).toContain('Searches time out');
  });

  it('stands in no chain, no score and no day of ours', async () => {
    await brought();
    expect(at.ports.site.files.has('incidents/9tpgqq1h4bs7/log.jsonl')).toBe(false);
    expect(at.file('incidents/9tpgqq1h4bs7/index.html')).not.toContain('log.jsonl');
    expect(at.document('promises.json').ledger).toMatchObject({ relapses: 0, since: '2026-11-22' });
    expect((await at.ports.siteIndex.read()).days).toEqual([]);
  });

  it('is the item of the feed that readers know, and no item at all if they cannot know it', async () => {
    await brought();
    const { feed: _feed, ...unknown } = TOLD;
    await brought({ ...unknown, id: 'older', title: 'Long ago', createdAt: AT('01:00') });
    const ids = [...at.file('history.atom').matchAll(/<entry>\n<id>(.*?)<\/id>/g)].map(([, id]) => id);
    expect(ids).toEqual(['tag:old.example.com,2005:Incident/31233568']);
  });

  it('changes nothing when it comes again, and follows what is said there', async () => {
    expect(await brought()).toBe('added');
    expect(await brought({ ...TOLD })).toBe('unchanged');
    expect((await at.ports.imports.read(TOLD.id))?.rev).toBe(1);
    expect(await brought({ ...TOLD, title: 'Searches were slow' })).toBe('changed');
    expect(at.file('incidents/9tpgqq1h4bs7/index.html')).toContain('Searches were slow');
    expect(at.document('api/v2/incidents.json').incidents).toHaveLength(1);
  });

  it('never speaks over an incident that was opened here', async () => {
    await at.ports.log.append(chainOf(TOLD.id, [opening()])[0]!, undefined);
    expect(await brought()).toBe('ours');
    expect(at.file('incidents/9tpgqq1h4bs7/index.html')).not.toContain('old.example.com');
  });

  it('is taken out again without a trace of its words, and can come back', async () => {
    await brought();
    expect(await removeImport(at.ports, TOLD.id)).toBe(true);
    await publishSite(at.ports, TOLD.id);
    const page = at.file('incidents/9tpgqq1h4bs7/index.html');
    expect(page).toContain('was taken out again');
    for (const [key, { body }] of at.ports.site.files)
      expect(body.includes('time out') || body.includes('It is over.'), key).toBe(false);
    expect(at.document('api/v2/incidents.json').incidents).toEqual([]);
    expect(await brought()).toBe('added');
    expect(at.document('api/v2/incidents.json').incidents).toHaveLength(1);
    expect(await removeImport(at.ports, 'nothing')).toBe(false);
  });

  it('is taken out all the same when somebody else has changed it meanwhile', async () => {
    await brought();
    const { put } = at.ports.imports;
    at.ports.imports.put = async (record) => {
      at.ports.imports.put = put;
      await brought({ ...TOLD, title: 'Searches were slow' });
      return put(record);
    };
    expect(await removeImport(at.ports, TOLD.id)).toBe(true);
    expect(await at.ports.imports.read(TOLD.id)).toMatchObject({ removed: true, rev: 3, incident: { title: '' } });
  });

  it('is there again after the site was lost, in its month among our own', async () => {
    await brought();
    const site = memorySiteStore('hash');
    await rebuildSite({ ...at.ports, site });
    expect(site.files.get('incidents/9tpgqq1h4bs7/index.html')?.body).toContain('Imported from');
    expect(site.files.get('history/2026-07/index.html')?.body).toContain('Searches time out');
  });

  it('shows what is not over as open, and colours the components that we have', async () => {
    const known = config.components[0]!.id;
    const [first] = TOLD.updates;
    const affected = [{ id: known, name: 'X', from: 'operational', to: 'partial_outage' }] as const;
    const { resolvedAt: _over, ...open } = TOLD;
    await brought({
      ...open,
      status: 'investigating',
      impact: 'major',
      components: [known],
      updates: [{ ...first!, affected }],
    });
    expect(at.document('api/v2/incidents/unresolved.json').incidents).toHaveLength(1);
    const summary = at.document('api/v2/summary.json');
    expect(summary.components.find(({ id }: { id: string }) => id === known)).toMatchObject({
      status: 'partial_outage',
    });
    expect(summary.status.indicator).toBe('major');
  });
});
