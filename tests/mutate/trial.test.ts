import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { Job, Outcome } from '../../bin/mutate/test-process.ts';
import { testRunner } from '../../bin/mutate/test-runner.ts';
import { court } from '../../bin/mutate/trial.ts';

const FARE = 'tests/mutate/fixture/fare.ts';
const SPEC = 'tests/mutate/fixture/fare.spec.ts';
const source = readFileSync(path.resolve(import.meta.dirname, '../..', FARE), 'utf8');
const covering = { near: [SPEC], wider: [] };

describe('a planted fault', () => {
  const runner = testRunner({ patienceMs: 60_000, seeds: 0 });
  afterAll(() => runner.close());
  const tryFault = court(runner, []);
  const changed = (from: string, to: string) => ({ file: FARE, source: source.replace(from, to) });

  it('is killed where a test fails, survives where none does, and is gone at the next trial', async () => {
    expect(await tryFault(changed('>= 65', '> 65'), covering)).toEqual({
      verdict: 'killed',
      by: { file: SPEC, test: 'costs less for the old' },
    });
    expect(await tryFault(changed('age < 6', 'age <= 6'), covering)).toEqual({ verdict: 'survived' });
    expect(await tryFault({ file: FARE, source }, covering)).toEqual({ verdict: 'survived' });
  });

  it('is killed where the module no longer loads', async () => {
    const broken = { file: FARE, source: 'throw new Error("broken");' };
    expect(await tryFault(broken, covering)).toMatchObject({ verdict: 'killed', by: { file: SPEC } });
  });

  it('times out where it never ends, and the next one is tried all the same', async () => {
    const hasty = testRunner({ patienceMs: 5_000, seeds: 0 });
    expect(await court(hasty, [])(changed('return 0;', 'for (;;);'), covering)).toEqual({ verdict: 'timed out' });
    hasty.close();
    expect(await tryFault(changed('2 * zones', 'zones'), covering)).toMatchObject({ verdict: 'killed' });
  });
});

describe('a court', () => {
  const FAULT = { file: 'a.ts', source: 'fault' };
  const failing = (file: string): Outcome => ({ failed: { file, test: 't' } });
  const asked: string[] = [];
  /** Tests that answer as `answer` says, written down as they are asked. */
  const tests = (answer: (job: Job) => Outcome | 'timed out') => ({
    run: async (job: Job) => {
      asked.push(`${job.files.join(' ')}${job.changed ? '' : ' unchanged'}`);
      return answer(job);
    },
  });

  it('asks the near tests first, then the wider ones, then the last', async () => {
    asked.length = 0;
    const verdict = await court(
      tests(() => ({})),
      ['seeds'],
    )(FAULT, { near: ['n'], wider: ['w1', 'w2'] });
    expect(verdict).toEqual({ verdict: 'survived' });
    expect(asked).toEqual(['n', 'w1 w2', 'seeds']);
  });

  it('does not believe a test that fails without a fault, says so once, and asks the others', async () => {
    const notes: string[] = [];
    const flaky = tests(({ files }) => (files.includes('bad') ? failing('bad') : {}));
    const tryFault = court(flaky, [], (note) => notes.push(note));
    expect(await tryFault(FAULT, { near: ['bad', 'good'], wider: [] })).toEqual({ verdict: 'survived' });
    expect(await tryFault(FAULT, { near: ['bad', 'good'], wider: [] })).toEqual({ verdict: 'survived' });
    expect(notes).toEqual(['bad is left out: it fails without any fault']);
  });

  it('does not believe a test that fails only behind others', async () => {
    const leaning = tests(({ files }) => (files.length > 1 ? failing('leans') : {}));
    const verdict = await court(leaning, [])(FAULT, { near: [], wider: ['first', 'leans', 'after'] });
    expect(verdict).toEqual({ verdict: 'survived' });
  });

  it('does not believe a wider test that fails now and then', async () => {
    let run = 0;
    const flaky = tests(({ changed }) => (changed && ++run < 3 ? failing('flaky') : {}));
    expect(await court(flaky, [])(FAULT, { near: [], wider: ['flaky'] })).toEqual({ verdict: 'survived' });
  });

  it('believes an error outside of any test if it comes with the fault alone', async () => {
    const failed = { test: 'an unhandled rejection' };
    const breaking = tests(({ changed }) => (changed ? { failed } : {}));
    expect(await court(breaking, [])(FAULT, { near: ['near'], wider: [] })).toEqual({ verdict: 'killed', by: failed });
    const broken = tests(({ files }) => (files.includes('broken') ? { failed } : {}));
    const notes: string[] = [];
    const tryFault = court(broken, [], (note) => notes.push(note));
    expect(await tryFault(FAULT, { near: ['broken'], wider: ['w'] })).toEqual({ verdict: 'survived' });
    expect(notes).toEqual(['an unhandled rejection: it comes without any fault, from broken']);
  });

  it('believes a wider test that fails alone as well, and every time', async () => {
    const honest = tests(({ files, changed }) => (changed && files.includes('honest') ? failing('honest') : {}));
    const verdict = await court(honest, [])(FAULT, { near: ['near'], wider: ['first', 'honest'] });
    expect(verdict).toMatchObject({ verdict: 'killed', by: { file: 'honest' } });
  });
});
