import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it, onTestFinished } from 'vitest';
import { settableClock } from '../../../infra/local/cloud/clock.ts';
import { createStandstill } from '../../../infra/local/cloud/standstill.ts';
import { until } from '../../support/until.ts';

const HOUR_MS = 3_600_000;
const RealDate = Date;
const folder = mkdtempSync(path.join(tmpdir(), 'candor-clock-'));
const file = path.join(folder, 'clock.json');
afterAll(() => {
  globalThis.Date = RealDate;
  rmSync(folder, { recursive: true, force: true });
});

describe('the clock of the local cloud', () => {
  const clock = settableClock(file);
  const far = () => Date.now() - RealDate.now();

  it("is the machine's until somebody sets it", () => {
    expect(clock.setting()).toBeUndefined();
    expect(far()).toBeLessThanOrEqual(0);
    expect(new Date()).toBeInstanceOf(RealDate);
    expect(new Date(0).toISOString()).toBe('1970-01-01T00:00:00.000Z');
    expect(Date.parse('1970-01-01T00:00:01Z')).toBe(1_000);
  });

  it('is set forward for everything that reads the time in this process', () => {
    const before = Date.now();
    clock.change({ stepMs: HOUR_MS });
    expect(Date.now() - before).toBeGreaterThanOrEqual(HOUR_MS);
    expect(Date.parse(new Date().toISOString()) - before).toBeGreaterThanOrEqual(HOUR_MS);
    expect(clock.nowMs() - before).toBeGreaterThanOrEqual(HOUR_MS);
  });

  it('stands still when it is held, and runs on from there when it is let go', () => {
    clock.change({ rate: 0 });
    const held = Date.now();
    const realMs = RealDate.now();
    while (RealDate.now() < realMs + 5);
    expect(Date.now()).toBe(held);
    clock.change({ rate: 1 });
    expect(Date.now() - held).toBeLessThan(HOUR_MS);
    expect(Date.now()).toBeGreaterThanOrEqual(held);
  });

  it('runs as many times faster as it is told', async () => {
    clock.change({ rate: 3_600 });
    const [before, realBefore] = [Date.now(), RealDate.now()];
    while (RealDate.now() < realBefore + 5);
    const [passed, reallyPassed] = [Date.now() - before, RealDate.now() - realBefore];
    expect(passed).toBeGreaterThanOrEqual(5 * 3_600);
    expect(passed).toBeLessThanOrEqual((reallyPassed + 1) * 3_600);
    clock.change({ rate: 1 });
  });

  it('is found as it was left by the next start', () => {
    const left = far();
    const again = settableClock(file);
    expect(Math.abs(far() - left)).toBeLessThan(HOUR_MS);
    expect(again.setting()).toEqual(clock.setting());
  });

  it('rings what comes every hour once for each step over it, and for no shorter one', async () => {
    let rings = 0;
    const ring = () => {
      rings += 1;
    };
    onTestFinished(clock.every(HOUR_MS, ring));
    clock.change({ stepMs: HOUR_MS / 2 });
    expect(rings).toBe(0);
    clock.change({ stepMs: HOUR_MS });
    expect(rings).toBe(1);
    clock.change({ rate: 3_600 });
    await until('the next hour, which takes a second', () => rings === 2);
    clock.change({ rate: 1 });
  });

  it('rings nothing more once that was ended', () => {
    let rings = 0;
    const end = clock.every(HOUR_MS, () => {
      rings += 1;
    });
    end();
    clock.change({ stepMs: 2 * HOUR_MS });
    expect(rings).toBe(0);
  });
});

describe('a standstill', () => {
  it('comes when the last function has ended, and holds back what would start by itself meanwhile', async () => {
    const standstill = createStandstill();
    const told: string[] = [];
    const [one, two] = [standstill.begin(), standstill.begin()];
    const rest = standstill.atRest(() => told.push('at rest'), 60_000);
    const passed = standstill.passable().then(() => told.push('passed'));
    one();
    await Promise.resolve();
    expect(told).toEqual([]);
    two();
    await Promise.all([rest, passed]);
    expect(told).toEqual(['at rest', 'passed']);
  });

  it('is given up where a function does not end, and lets everything pass again', async () => {
    const standstill = createStandstill();
    standstill.begin();
    await expect(standstill.atRest(() => {}, 5)).rejects.toThrow('1 functions were at work for 5 ms without a pause');
    await standstill.passable();
  });
});
