import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { figuresOf } from '../../bin/commands/backtest/figures.ts';
import { plainAdvice } from '../../bin/commands/backtest/plain.ts';
import { timelineOf } from '../../bin/commands/backtest/timeline.ts';
import { readRecords, recordsOf } from '../../bin/commands/history/history.ts';
import { decisionsOf } from '../../shared/core/advisor/decisions.ts';
import type { ResolvedIncident } from '../../shared/core/advisor/past.ts';
import { replayed } from '../../shared/core/advisor/replay.ts';
import { plus } from '../../shared/core/instant.ts';
import { terminal } from '../cli/terminal.ts';
import { past, year } from './made-up.ts';

const backtest = (incidents: readonly ResolvedIncident[]) =>
  replayed(incidents, ({ elapsedMs }, history) => plainAdvice(history, elapsedMs)).answers;
const figures = (incidents: readonly ResolvedIncident[]) => figuresOf(incidents.length, backtest(incidents));

describe('a back-test', () => {
  it('answers from the past alone: a different future changes no earlier answer', () => {
    const incidents = year(120, 7);
    const cut = incidents[80]!.openedAt;
    const otherFuture = incidents.map((one, index) => (index < 80 ? one : past(index * 720, 5000)));
    const untilThen = (all: readonly ResolvedIncident[]) => backtest(all).filter(({ at }) => at < cut);
    expect(untilThen(otherFuture)).toEqual(untilThen(incidents));
    expect(untilThen(incidents).length).toBeGreaterThan(200);
  });

  it('does not know an incident that is still open as one that has ended', () => {
    const [long, ...short] = [
      past(0, 100_000),
      ...Array.from({ length: 20 }, (_, index) => past(10 + index * 500, 40)),
    ];
    const seen: number[] = [];
    replayed([long!, ...short], ({ incident }, history) => {
      if (incident > 0) seen.push(history.filter((one) => one === long).length);
    });
    expect(seen.every((count) => count === 0)).toBe(true);
    expect(seen.length).toBeGreaterThan(20);
  });

  it('asks about incidents that began together in their order', () => {
    const together = [past(0, 100), past(0, 90), past(0, 80)];
    const asked = replayed(together, () => undefined).answers.map(({ incident, point }) => `${incident} ${point}`);
    expect(asked.slice(0, 6)).toEqual(['0 first post', '1 first post', '2 first post', '0 +30', '1 +30', '2 +30']);
  });

  it('beats the plain advisor where the status says more than the age', () => {
    const { warm } = figures(year(300, 3));
    const { monitoring } = warm.byPoint;
    expect(monitoring?.n).toBeGreaterThan(200);
    expect(monitoring?.gainPercent).toBeGreaterThan(30);
    expect(warm.gainPercent).toBeGreaterThan(10);
  });

  it('keeps about the share that each quantile names', () => {
    const { warm } = figures(year(400, 11));
    expect(warm.kept.p50).toBeGreaterThan(42);
    expect(warm.kept.p50).toBeLessThan(58);
    expect(warm.kept.p80).toBeGreaterThan(72);
    expect(warm.kept.p80).toBeLessThan(88);
    expect(warm.kept.p90).toBeGreaterThan(85);
  });

  it('counts every decision once: warm, cold, or alone with other teams’ experience', () => {
    const answers = backtest(year(60, 5));
    const { warm, cold, alone } = figuresOf(60, answers);
    expect(warm.n + cold.n + alone.n).toBe(answers.length);
    expect(Object.values(warm.byPoint).reduce((sum, { n }) => sum + n, 0)).toBe(warm.n);
  });
});

describe('the decisions in the life of an incident', () => {
  const MINUTE = 60_000;
  const asked = (incident: ResolvedIncident) =>
    decisionsOf(incident, 0).map(
      ({ point, status, elapsedMs, inStatusMs, leftMs }) =>
        `${point}: ${elapsedMs / MINUTE} ${status} ${inStatusMs / MINUTE}, ${leftMs / MINUTE} left`,
    );

  it('are its first post, its ages of 30, 60 and 120 minutes, and its turns', () => {
    expect(asked(past(0, 200, { identified: 45, monitoring: 150 }))).toEqual([
      'first post: 0 investigating 0, 200 left',
      '+30: 30 investigating 30, 170 left',
      '+60: 60 identified 15, 140 left',
      '+120: 120 identified 75, 80 left',
      'identified: 45 identified 0, 155 left',
      'monitoring: 150 monitoring 0, 50 left',
    ]);
  });

  it('lie before its end, and a status that it began with is no turn', () => {
    expect(asked(past(0, 30))).toEqual(['first post: 0 investigating 0, 30 left']);
    expect(asked(past(0, 61)).at(-1)).toBe('+60: 60 investigating 60, 1 left');
    expect(asked(past(0, 20, { identified: 0 }))).toEqual(['first post: 0 identified 0, 20 left']);
    expect(asked(past(0, 0))).toEqual(['first post: 0 investigating 0, 0 left']);
  });

  it('say when they were asked', () => {
    const incident = past(0, 50);
    expect(decisionsOf(incident, 4).map(({ incident, at }) => [incident, at])).toEqual([
      [4, incident.openedAt],
      [4, plus(incident.openedAt, 30 * MINUTE)],
    ]);
  });
});

describe('a recorded incident', () => {
  const update = (minute: number, status: string, body = '') => ({
    at: new Date(Date.UTC(2026, 0, 5, 10, minute)).toISOString(),
    status,
    body,
  });
  const recorded = (updates: ReturnType<typeof update>[], more: object = {}) => {
    const resolved = { resolved_at: updates.at(-1)?.at };
    return timelineOf(recordsOf(JSON.stringify({ id: 'i', ...resolved, ...more, updates }), 'test')[0]!);
  };
  const phases = (timeline: ReturnType<typeof recorded>) =>
    timeline?.phases.map(({ status, fromMs }) => `${status} ${fromMs / 60_000}`);

  it('keeps the status that its page gave', () => {
    const told = recorded([
      update(0, 'investigating', 'We have identified the cause.'),
      update(10, 'identified'),
      update(30, 'monitoring'),
      update(40, 'investigating'),
      update(59, 'resolved'),
    ]);
    expect(phases(told)).toEqual(['investigating 0', 'identified 10', 'monitoring 30', 'investigating 40']);
  });

  it('has its phase from the words where its page gave none', () => {
    const told = recorded([
      update(0, 'investigating', 'We are looking into failing logins.'),
      update(12, 'update', 'We have identified the cause and are working on a fix.'),
      update(20, 'update', 'The fix has been deployed and we are seeing recovery.'),
      update(25, 'update', 'We are working on a fix for the rest.'),
      update(40, 'resolved'),
    ]);
    expect(phases(told)).toEqual(['investigating 0', 'identified 12', 'monitoring 20']);
  });

  it('ends when the public knew it', () => {
    const told = recorded([update(0, 'service_disruption'), update(50, 'available')], {
      resolved_at: update(20, '').at,
    });
    expect(told?.resolvedAt).toBe(update(50, '').at);
  });

  it('may come from an archive that writes its times and fields in its own way', () => {
    const line = {
      id: 7,
      kind: null,
      resolved_at: '2026-01-05T11:59:00.123456+01:00',
      updates: [
        { at: '2026-01-05T10:20:00Z', status: null, body: 'We have deployed a fix.' },
        { at: '2026-01-05T11:00:00+01:00', status: 'investigating', body: null },
      ],
    };
    const told = timelineOf(recordsOf(JSON.stringify(line), 'test')[0]!);
    expect(phases(told)).toEqual(['investigating 0', 'monitoring 20']);
    expect(told?.resolvedAt).toBe('2026-01-05T10:59:00.123Z');
  });

  it('is passed over if it was maintenance, has no end, ended before it was told, or was told only as over', () => {
    const lived = [update(0, 'investigating'), update(30, 'resolved')];
    expect(recorded(lived)).toBeDefined();
    expect(recorded(lived, { kind: 'maintenance' })).toBeUndefined();
    expect(recorded(lived, { resolved_at: null })).toBeUndefined();
    expect(recorded(lived, { resolved_at: '2026-01-05T09:00:00.000Z' })).toBeUndefined();
    expect(recorded([update(0, 'resolved')])).toBeUndefined();
  });
});

describe('candor backtest', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'candor-backtest-'));
  afterAll(() => rmSync(folder, { recursive: true }));
  const file = path.join(folder, 'incidents.jsonl');
  const lines = year(40, 2).map(({ openedAt, resolvedAt }, id) =>
    JSON.stringify({
      id: `i${id}`,
      resolved_at: resolvedAt,
      updates: [
        { at: openedAt, status: 'investigating', body: 'Logins fail.' },
        { at: resolvedAt, status: 'resolved', body: 'Logins work.' },
      ],
    }),
  );

  it('prints exactly one JSON document with the n of everything', async () => {
    writeFileSync(file, `${lines.join('\n')}\n`);
    const { code, out } = await terminal().candor('backtest', file, '--json');
    expect(code).toBe(0);
    const document = JSON.parse(out);
    expect(document).toMatchObject({
      incidents: 40,
      warm: {
        n: expect.any(Number),
        kept: { p50: expect.any(Number), p80: expect.any(Number), p90: expect.any(Number), p95: expect.any(Number) },
        pinballLog: expect.any(Number),
        plain: { kept: { p80: expect.any(Number) }, pinballLog: expect.any(Number) },
        gainPercent: expect.any(Number),
        byPoint: { 'first post': { n: expect.any(Number) }, monitoring: { n: 0 } },
      },
      cold: { n: expect.any(Number), gainPercent: expect.any(Number) },
    });
  });

  it('says which line it cannot read', async () => {
    writeFileSync(file, `${lines[0]}\n{"id": "no updates"}\n`);
    const { code, err } = await terminal().candor('backtest', file);
    expect(code).toBe(2);
    expect(err).toContain('line 2');
  });
});

describe('the advice on real incidents', () => {
  const folder = path.resolve(import.meta.dirname, '../../../shared/data/incidents');
  const present = existsSync(folder);

  it.skipIf(!present)(
    `${present ? '' : '(the recorded incidents are not here) '}beats the plain advisor and keeps its shares`,
    () => {
      const records = readRecords(path.join(folder, 'github.jsonl'));
      const { warm, cold } = figures(records.flatMap((record) => timelineOf(record) ?? []));
      expect(warm.n).toBeGreaterThan(2000);
      expect(warm.gainPercent).toBeGreaterThanOrEqual(3);
      expect(warm.byPoint.monitoring?.n).toBeGreaterThanOrEqual(50);
      expect(warm.byPoint.monitoring?.gainPercent).toBeGreaterThanOrEqual(12);
      expect(cold.gainPercent).toBeGreaterThanOrEqual(15);
      expect(warm.kept.p50).toBeGreaterThanOrEqual(46);
      expect(warm.kept.p50).toBeLessThanOrEqual(54);
      expect(warm.kept.p80).toBeGreaterThanOrEqual(76);
      expect(warm.kept.p80).toBeLessThanOrEqual(84);
      expect(warm.kept.p90).toBeGreaterThanOrEqual(87);
      expect(warm.kept.p90).toBeLessThanOrEqual(93);
    },
    60_000,
  );
});
