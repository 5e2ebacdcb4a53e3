import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { compiler } from '../../bin/mutate/compiler.ts';
import { coveringTests } from '../../bin/mutate/covering.ts';
import { type Equivalent, outdated, reasonFor } from '../../bin/mutate/equivalents.ts';
import { type Fault, faultsIn } from '../../bin/mutate/faults.ts';
import { importsOf } from '../../bin/mutate/imports.ts';
import { diffOf, shown, summaryOf, tableOf, wilson } from '../../bin/mutate/report.ts';
import { sampleOf } from '../../bin/mutate/sample.ts';
import { sourcesOf } from '../../bin/mutate/tree.ts';
import known from '../mutants/equivalent.json' with { type: 'json' };

const root = path.resolve(import.meta.dirname, '../..');
const FARE = 'tests/mutate/fixture/fare.ts';
const sources = sourcesOf(root);

describe('a sample', () => {
  const anything = { errorsIn: () => [] };
  const sample = (seed: number, size = 8, compile: Parameters<typeof sampleOf>[2] = anything) =>
    sampleOf({ files: [FARE], sources, vocabulary: new Map() }, { seed, size }, compile);

  it('is the same from the same seed, and another from another', () => {
    expect(sample(1)).toEqual(sample(1));
    expect(sample(2).faults).not.toEqual(sample(1).faults);
  });

  it('draws no fault twice, and every place before any place again', () => {
    const all = sample(1, 1_000).faults;
    const places = all.map(({ start, end }) => `${start}-${end}`);
    expect(new Set(all.map((fault) => JSON.stringify(fault))).size).toBe(all.length);
    expect(new Set(places.slice(0, new Set(places).size)).size).toBe(new Set(places).size);
    expect(all).toHaveLength(faultsIn(FARE, sources.get(FARE)!, () => undefined).length);
  });

  it('draws anew what the compiler refuses, and counts it', () => {
    const compile = compiler(root, [FARE]);
    const drawn = sample(1, 1_000, compile);
    const early = drawn.faults.filter(({ kind }) => kind === 'condition always true').map((fault) => fault.original);
    compile.close();
    expect(drawn.refused).toBe(0);
    expect(early).toContain('age < 6');
    const picky = { errorsIn: (_file: string, source: string) => (source.includes('age <= 6') ? ['no'] : []) };
    expect(sample(1, 1_000, picky).refused).toBe(1);
  });
});

describe('the compiler', () => {
  it('refuses what does not compile, and has forgotten it at the next question', () => {
    const compile = compiler(root, [FARE]);
    const source = sources.get(FARE)!;
    expect(compile.errorsIn(FARE, source.replace('return 0', "return 'nothing'"))).toHaveLength(1);
    expect(compile.errorsIn(FARE, source.replace('return 0', 'return (0'))).not.toEqual([]);
    expect(compile.errorsIn(FARE, source)).toEqual([]);
    compile.close();
  });
});

describe('the tests that cover a file', () => {
  const imports = importsOf(
    new Map([
      ['shared/core/lint/ask.ts', ''],
      ['shared/app/say.ts', "import { ask } from '../core/lint/ask.ts';"],
      ['shared/app/types.ts', "import type { Ask } from '../core/lint/ask.ts';"],
      ['tests/lint/asks.test.ts', "import '../../shared/app/say.ts';"],
      ['tests/app/direct.test.ts', "export * from '../../shared/core/lint/ask.ts';"],
      ['tests/app/late.test.ts', "await import('../../shared/app/say.ts');"],
      ['tests/app/types.test.ts', "import '../../shared/app/types.ts';"],
    ]),
  );
  const tests = new Map(
    ['lint/asks', 'app/direct', 'app/late', 'app/types'].map((name) => [`tests/${name}.test.ts`, 1]),
  );

  it('are near if they import it or are in the folder of its name, else wider; types alone reach nothing', () => {
    expect(coveringTests('shared/core/lint/ask.ts', tests, imports)).toEqual({
      near: ['tests/app/direct.test.ts', 'tests/lint/asks.test.ts'],
      wider: ['tests/app/late.test.ts'],
    });
  });

  it('are near where none is nearer', () => {
    const only = new Map([['tests/app/late.test.ts', 1]]);
    expect(coveringTests('shared/core/lint/ask.ts', only, imports).near).toEqual(['tests/app/late.test.ts']);
  });
});

describe('a fault that is known to change nothing', () => {
  const source = 'one();\nif (a < b) two();\n';
  const fault: Fault = {
    file: 'shared/core/a.ts',
    kind: 'boundary moved',
    start: 13,
    end: 14,
    original: '<',
    replacement: '<=',
  };
  const equivalent: Equivalent = {
    file: 'a.ts',
    original: 'if (a < b) two();',
    change: 'if (a <= b) two();',
    reason: 'r',
  };

  it('is known by file and code, wherever both have moved and however they are laid out', () => {
    expect(reasonFor([equivalent], fault, source)).toBe('r');
    const moved = `\n\n  ${source}`;
    const shift = moved.indexOf('<') - source.indexOf('<');
    const there = { ...fault, file: 'elsewhere/a.ts', start: fault.start + shift, end: fault.end + shift };
    expect(reasonFor([equivalent], there, moved)).toBe('r');
  });

  it('is another one in another file, and where something else is changed', () => {
    expect(reasonFor([equivalent], { ...fault, file: 'shared/core/b.ts' }, source)).toBeUndefined();
    expect(reasonFor([equivalent], { ...fault, replacement: '>' }, source)).toBeUndefined();
  });

  it('is outdated once its code is gone', () => {
    expect(outdated([equivalent], new Map([['x/a.ts', source]]))).toEqual([]);
    expect(outdated([equivalent], new Map([['x/a.ts', 'one();']]))).toEqual([equivalent]);
  });
});

it('every fault that is known to change nothing is still in the code, with a reason', () => {
  expect(outdated(known, sources)).toEqual([]);
  expect((known as Equivalent[]).filter(({ reason }) => reason.length < 20)).toEqual([]);
});

describe('what is said in the end', () => {
  const source = sources.get(FARE)!;
  const [fault] = faultsIn(FARE, source, () => undefined).filter(({ kind }) => kind === 'boundary moved') as [Fault];
  const diff = diffOf(source, fault);
  const tried = [
    { fault, diff, became: { verdict: 'survived' as const } },
    { fault, diff, became: { verdict: 'killed' as const, by: { file: 'f', test: 't' } } },
    { fault, diff, became: { verdict: 'timed out' as const } },
    { fault, diff, became: { verdict: 'equivalent' as const, reason: 'r' } },
  ];
  const summary = summaryOf(tried, { seed: 5, files: [FARE], refused: 2 });

  it('counts what timed out as killed, and not what changes nothing', () => {
    expect(summary).toMatchObject({
      planted: 4,
      killed: 1,
      timedOut: 1,
      survived: 1,
      equivalent: 1,
      refusedByCompiler: 2,
    });
    expect(summary.score.value).toBeCloseTo(2 / 3);
  });

  it('shows where a survivor is and what it changes', () => {
    expect(summary.survivors).toEqual([
      {
        file: FARE,
        line: 3,
        kind: 'boundary moved',
        before: '  if (age < 6) return 0;',
        after: '  if (age <= 6) return 0;',
      },
    ]);
    expect(tableOf(summary)).toContain(
      `${FARE}:3 boundary moved\n-   if (age < 6) return 0;\n+   if (age <= 6) return 0;`,
    );
    expect(tableOf(summary)).toContain('seed 5');
    expect(shown({ before: 'a', after: '' })).toBe('- a');
  });

  it('has the interval of Wilson', () => {
    // 46 of 63, from the formula by hand; and the ends, where a plain interval would leave what is possible.
    const { value, low, high } = wilson(46, 63);
    expect([value, low, high].map((share) => share.toFixed(4))).toEqual(['0.7302', '0.6097', '0.8242']);
    expect(wilson(10, 10).high).toBeCloseTo(1, 12);
    expect(wilson(10, 10).low).toBeCloseTo(0.7225, 3);
    expect(wilson(0, 10).low).toBeCloseTo(0, 12);
    expect(wilson(0, 0)).toEqual({ value: 0, low: 0, high: 1 });
  });
});
