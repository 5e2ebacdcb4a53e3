import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { importedIncident } from '../../shared/core/imported.ts';
import { terminal } from './terminal.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'candor-import-'));
afterAll(() => rmSync(folder, { recursive: true }));

const PAGE = 'https://old.example.com';

/** An incident as Statuspage's API has it: updates newest first, times in the page's own zone. */
const told = (id: string, day: string, name = `Incident ${id}`) => ({
  id,
  name,
  status: 'resolved',
  impact: 'minor',
  created_at: `2026-07-${day}T03:07:42.419-06:00`,
  updated_at: `2026-07-${day}T04:12:15.506-06:00`,
  resolved_at: `2026-07-${day}T04:12:15.489-06:00`,
  incident_updates: [
    { id: `${id}-2`, status: 'resolved', body: 'Over.', created_at: `2026-07-${day}T04:12:15.489-06:00` },
    { id: `${id}-1`, status: 'investigating', body: 'We look.\u0000', created_at: `2026-07-${day}T03:07:42.419-06:00` },
  ],
  components: [],
});

const WORK = {
  ...told('w1', '20', 'Database upgrade'),
  status: 'completed',
  impact: 'maintenance',
  scheduled_for: '2026-07-20T10:00:00.000Z',
  scheduled_until: '2026-07-20T11:00:00.000Z',
};

const ATOM = `<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><entry><id>tag:old.example.com,2005:Incident/7</id>
<published>2026-07-30T10:12:15Z</published><link rel="alternate" type="text/html" href="${PAGE}/incidents/i2"/></entry></feed>`;

/** A terminal before which a Statuspage stands, too. */
function beforeAPage(incidents = [told('i2', '30'), told('i1', '12')]) {
  const it = terminal();
  const page = { incidents, down: false };
  const fetch = it.surroundings.fetch;
  it.surroundings.fetch = async (url, init) => {
    if (!url.startsWith(PAGE)) return fetch(url, init);
    if (page.down) throw new TypeError('fetch failed');
    if (url.endsWith('/history.atom')) return new Response(ATOM);
    if (url.endsWith('/scheduled-maintenances.json')) return Response.json({ scheduled_maintenances: [WORK] });
    if (url === `${PAGE}/api/v2/incidents.json`) return Response.json({ incidents: page.incidents });
    return new Response('', { status: 404 });
  };
  const sent = () => it.api.received.filter(({ method }) => method === 'PUT').map(({ path: to }) => to);
  return { ...it, page, sent };
}

describe('candor import', () => {
  it('counts first, asks, and brings everything once, oldest first', async () => {
    const { candor, api, sent, answering } = beforeAPage();
    const counted = await candor('import', PAGE, '--dry-run');
    expect(counted.out).toContain('old.example.com: 3 incidents with 6 updates, 2026-07-12 to 2026-07-30');
    expect(counted.out).toContain('new here: 3   changed since: 0   here already: 0');
    expect(await candor('import', PAGE)).toMatchObject({ code: 2, err: expect.stringContaining('--yes') });
    answering(() => 'no');
    expect((await candor('import', PAGE)).out).toContain('Nothing was imported.');
    expect(sent()).toEqual([]);

    expect((await candor('import', PAGE, '--yes')).out).toContain('3 added, 0 changed.');
    expect(sent()).toEqual(['/v1/imports/i1', '/v1/imports/w1', '/v1/imports/i2']);
    const record = await api.ports.imports.read('i2');
    expect(record?.incident).toMatchObject({
      from: 'old.example.com',
      createdAt: '2026-07-30T09:07:42.419Z',
      feed: { id: 'tag:old.example.com,2005:Incident/7' },
    });
    expect(record?.incident.updates.map(({ id, body }) => [id, body])).toEqual([
      ['i2-1', 'We look.'],
      ['i2-2', 'Over.'],
    ]);
    expect((await api.ports.imports.read('w1'))?.incident.scheduledFor).toBe('2026-07-20T10:00:00.000Z');
  });

  it('sends only what is new or was changed there', async () => {
    const { candor, page, sent } = beforeAPage();
    await candor('import', PAGE, '--yes');
    expect((await candor('import', PAGE, '--yes')).out).toContain('Nothing is left to do.');
    page.incidents = [told('i3', '31'), told('i2', '30', 'Another title')];
    const { out } = await candor('import', PAGE, '--json', '--yes');
    expect(JSON.parse(out)).toMatchObject({ add: 1, change: 1, same: 1, added: 1, changed: 1 });
    expect(sent().slice(3)).toEqual(['/v1/imports/i3', '/v1/imports/i2']);
  });

  it('makes no incident of them that a commander could speak in', async () => {
    const { candor } = beforeAPage();
    await candor('import', PAGE, '--yes');
    expect((await candor('list', '--all')).out).toBe('No incident.');
    expect(await candor('update', 'i2', '-m', 'x')).toMatchObject({ code: 1 });
  });

  it('takes out again what came from there, and nothing else', async () => {
    const { candor, api } = beforeAPage();
    const file = path.join(folder, 'other.json');
    writeFileSync(file, JSON.stringify({ incidents: [told('o1', '02')] }));
    await candor('import', PAGE, '--yes');
    await candor('import', file, '--yes');
    expect((await candor('import', PAGE, '--undo', '--yes')).out).toContain('3 taken out.');
    const left = (await api.ports.imports.all()).filter((one) => !one.removed);
    expect(left.map(({ id, from }) => [id, from])).toEqual([['o1', 'other']]);
    expect((await candor('import', PAGE, '--undo', '--yes')).out).toContain('Nothing of that is here.');
  });

  it('leaves out what it cannot read and says which, and one that is refused keeps nobody else out', async () => {
    const { candor, api } = beforeAPage([told('i2', '30'), { ...told('i1', '12'), incident_updates: [] }]);
    api.fates.push(
      Response.json({ imports: [] }),
      Response.json({ title: 'No', errors: [{ field: 'title', reason: 'is too long' }] }, { status: 422 }),
    );
    const { code, out } = await candor('import', PAGE, '--yes');
    expect(code).toBe(1);
    expect(out).toContain('i1 is left out: nothing was said in it');
    expect(out).toMatch(/1 added, 0 changed, 1 refused:\n {2}w1: title is too long/);
  });

  it('shows in its exit code that something was left out whole, also in a file', async () => {
    const file = path.join(folder, 'half.jsonl');
    writeFileSync(file, `${JSON.stringify(told('h1', '02'))}\n{"name":"no id","incident_updates":[]}\nnot JSON\n`);
    const { candor } = terminal();
    const { code, out } = await candor('import', file, '--yes');
    expect(code).toBe(1);
    expect(out).toContain('line 2 is left out: has no "id"');
    expect(out).toContain('line 3 is left out: is not JSON');
    expect(out).toContain('1 added, 0 changed.');
    expect((await candor('import', file, '--yes', '--json')).code).toBe(1);
  });

  it('brings old incidents with whatever of them can be read, and says what is missing', async () => {
    const old = {
      id: 17,
      name: 'Search is slow',
      created_at: 'soon',
      components: [{ name: 'API' }],
      incident_updates: [
        { body: 'Over.', created_at: '2017-03-02T10:50:00-05:00', affected_components: [{ name: 'API' }] },
        { body: 'We look.', display_at: '2017-03-02T10:00:00-05:00', status: 'investigating' },
        { body: 'Nobody knows when.' },
      ],
      resolved_at: '2017-03-02T10:50:00-05:00',
    };
    const file = path.join(folder, 'old.json');
    writeFileSync(file, JSON.stringify({ incidents: [old] }));
    const { candor, api } = terminal();
    const { code, out } = await candor('import', file, '--yes');
    expect(code).toBe(0);
    expect(out).toContain('17 is brought without a part:');
    for (const part of [
      'created_at: is not a time',
      'incident_updates.2: has no time',
      'components without an id are not brought (incidents with such: 1)',
    ])
      expect(out).toContain(part);
    const { incident } = (await api.ports.imports.read('17'))!;
    expect(incident).toMatchObject({ status: 'resolved', createdAt: '2017-03-02T15:00:00.000Z', components: [] });
    expect(incident.updates.map(({ id, status, body }) => [id, status, body])).toEqual([
      ['17-1', 'investigating', 'We look.'],
      ['17-2', 'investigating', 'Over.'],
    ]);
  });

  it.each([
    ['completed', 'maintenance', 'completed'],
    ['resolved', 'maintenance', 'completed'],
    ['completed', 'none', 'completed'],
    ['cancelled', undefined, 'cancelled'],
    ['Completed', 'Maintenance', 'completed'],
    ['Canceled', undefined, 'cancelled'],
  ])('takes finished work without dates for finished: status %s, impact %s', async (status, impact, became) => {
    const work = { ...told('w2', '20', 'Database upgrade'), status, impact };
    const file = path.join(folder, 'work.json');
    writeFileSync(file, JSON.stringify({ incidents: [work] }));
    const { candor, api } = terminal();
    const { code, out } = await candor('import', file, '--yes');
    expect(code).toBe(0);
    expect(out).not.toContain('not over yet');
    expect(out).toContain('it says no planned times; when it began and ended stand for them');
    const record = (await api.ports.imports.read('w2'))!;
    expect(record.incident).toMatchObject({ status: became, scheduledUntil: '2026-07-20T10:12:15.489Z' });
    expect(record.incident.updates.map((one) => one.status)).toEqual(['in_progress', 'completed']);
    expect(importedIncident(record)).toMatchObject({ type: 'maintenance', phase: became });
  });

  it('leaves out work that is still to come and does not say when', async () => {
    const file = path.join(folder, 'to-come.json');
    const { resolved_at: _end, ...work } = { ...told('w3', '20'), status: 'scheduled', impact: 'maintenance' };
    writeFileSync(file, JSON.stringify({ incidents: [work] }));
    const { code, out } = await terminal().candor('import', file, '--yes');
    expect(code).toBe(1);
    expect(out).toContain('w3 is left out: it is announced work that is not over, and does not say when it is');
  });

  it('says so when there is no Statuspage', async () => {
    const { candor } = beforeAPage();
    expect((await candor('import', `${PAGE}/nowhere`)).err).toContain('is it the address of a Statuspage?');
    expect((await candor('import', 'missing.json')).err).toContain('missing.json cannot be read');
    expect((await candor('import')).err).toContain('what is to be imported?');
  });

  const real = path.resolve('../shared/data/statuspage-v2/real-github-incidents-v2.json');
  const present = existsSync(real);

  it.runIf(present)(`reads what a real page has sent${present ? '' : ' (which is not here)'}`, async () => {
    const { candor, api } = terminal();
    expect((await candor('import', real, '--yes')).out).toContain('5 added');
    const { incident } = (await api.ports.imports.read('9tpgqq1h4bs7'))!;
    expect(incident).toMatchObject({ createdAt: '2026-07-30T09:07:42.419Z', status: 'resolved', impact: 'minor' });
  });
});

describe('what is not there any more', () => {
  const { resolved_at: _end, ...open } = { ...told('i3', '31'), status: 'investigating' };

  /** Two that are over and one that is open are here; then the page tells only `left`. */
  async function afterwards(left: readonly ReturnType<typeof told>[]) {
    const it = beforeAPage([open as ReturnType<typeof told>, told('i2', '30'), told('i1', '12')]);
    await it.candor('import', PAGE, '--yes');
    it.page.incidents = [...left];
    const isHere = async (id: string) => !(await it.api.ports.imports.read(id))?.removed;
    return { ...it, isHere };
  }

  it('is named and asked about, and taken out only by somebody who agrees', async () => {
    const { candor, isHere, answering, questions } = await afterwards([told('i2', '30'), told('i1', '12')]);
    const silent = await candor('import', PAGE, '--yes');
    expect(silent.out).toContain('1 incident that came from there is not there any more:');
    expect(silent.out).toContain('i3 "Incident i3", still investigating here');
    expect(silent.out).toContain('They stay as they are. To take them out: --gone take-out');
    answering(() => 'no');
    await candor('import', PAGE);
    expect(questions.at(-1)).toContain('Take out here what is gone there?');
    expect(await isHere('i3')).toBe(true);
    answering(() => 'yes');
    expect((await candor('import', PAGE)).out).toContain('1 taken out.');
    expect(await isHere('i3')).toBe(false);
    expect((await candor('import', PAGE, '--yes')).out).not.toContain('not there any more');
  });

  it('is taken out or kept unasked where that was said, and counted for scripts', async () => {
    const { candor, isHere } = await afterwards([]);
    const kept = JSON.parse((await candor('import', PAGE, '--yes', '--gone', 'keep', '--json')).out);
    expect(kept).toMatchObject({ gone: [{ id: 'i3', status: 'investigating' }], takenOut: [] });
    expect(await isHere('i3')).toBe(true);
    const dry = JSON.parse((await candor('import', PAGE, '--dry-run', '--gone', 'take-out', '--json')).out);
    expect(dry.takenOut).toEqual([]);
    const out = JSON.parse((await candor('import', PAGE, '--yes', '--gone', 'take-out', '--json')).out);
    expect(out.takenOut).toEqual(['i3']);
    expect(await isHere('i3')).toBe(false);
  });

  it('may be over, where the page still tells of older ones; what is older than all that it tells is not gone', async () => {
    const { candor } = await afterwards([open as ReturnType<typeof told>, told('i1', '12')]);
    expect((await candor('import', PAGE, '--yes')).out).toContain('  i2 "Incident i2"');
    const { candor: other } = await afterwards([open as ReturnType<typeof told>, told('i2', '30')]);
    expect((await other('import', PAGE, '--yes')).out).not.toContain('not there any more');
  });

  it('is named once by the mirror, and taken out if that was said', async () => {
    const { candor, whileWaiting, interrupt, clock, isHere } = await afterwards([told('i2', '30'), told('i1', '12')]);
    const startedAt = clock.nowMs;
    whileWaiting((nowMs) => nowMs - startedAt > 150_000 && interrupt());
    const { out } = await candor('mirror', PAGE);
    expect(out.match(/i3 "Incident i3", still investigating here/g)).toHaveLength(1);
    expect(out).toContain(`To take them out: candor import ${PAGE} --gone take-out`);
    expect(await isHere('i3')).toBe(true);
  });

  it('is taken out by a mirror that was told to', async () => {
    const { candor, interrupt, whileWaiting, isHere } = await afterwards([told('i2', '30'), told('i1', '12')]);
    whileWaiting(() => interrupt());
    expect((await candor('mirror', PAGE, '--gone', 'take-out')).out).toContain('They are taken out.');
    expect(await isHere('i3')).toBe(false);
  });
});

describe('candor mirror', () => {
  it('follows a page until Ctrl-C, also while it does not answer for a while', async () => {
    const { candor, page, whileWaiting, interrupt, clock } = beforeAPage();
    const startedAt = clock.nowMs;
    whileWaiting((nowMs) => {
      const minute = Math.floor((nowMs - startedAt) / 60_000);
      page.down = minute === 1;
      if (minute === 2) page.incidents = [told('i3', '31'), ...page.incidents];
      if (minute >= 3) interrupt();
    });
    const { code, out, err } = await candor('mirror', PAGE);
    expect(code).toBe(0);
    expect(err).toContain('trying again in 60 s');
    expect(out).toMatch(
      /3 added, 0 changed\.\n1 added, 0 changed\.\nStopped\. 4 were added and 0 changed in \d looks\./,
    );
  });
});
