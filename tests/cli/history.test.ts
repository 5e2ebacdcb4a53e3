import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { terminal } from './terminal.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'candor-history-'));
afterAll(() => rmSync(folder, { recursive: true }));

const at = (day: number, clock: string) => `2026-03-0${day}T${clock}:00Z`;

/** Three incidents, as Statuspage has them: updates newest first. Each took until an hour after its promise. */
const theirs = [1, 2, 3].map((day) => ({
  id: `i${day}`,
  name: 'Exports fail',
  status: 'resolved',
  impact: 'major',
  created_at: at(day, '10:00'),
  resolved_at: at(day, '12:00'),
  incident_updates: [
    { id: `i${day}-2`, status: 'resolved', body: 'It works again.', created_at: at(day, '12:00') },
    { id: `i${day}-1`, status: 'identified', body: 'We expect to be back by 11:00 UTC.', created_at: at(day, '10:20') },
    { id: `i${day}-0`, status: 'investigating', body: 'We look into it.', created_at: at(day, '10:00') },
  ],
}));

const ours = theirs.map(({ id, name, impact, resolved_at, incident_updates }) => ({
  id,
  name,
  impact,
  resolved_at,
  updates: incident_updates.map(({ status, body, created_at }) => ({ at: created_at, status, body })).toReversed(),
}));

const lines = (rows: readonly object[]) => rows.map((row) => `${JSON.stringify(row)}\n`).join('');

const FORMS: Record<string, string> = {
  'a document of Statuspage': JSON.stringify({ page: { id: 'p' }, incidents: theirs }, null, 2),
  'a bare list of its rows': JSON.stringify(theirs),
  'its rows, one a line': lines(theirs),
  'our own lines': lines(ours),
  'a list of our own rows': JSON.stringify(ours),
  'lines of a Windows editor': `\ufeff${lines(ours).replaceAll('\n', '\r\n')}`,
  'lines of both forms': lines([theirs[0]!, ours[1]!, theirs[2]!]),
};

let files = 0;
function written(text: string): string {
  files += 1;
  const file = path.join(folder, `history-${files}`);
  writeFileSync(file, text);
  return file;
}

describe('a file of past incidents', () => {
  it.each(Object.entries(FORMS))('is read by every command that reads one: %s', async (_form, text) => {
    const file = written(text);
    const json = async (...args: string[]) => JSON.parse((await terminal().candor(...args, '--json')).out);
    expect(await json('report', file)).toMatchObject({ incidents: 3, updates: 9, restoreBy: { missed: 3 } });
    expect(await json('backtest', file)).toMatchObject({ incidents: 3 });
    expect(await json('import', file, '--yes')).toMatchObject({ add: 3, added: 3, leftOut: [] });
    const replayed = await json('replay', file, '--id', 'i2', '--speed', '6000');
    expect(replayed.promises).toMatchObject([{ promise: 'restoreBy', toldVerdict: 'slipped', toldSlipMin: 60 }]);
    const drilled = await json('drill', file, '--id', 'i2', '--speed', '6000', '--speak');
    expect(drilled).toMatchObject({ drill: true, status: 'resolved' });
  });

  it.each([{ row: theirs[0]! }, { row: ours[0]! }])('may hold one incident only, on a line or not', async ({ row }) => {
    for (const text of [lines([row]), JSON.stringify(row, null, 2)]) {
      const { out } = await terminal().candor('report', written(text), '--json');
      expect(JSON.parse(out)).toMatchObject({ incidents: 1, restoreBy: { missed: 1 } });
    }
  });

  it.each([
    ['a line that is no JSON', `${lines(ours)}{"id"\n`, /line 4: is not JSON/],
    [
      'a row without updates',
      lines([ours[0]!, { id: 'x' }]),
      /line 2: x has no list "incident_updates" and none of "updates"/,
    ],
    ['a row without an id', lines([ours[0]!, { updates: [] }]), /line 2: has no "id"/],
    ['an update without a time', lines([{ ...ours[0]!, updates: [{ body: 'x' }] }]), /line 1: updates\.0: has no time/],
    ['a page', '<html>', /line 1: is not JSON/],
    ['another document', '{"components": []}', /holds no list of incidents/],
    ['nothing', '', /is empty/],
  ])('is refused with its line and the forms that are possible: %s', async (_what, text, why) => {
    const file = written(text);
    for (const args of [
      ['report', file],
      ['backtest', file],
      ['replay', file, '--id', 'i1'],
    ]) {
      const { code, err } = await terminal().candor(...args);
      expect(code).toBe(2);
      expect(err).toMatch(why);
      expect(err).toContain("Statuspage's incidents.json, a bare list of its incidents, or one incident a line");
    }
  });

  it('names incidents that it has where one is asked for that it has not', async () => {
    const { err } = await terminal().candor('replay', written(lines(ours)), '--id', 'i9');
    expect(err).toContain('has no incident "i9"; it has i1, i2, i3');
  });
});

describe('the replay of any company’s file', () => {
  it('gives the apology that nobody got, for a promise that it finds by itself', async () => {
    const { candor } = terminal();
    const { out } = await candor('replay', written(FORMS['a document of Statuspage']!), '--id', 'i1', '--speed', '600');
    expect(out).toContain('1 promised time found in its texts');
    expect(out).toContain('APOLOGY, written by the pipeline');
    expect(out).toContain('slipped here; in the file slipped by 1 h');
  });

  it('does not take over what lies beside for another page', async () => {
    const file = written(lines(ours.map((row) => ({ ...row, source: 'own' }))));
    const beside = path.join(folder, 'promises.jsonl');
    const row = {
      kind: 'resolution',
      source: 'other',
      id: 'i1',
      update_index: 1,
      at: at(1, '10:20'),
      deadline: at(1, '11:00'),
      sentence: 'x',
    };
    writeFileSync(beside, `${JSON.stringify(row)}\n`);
    const { out } = await terminal().candor(
      '--json',
      'replay',
      file,
      '--id',
      'i1',
      '--speed',
      '600',
      '--promises',
      beside,
    );
    expect(JSON.parse(out).promises).toHaveLength(1);
  });

  it('says which time it cannot read, and promises nothing for it', async () => {
    const [first] = ours;
    const updates = first!.updates.map((one) => ({ ...one, body: one.body.replace('11:00 UTC', '5:00 PM CST') }));
    const { out, err } = await terminal().candor(
      'replay',
      written(lines([{ ...first!, updates }])),
      '--id',
      'i1',
      '--speed',
      '6000',
    );
    expect(err).toBe('');
    expect(out).toContain('"by 5:00 PM CST" cannot be told without guessing');
    expect(out).toContain('0 promised times found');
  });
});
