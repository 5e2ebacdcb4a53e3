import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { recordsOf } from '../../bin/commands/history/history.ts';
import { outcomesOf } from '../../bin/commands/report/outcomes.ts';
import { summaryOf } from '../../bin/commands/report/summary.ts';
import { terminal } from '../cli/terminal.ts';

const at = (clock: string) => `2026-11-23T${clock}:00.000Z`;
type Said = [clock: string, status: string, body: string];

const incident = (id: string, ...updates: Said[]) =>
  recordsOf(
    JSON.stringify({
      id,
      resolved_at: updates.at(-1)?.[1] === 'resolved' ? at(updates.at(-1)![0]) : null,
      updates: updates.map(([clock, status, body]) => ({ at: at(clock), status, body })),
    }),
    'test',
  )[0]!;

const clocks = { bare: ['UTC'], near: [] };
const outcomes = (...updates: Said[]) =>
  outcomesOf(incident('i', ...updates), clocks).map(
    ({ promise, at: due, state }) => `${promise} ${due?.slice(11, 16)} ${state}`,
  );

describe('a time that a page gave', () => {
  it('is kept by an update, or by word that the service is back, up to five minutes late', () => {
    expect(
      outcomes(
        ['10:00', 'investigating', 'Next update by 10:30 UTC.'],
        ['10:34', 'identified', 'We expect full recovery by 12:00 UTC. Next update by 11:00 UTC.'],
        ['10:50', 'update', 'We are working on it.'],
        ['12:05', 'monitoring', 'It works again.'],
        ['13:00', 'resolved', 'Over.'],
      ),
    ).toEqual(['nextUpdateBy 10:30 kept', 'restoreBy 12:00 kept', 'nextUpdateBy 11:00 kept']);
  });

  it('is missed by what came later, and says by how much', () => {
    const [missed] = outcomesOf(
      incident(
        'i',
        ['10:00', 'identified', 'We expect full recovery by 11:00 UTC.'],
        ['11:30', 'update', 'This is taking longer than we expected.'],
        ['12:40', 'resolved', 'Over.'],
      ),
      clocks,
    );
    expect(missed).toMatchObject({ state: 'missed', slipMs: 100 * 60_000, ownedUp: true });
  });

  it('is revised if another was given before it was due, and not judged', () => {
    expect(
      outcomes(
        ['10:00', 'identified', 'We expect full recovery by 11:00 UTC.'],
        ['10:40', 'update', 'We now expect full recovery by 13:00 UTC.'],
        ['12:40', 'resolved', 'Over.'],
      ),
    ).toEqual(['restoreBy 11:00 revised', 'restoreBy 13:00 kept']);
  });

  it('counts once, however often it is repeated', () => {
    expect(
      outcomes(
        ['10:00', 'identified', 'We expect full recovery by 11:00 UTC.'],
        ['10:30', 'update', 'We expect full recovery by 11:00 UTC.'],
        ['10:40', 'resolved', 'Over.'],
      ),
    ).toEqual(['restoreBy 11:00 kept']);
  });

  it('is unknown where the page does not show what came of it', () => {
    expect(outcomes(['10:00', 'investigating', 'Next update by 10:30 UTC.'])).toEqual(['nextUpdateBy 10:30 unknown']);
  });

  it('is unknown where only a resolution shows that lies before it', () => {
    const backdated = {
      ...incident('i', ['12:00', 'identified', 'We expect a fix by 14:00 UTC.']),
      resolved_at: at('09:00'),
    };
    expect(outcomesOf(backdated, clocks)).toMatchObject([{ promise: 'restoreBy', state: 'unknown' }]);
    const atOnce = { ...backdated, resolved_at: at('12:00') };
    expect(outcomesOf(atOnce, clocks)).toMatchObject([{ state: 'unknown' }]);
    const later = { ...backdated, resolved_at: at('13:00') };
    expect(outcomesOf(later, clocks)).toMatchObject([{ state: 'kept' }]);
  });

  it('is unknown where it was given when it was over, unless it was opened again', () => {
    expect(
      outcomes(
        ['10:00', 'resolved', 'It works. Next update by 11:00 UTC. We expect full recovery by 12:00 UTC.'],
        ['10:30', 'update', 'Next update by 10:45 UTC.'],
        ['10:40', 'investigating', 'It fails again. Next update by 11:30 UTC.'],
        ['11:20', 'resolved', 'Over.'],
      ),
    ).toEqual([
      'nextUpdateBy 11:00 unknown',
      'restoreBy 12:00 unknown',
      'nextUpdateBy 10:45 unknown',
      'nextUpdateBy 11:30 kept',
    ]);
  });

  it('is judged although the page dates the end back before it was told, or calls a service available all the time', () => {
    const said: Said[] = [
      ['10:00', 'update', 'Next update by 10:30 UTC. We expect full recovery by 11:00 UTC.'],
      ['10:20', 'update', 'It works.'],
    ];
    expect(
      outcomesOf({ ...incident('i', ...said), resolved_at: at('09:00') }, clocks).map(({ state }) => state),
    ).toEqual(['kept', 'unknown']);
    const available = said.map(([clock, , body]) => [clock, 'available', body] satisfies Said);
    expect(outcomes(...available)).toEqual(['nextUpdateBy 10:30 kept', 'restoreBy 11:00 unknown']);
  });

  it('for a report is judged by the postmortem, also when it was given with the resolution', () => {
    const given = ['10:00', 'resolved', 'It works. We will publish a postmortem by 17:00 UTC.'] satisfies Said;
    expect(outcomes(given, ['16:00', 'postmortem', 'What happened.'])).toEqual(['reportBy 17:00 kept']);
    expect(outcomes(given, ['18:00', 'postmortem', 'What happened.'])).toEqual(['reportBy 17:00 missed']);
    expect(outcomes(given, ['16:00', 'update', 'Soon.'])).toEqual(['reportBy 17:00 unknown']);
  });

  it('is unknown where its zone cannot be told, and counted once however often it is repeated', () => {
    expect(
      outcomes(
        ['10:00', 'investigating', 'Next update by 3:30 PM CST.'],
        ['10:10', 'investigating', 'Next update by 3:30 PM CST.'],
        ['10:20', 'investigating', 'Next update by 4:30 PM CST.'],
        ['10:40', 'resolved', 'Over.'],
      ),
    ).toEqual(['nextUpdateBy undefined unknown', 'nextUpdateBy undefined unknown']);
  });
});

describe('the summary of a page', () => {
  const missed = (id: string, minute: number) =>
    incident(
      id,
      ['10:00', 'investigating', 'Next update by 10:30 UTC.'],
      [`11:${minute}`, 'resolved', minute === 40 ? 'We are sorry for the late update. It works.' : 'It works.'],
    );
  const kept = (id: string) =>
    incident(id, ['10:00', 'investigating', 'Next update by 10:30 UTC.'], ['10:20', 'resolved', 'It works.']);

  it('gives no percentage below five judged times', () => {
    expect(summaryOf([missed('a', 10), kept('b')]).nextUpdateBy).toMatchObject({
      kept: 1,
      missed: 1,
      keptPercent: null,
    });
  });

  it('counts, and takes the median of the slips', () => {
    const { nextUpdateBy, incidents } = summaryOf([
      missed('a', 10),
      missed('b', 20),
      missed('c', 40),
      kept('d'),
      kept('e'),
    ]);
    expect(incidents).toBe(5);
    expect(nextUpdateBy).toEqual({
      times: 5,
      kept: 2,
      missed: 3,
      revised: 0,
      unknown: 0,
      unreadable: 0,
      keptPercent: 40,
      medianSlipMinutes: 50,
      ownedUp: 1,
    });
  });

  it('scores the first recovery time of an incident apart', () => {
    const { restoreBy, firstRestoreBy } = summaryOf([
      incident(
        'a',
        ['10:00', 'identified', 'We expect full recovery by 10:30 UTC.'],
        ['10:50', 'update', 'We expect full recovery by 12:00 UTC.'],
        ['11:50', 'resolved', 'Over.'],
      ),
    ]);
    expect(restoreBy).toMatchObject({ times: 2, kept: 1, missed: 1 });
    expect(firstRestoreBy).toMatchObject({ times: 1, kept: 0, missed: 1 });
  });
});

describe('candor report', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'candor-report-'));
  afterAll(() => rmSync(folder, { recursive: true }));
  const history = {
    page: { id: 'p' },
    incidents: [
      {
        id: 'a',
        name: 'Logins fail',
        impact: 'major',
        created_at: '2026-11-23T11:00:00+01:00',
        resolved_at: '2026-11-23T12:00:00+01:00',
        // Newest first, as Statuspage has them.
        incident_updates: [
          { status: 'resolved', body: 'It works.', created_at: '2026-11-23T12:00:00+01:00' },
          { status: 'investigating', body: 'Next update by 10:30 UTC.', created_at: '2026-11-23T11:00:00+01:00' },
        ],
      },
    ],
  };

  it('reads a status page where Statuspage has its history', async () => {
    const person = terminal();
    const asked: string[] = [];
    person.surroundings.fetch = async (url) => {
      asked.push(url);
      return Response.json(history);
    };
    const { code, out } = await person.candor('report', 'https://status.example/', '--json');
    expect(code).toBe(0);
    expect(asked).toEqual(['https://status.example/api/v2/incidents.json']);
    expect(JSON.parse(out)).toMatchObject({
      source: 'https://status.example/',
      incidents: 1,
      updates: 2,
      nextUpdateBy: { times: 1, kept: 0, missed: 1, medianSlipMinutes: 30, ownedUp: 0 },
    });
  });

  it('reads the same from a file, and prints a table with its n', async () => {
    const file = path.join(folder, 'incidents.json');
    writeFileSync(file, JSON.stringify(history));
    const { code, out } = await terminal().candor('report', file);
    expect(code).toBe(0);
    expect(out).toContain('1 incidents with 2 updates');
    expect(out).toMatch(/next update\s+1\s+0\s+1/);
    expect(out).toContain('0 of 1');
  });

  const said = (id: string, given: string, next: string, page?: string) => {
    const file = path.join(folder, `${id}.json`);
    const updates = [
      { status: 'resolved', body: 'It works.', created_at: '2026-07-15T20:00:00Z' },
      { status: 'identified', body: 'Half of it works.', created_at: next },
      { status: 'identified', body: given, created_at: '2026-07-14T13:00:00Z' },
    ];
    const incidents = [
      { id, name: 'Exports fail', impact: 'major', resolved_at: '2026-07-15T20:00:00Z', incident_updates: updates },
    ];
    writeFileSync(file, JSON.stringify({ page: page === undefined ? {} : { time_zone: page }, incidents }));
    return file;
  };
  const judged = async (file: string) =>
    JSON.parse((await terminal().candor('report', file, '--json')).out).nextUpdateBy;

  it.each([
    ['CT', 'Next update by 9:30 AM CT.', '2026-07-14T16:00:00Z', 90],
    ['minus', 'Next update: 10:00 UTC−5.', '2026-07-14T16:00:00Z', 60],
    ['id', 'Next update by 16:00 Europe/Berlin.', '2026-07-14T16:00:00Z', 120],
  ])('judges by the zone that is written: %s', async (id, given, next, minutes) => {
    expect(await judged(said(id, given, next, 'Etc/UTC'))).toMatchObject({ missed: 1, medianSlipMinutes: minutes });
  });

  it('judges a time without a zone by the zone of the page, and none where it names none', async () => {
    const [given, next] = ['Next update by 10:00.', '2026-07-14T13:55:00Z'];
    expect(await judged(said('own', given, next, 'America/New_York'))).toMatchObject({ kept: 1, unknown: 0 });
    expect(await judged(said('late', given, '2026-07-14T15:00:00Z', 'America/New_York'))).toMatchObject({ missed: 1 });
    const file = said('none', given, next);
    expect(await judged(file)).toMatchObject({ times: 1, kept: 0, missed: 0, unknown: 1, unreadable: 1 });
    expect((await terminal().candor('report', file)).out).toContain(
      '1 time is unknown because zone or day cannot be told',
    );
  });

  it('says so when a place holds no history', async () => {
    const person = terminal();
    person.surroundings.fetch = async () => new Response('<html>', { status: 404 });
    const { code, err } = await person.candor('report', 'https://example.com');
    expect(code).toBe(2);
    expect(err).toContain('404');
  });
});
