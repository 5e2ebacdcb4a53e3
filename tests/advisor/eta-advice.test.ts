import { describe, expect, it } from 'vitest';
import { memoryLog } from '../../shared/adapters/memory/incident-log.ts';
import { memorySiteIndex } from '../../shared/adapters/memory/site-index.ts';
import { memoryTable } from '../../shared/adapters/memory/table.ts';
import { etaAdvice } from '../../shared/app/eta-advice.ts';
import { pastOf, phasesOf } from '../../shared/core/advisor/own-history.ts';
import { ownRecord } from '../../shared/core/advisor/own-record.ts';
import { HOUR_MS, MINUTE_MS, plus } from '../../shared/core/instant.ts';
import type { StoredEntry } from '../../shared/ports/incident-log.ts';
import { fakeApi, OPS } from '../cli/fake-api.ts';
import { chainOf, entryBehind, opening, resolution } from '../support/entries.ts';
import { type Look, look, opened, reopened, resolved, type Step, toldReported, update } from '../support/story.ts';

/** The API with a clock that the test moves, and a team that opens incidents and resolves them. */
function team() {
  const clock = { nowMs: Date.parse('2026-11-22T10:00:00.000Z') };
  const api = fakeApi(clock);
  let key = 0;
  const call = async (method: string, path: string, body?: object) => {
    const headers = {
      authorization: 'Bearer good',
      'content-type': 'application/json',
      'idempotency-key': `k${++key}`,
    };
    const answer = await api.fetch(`${OPS}${path}`, {
      method,
      headers,
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
    return { status: answer.status, body: (await answer.json()) as Record<string, never> };
  };
  const open = async () => {
    const { body } = await call('POST', '/v1/incidents', {
      title: 'Logins fail',
      impact: 'major',
      message: 'They fail.',
    });
    return (body as unknown as { id: string }).id;
  };
  const wait = (minutes: number) => {
    clock.nowMs += minutes * MINUTE_MS;
  };
  return {
    call,
    open,
    wait,
    advice: (id: string) => call('GET', `/v1/eta-advice?incident=${id}`),
    async lived(minutes: number) {
      const id = await open();
      wait(minutes);
      await call('POST', `/v1/incidents/${id}/resolve`, { message: 'Logins work again for everyone.' });
      wait(10);
      return id;
    },
  };
}

describe('GET /v1/eta-advice', () => {
  it("answers a team without history with other teams' experience, and says so", async () => {
    const { open, wait, advice } = team();
    const id = await open();
    wait(20);
    const { status, body } = await advice(id);
    expect(status).toBe(200);
    expect(body).toMatchObject({
      incident: id,
      status: 'investigating',
      elapsedMs: 20 * MINUTE_MS,
      basis: { own: 0, prior: true },
      record: [],
    });
    const { quantiles } = body as unknown as { quantiles: Record<string, { minutes: number; at: string }> };
    const at = ['p50', 'p80', 'p90', 'p95'].map((name) => quantiles[name]!.at);
    expect(at.toSorted()).toEqual(at);
    expect(at[0]! > '2026-11-22T10:20').toBe(true);
  });

  it('rests on the team’s own resolved incidents once there are enough', async () => {
    const { lived, open, advice } = team();
    for (let count = 0; count < 20; count++) await lived(60);
    const { body } = await advice(await open());
    expect(body).toMatchObject({ basis: { own: 20, history: 20, prior: false } });
    const { p50 } = (body as unknown as { quantiles: { p50: { minutes: number } } }).quantiles;
    expect(p50.minutes).toBeGreaterThan(50);
    expect(p50.minutes).toBeLessThan(75);
  });

  it('is for the status that the incident has, and for how long it has had it', async () => {
    const { open, wait, advice, call } = team();
    const id = await open();
    wait(20);
    const found = { status: 'identified', message: 'An index is broken.' };
    await call('POST', `/v1/incidents/${id}/updates`, found);
    wait(30);
    const { body } = (await advice(id)) as unknown as { body: { elapsedMs: number; inStatusMs: number } };
    expect(body).toMatchObject({ status: 'identified' });
    expect([body.elapsedMs, body.inStatusMs].map((ms) => Math.round(ms / MINUTE_MS))).toEqual([50, 30]);
  });

  it('refuses what it cannot advise on', async () => {
    const { lived, advice, call } = team();
    expect(await advice('nosuchthing')).toMatchObject({ status: 404, body: { type: 'incident-not-found' } });
    expect(await advice(await lived(30))).toMatchObject({ status: 409, body: { type: 'incident-not-open' } });
    expect(await call('GET', '/v1/eta-advice')).toMatchObject({
      status: 422,
      body: { errors: [{ field: 'incident' }] },
    });
  });
});

describe('the history of an advice', () => {
  const NOW = '2027-03-20T10:00:00.000Z';

  /** A log with `count` incidents, each two hours after the one before and resolved within one, the last an hour ago. */
  async function pastOfMany(count: number) {
    const clock = { now: () => NOW };
    const log = memoryLog({ clock });
    const hoursAgo = (hours: number) => plus(NOW, -hours * HOUR_MS);
    const story = async (id: string, entries: readonly StoredEntry[]) => {
      for (const entry of entries) await log.append(entry, undefined);
      return id;
    };
    for (let age = count; age >= 1; age -= 1) {
      const id = `past${age}`;
      const first = entryBehind([], opening(), { incident: id, at: hoursAgo(2 * age) });
      await story(id, [first, entryBehind([first], resolution(), { at: hoursAgo(2 * age - 1) })]);
    }
    const open = await story('now', chainOf('now', [opening()], hoursAgo(0.25)));
    return () => etaAdvice({ log, siteIndex: memorySiteIndex(memoryTable()), clock }, open);
  }

  it('is the last two hundred incidents, also where they are on more than one page and of more than one month', async () => {
    expect((await (await pastOfMany(130))())?.basis.history).toBe(130);
    // The incident that is asked about is one of the two hundred.
    expect((await (await pastOfMany(230))())?.basis.history).toBe(199);
  });

  it('reaches back months in which nothing happened', async () => {
    const { lived, wait, open, advice } = team();
    for (let count = 0; count < 3; count++) await lived(60);
    wait(100 * 24 * 60);
    expect((await advice(await open())).body).toMatchObject({ basis: { history: 3 } });
  });
});

describe('an own incident as history', () => {
  it('has the statuses that its entries said, from its first one on', () => {
    const incident = toldReported(
      opened('10:00'),
      update('10:20', { status: 'identified' }),
      update('10:30'),
      update('10:50', { status: 'monitoring' }),
      resolved('11:00'),
    );
    expect(phasesOf(incident).map(({ status, fromMs }) => `${status} ${fromMs / MINUTE_MS}`)).toEqual([
      'investigating 0',
      'identified 20',
      'monitoring 50',
    ]);
    expect(pastOf(incident)).toMatchObject({ openedAt: incident.openedAt, resolvedAt: incident.head.at });
  });

  it('is none while it is open', () => {
    expect(pastOf(toldReported(opened('10:00')))).toBeUndefined();
    expect(pastOf(toldReported(opened('10:00'), resolved('10:30'), reopened('10:40')))).toBeUndefined();
  });
});

describe('the own record', () => {
  const eta = (restoreBy: string, ...then: (Step | Look)[]) =>
    toldReported(opened('10:00'), update('10:10', { status: 'identified', restoreBy }), ...then);
  const kept = () => eta('10:40', resolved('10:35'));
  const slipped = () => eta('10:40', update('10:38'), look('10:45'), resolved('11:30'));
  const moved = () => eta('10:40', update('10:30', { restoreBy: '11:30' }), resolved('11:00'));

  it('names how many of the ETAs of a length were kept', () => {
    expect(ownRecord([kept(), slipped(), kept()])).toEqual([
      { spanMinutes: 30, kept: 2, of: 3, revised: 0, label: 'your 30-minute ETAs: 2 of 3 kept' },
    ]);
  });

  it('counts the first ETA of an incident, and one that was moved apart', () => {
    expect(ownRecord([moved()])).toEqual([
      { spanMinutes: 30, kept: 0, of: 0, revised: 1, label: expect.stringContaining('1 moved before they were due') },
    ]);
  });

  it('is of the length that people say, the nearest in proportion', () => {
    const lengths = (...ends: string[]) =>
      ownRecord(ends.map((restoreBy) => eta(restoreBy, resolved('10:11')))).map(({ label }) => label.split(' ETAs')[0]);
    expect(lengths('10:25', '10:39', '10:53', '11:10', '12:00')).toEqual([
      'your 15-minute',
      'your 30-minute',
      'your 1-hour',
      'your 2-hour',
    ]);
    expect(lengths('14:10', '18:10', '+1 10:10')).toEqual(['your 4-hour', 'your 8-hour', 'your 24-hour']);
  });

  it('leaves out what was opened in error, goes on elsewhere, was promised by a machine, or is not decided', () => {
    const wish = (command: object): Step => ({ at: '10:20', command: command as Step['command'] });
    const byMachine = toldReported(
      opened('10:00'),
      update('10:10', { status: 'identified', restoreBy: '10:40', by: { author: 'machine', via: 'intake' } }),
      resolved('10:35'),
    );
    const left = [
      eta('10:40', wish({ type: 'Retract', message: 'A false alarm.' })),
      eta('10:40', wish({ type: 'Merge', into: 'i2', message: 'It goes on there.' })),
      eta('10:40'),
      byMachine,
    ];
    expect(ownRecord(left)).toEqual([]);
  });

  it('is empty for a team that gave none', () => {
    expect(ownRecord([toldReported(opened('10:00'), resolved('10:20'))])).toEqual([]);
  });
});
