import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { terminal } from './terminal.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'candor-drill-'));
afterAll(() => rmSync(folder, { recursive: true }));

const UPDATES = [
  ['10:00', 'investigating', 'Searches time out.'],
  ['10:30', 'identified', 'A shard is lost.'],
  ['13:00', 'resolved', 'Searches work again.'],
] as const;

mkdirSync(path.join(folder, 'incidents'));
const FILE = path.join(folder, 'incidents', 'example.jsonl');
writeFileSync(
  FILE,
  JSON.stringify({
    source: 'example',
    id: 'one',
    name: 'Searches time out',
    kind: 'incident',
    impact: 'minor',
    resolved_at: '2024-05-03T13:00:00.000Z',
    components: ['api'],
    updates: UPDATES.map(([clock, status, body]) => ({ at: `2024-05-03T${clock}:00.000Z`, status, body })),
  }),
);
const DRILL = ['drill', FILE, '--id', 'one', '--speed', '60'];

describe('candor drill', () => {
  it('tells the team what was known when, leaves the speaking to it, and ends with its receipt', async () => {
    const { candor, api, whileWaiting, clock } = terminal();
    const startedAt = clock.nowMs;
    let resolved = false;
    whileWaiting((nowMs) => {
      // The team says nothing until the real outage would long be over.
      if (resolved || nowMs < startedAt + 200_000) return;
      resolved = true;
      void api.fetch(`http://localhost:4311/v1/incidents/${api.ids[0]}/resolve`, {
        method: 'POST',
        headers: { authorization: 'Bearer person', 'content-type': 'application/json' },
        body: JSON.stringify({ message: 'Over.' }),
      });
    });
    const { code, out } = await candor(...DRILL);
    expect(code).toBe(0);
    expect(out).toContain('DRILL. Nothing of it is public.');
    expect(out).toMatch(/Known there now, identified\. What do you say\?\n {4}A shard is lost\./);
    const incident = await api.incidentOf(api.ids[0] ?? '');
    expect(incident.handling).toBe('drill');
    expect(incident.entries.map(({ kind }) => kind)).toEqual(['opened', 'apology', 'resolved']);
    expect(out).toMatch(/Resolved: after 3 min 2\d s; there after 3 min, at this speed\./);
    expect(out).toContain('Apologies that would have gone out: 1.');
    expect(out).toMatch(/next update +\S+ UTC +\w+ +slipped/);
  });

  it('says with --speak what was said there, and is marked wherever the team sees it', async () => {
    const { candor, api } = terminal();
    const { code, out } = await candor(...DRILL, '--speak', '--json');
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({ drill: true, status: 'resolved', updates: 2, apologies: [] });
    expect((await candor('list', '--all')).out).toContain('DRILL: Searches time out');
    expect((await candor('show', api.ids[0] ?? '')).out).toContain('DRILL: ');
  });

  it('stays open when it is stopped, and says how to end it', async () => {
    const { candor, whileWaiting, interrupt } = terminal();
    whileWaiting(() => interrupt());
    const { code, err } = await candor(...DRILL);
    expect(code).toBe(130);
    expect(err).toMatch(/To end it: candor resolve \w{12} -m/);
  });
});
