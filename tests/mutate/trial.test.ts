import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { Covering } from '../../bin/mutate/covering.ts';
import type { Job, Outcome } from '../../bin/mutate/test-process.ts';
import { testRunner } from '../../bin/mutate/test-runner.ts';
import { court, groupsOf, type Suspect } from '../../bin/mutate/trial.ts';

const FARE = 'tests/mutate/fixture/fare.ts';
const SPEC = 'tests/mutate/fixture/fare.spec.ts';
const source = readFileSync(path.resolve(import.meta.dirname, '../..', FARE), 'utf8');
const covering = { near: [SPEC], wider: [] };

describe('a planted fault', () => {
  const runner = testRunner({ patienceMs: 60_000, seeds: 0 });
  afterAll(() => runner.close());
  const { near } = court(runner, []);
  const changed = (from: string, to: string) => ({
    changed: { file: FARE, source: source.replace(from, to) },
    covering,
  });

  it('is killed where a test fails, survives where none does, and is gone at the next trial', async () => {
    expect(await near(changed('>= 65', '> 65'))).toEqual({
      verdict: 'killed',
      by: { file: SPEC, test: 'costs less for the old' },
    });
    expect(await near(changed('age < 6', 'age <= 6'))).toBeUndefined();
    expect(await near({ changed: { file: FARE, source }, covering })).toBeUndefined();
  });

  it('is killed where the module no longer loads', async () => {
    const broken = { file: FARE, source: 'throw new Error("broken");' };
    expect(await near({ changed: broken, covering })).toMatchObject({ verdict: 'killed', by: { file: SPEC } });
  });

  it('times out where it never ends, and the next one is tried all the same', async () => {
    const hasty = testRunner({ patienceMs: 3_000, seeds: 0 });
    expect(await court(hasty, []).near(changed('return 0;', 'for (;;);'))).toEqual({ verdict: 'timed out' });
    hasty.close();
    expect(await near(changed('2 * zones', 'zones'))).toMatchObject({ verdict: 'killed' });
  });
});

describe('a court', () => {
  const failing = (file: string): Outcome => ({ failed: { file, test: 't' } });
  const suspect = (name: string, covering: Partial<Covering>): Suspect => ({
    changed: { file: `${name}.ts`, source: name },
    covering: { near: [], wider: [], ...covering },
  });
  const asked: string[] = [];
  /** Tests that answer as `answer` says, written down as they are asked. */
  const tests = (answer: (files: readonly string[], faults: string[]) => Outcome | 'timed out') => {
    asked.length = 0;
    return {
      run: async ({ files, changed }: Job) => {
        const faults = changed.map((one) => one.source);
        asked.push(`${files.join(' ')} on ${faults.join(' ') || 'nothing'}`);
        return answer(files, faults);
      },
    };
  };
  const survived = { verdict: 'survived' };

  it('asks the near tests about each fault, and the wider ones and the last about many together', async () => {
    const { near, wider } = court(
      tests(() => ({})),
      ['seeds'],
    );
    const suspects = [suspect('a', { near: ['n'], wider: ['w1', 'w2'] }), suspect('b', { near: ['m'], wider: ['w2'] })];
    for (const one of suspects) expect(await near(one)).toBeUndefined();
    expect(await wider(suspects)).toEqual([survived, survived]);
    expect(asked).toEqual(['n on a', 'm on b', 'w1 w2 seeds on a b']);
  });

  it('finds out which of several faults a test has failed of, and goes on with the others', async () => {
    const { wider } = court(
      tests((files, faults) => (files.includes('w2') && faults.includes('b') ? failing('w2') : {})),
      [],
    );
    const suspects = ['a', 'b', 'c'].map((name) =>
      suspect(name, { wider: name === 'c' ? ['w3'] : ['w1', 'w2', 'w3'] }),
    );
    expect(await wider(suspects)).toEqual([survived, { verdict: 'killed', by: { file: 'w2', test: 't' } }, survived]);
    expect(asked).toEqual(['w1 w2 w3 on a b c', 'w2 on a', 'w2 on b', 'w2 on nothing', 'w2 on b', 'w3 on a c']);
  });

  it('does not believe a near test that fails without a fault, says so once, and asks the others', async () => {
    const notes: string[] = [];
    const { near } = court(
      tests((files) => (files.includes('bad') ? failing('bad') : {})),
      [],
      (note) => notes.push(note),
    );
    for (const name of ['a', 'b']) expect(await near(suspect(name, { near: ['bad', 'good'] }))).toBeUndefined();
    expect(notes).toEqual(['bad is left out: it fails without any fault']);
  });

  it('does not believe a wider test that fails only behind others, or only now and then', async () => {
    const leaning = tests((files) => (files.length > 1 && files.includes('leans') ? failing('leans') : {}));
    const one = suspect('a', { wider: ['first', 'leans', 'after'] });
    expect(await court(leaning, []).wider([one])).toEqual([survived]);
    let run = 0;
    const flaky = tests((_files, faults) => (faults.length > 0 && ++run < 3 ? failing('first') : {}));
    expect(await court(flaky, []).wider([one])).toEqual([survived]);
  });

  it('takes an error outside of any test for a kill if it comes with the fault alone', async () => {
    const failed = { test: 'an unhandled rejection' };
    const breaking = tests((_files, faults) => (faults.length > 0 ? { failed } : {}));
    const one = suspect('a', { near: ['n'], wider: ['w1', 'w2'] });
    expect(await court(breaking, []).near(one)).toEqual({ verdict: 'killed', by: failed });
    expect(await court(breaking, []).wider([one])).toMatchObject([{ verdict: 'killed' }]);
    const broken = tests(() => ({ failed }));
    expect(await court(broken, []).near(one)).toBeUndefined();
    expect(await court(broken, []).wider([one])).toEqual([survived]);
  });

  it('says of what never ends that it timed out', async () => {
    const endless = tests((files, faults) => (faults.includes('a') && files.includes('w2') ? 'timed out' : {}));
    const suspects = [suspect('a', { wider: ['w1', 'w2'] }), suspect('b', { wider: ['w1', 'w2'] })];
    expect(await court(endless, []).wider(suspects)).toEqual([{ verdict: 'timed out' }, survived]);
  });
});

describe('faults that are planted together', () => {
  const suspect = (file: string) => ({ changed: { file, source: '' } });

  it('are of different files, and not too many', () => {
    const groups = groupsOf(['a', 'b', 'a', ...Array.from({ length: 10 }, (_, index) => `c${index}`)].map(suspect));
    const files = groups.map((group) => group.map(({ changed }) => changed.file));
    expect(files.map((group) => group.length)).toEqual([10, 3]);
    expect(files[1]).toContain('a');
    for (const group of files) expect(new Set(group).size).toBe(group.length);
  });
});
