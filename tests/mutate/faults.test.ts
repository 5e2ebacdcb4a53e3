import { describe, expect, it } from 'vitest';
import { type Fault, faultsIn, planted } from '../../bin/mutate/faults.ts';
import { wrongPatterns } from '../../bin/mutate/patterns.ts';
import { siblingsIn } from '../../bin/mutate/siblings.ts';

/** Every source that one fault makes of `source`, by the kind of the fault. */
function variants(source: string, others: Record<string, string> = {}): Record<string, string[]> {
  const sibling = siblingsIn(new Map(Object.entries({ 'a.ts': source, ...others })));
  const faults: Fault[] = faultsIn('a.ts', source, sibling);
  const byKind = Object.groupBy(faults, ({ kind }) => kind) as Record<string, Fault[]>;
  return Object.fromEntries(
    Object.entries(byKind).map(([kind, ofKind]) => [kind, ofKind.map((fault) => planted(source, fault))]),
  );
}

describe('a fault', () => {
  it.each([
    ['condition negated', 'if (a) b();', ['if (!(a)) b();']],
    ['condition always true', 'x = a ? b : c;', ['x = true ? b : c;']],
    ['condition never true', 'if (a) b();', ['if (false) b();']],
    ['loop dropped', 'while (a) b();', ['while (false) b();']],
    ['negation dropped', 'f(!a);', ['f(a);']],
    ['sign dropped', 'f(-1);', ['f(1);']],
    ['boundary moved', 'f(a < b, a >= b);', ['f(a <= b, a >= b);', 'f(a < b, a > b);']],
    ['operator swapped', 'f(a === b);', ['f(a !== b);']],
    ['operator swapped', 'f(a + b);', ['f(a - b);']],
    ['operator swapped', 'f(a && b);', ['f(a || b);']],
    ['operator swapped', 'a += b; c++;', ['a -= b; c++;', 'a += b; c--;']],
    ['half of a condition dropped', 'f(a || b);', ['f(a);', 'f(b);']],
    ['fallback dropped', 'f(a ?? b);', ['f(a);']],
    ['element dropped', 'f([a, b]);', ['f([b]);', 'f([a]);']],
    ['spread dropped', 'f({ ...a, b });', ['f({ b });']],
    ['spread dropped', 'f([a, ...b]);', ['f([a]);']],
    [
      'case dropped',
      'switch (a) { case b: case c: d(); }',
      ['switch (a) {  case c: d(); }', 'switch (a) { case b:  }'],
    ],
    ['call dropped', 'f(a.filter(b));', ['f(a);']],
    ['call swapped', 'f(a.some(b), Math.max(c));', ['f(a.every(b), Math.max(c));', 'f(a.some(b), Math.min(c));']],
    ['statement dropped', 'a();', [';']],
    ['early return', 'a();', ['return;']],
    ['number changed', 'f(5);', ['f(6);', 'f(10);']],
    ['number changed', 'f(0);', ['f(1);']],
    ['boolean flipped', 'f(true);', ['f(false);']],
    ['text emptied', "f('hello');", ["f('');"]],
    ['alternative dropped', 'f(/a|b/);', ['f(/b/);', 'f(/a/);']],
  ])('%s: %s', (kind, source, expected) => {
    expect(variants(source)[kind]).toEqual(expected);
  });

  it('replaces a word by its neighbour in the type or list that it comes from', () => {
    const types = "type State = 'kept' | 'slipped' | 'open';";
    expect(variants("f('kept');", { 'b.ts': types })['word replaced']).toEqual(["f('slipped');"]);
    expect(variants("f('open');", { 'b.ts': types })['word replaced']).toEqual(["f('kept');"]);
    const list = "const NAMES = ['site', 'x'] as const; f('x');";
    expect(variants(list)['word replaced']).toContain("const NAMES = ['site', 'x'] as const; f('site');");
  });

  it('is planted in nothing that only the compiler reads', () => {
    const source = "import { a } from 'b'; type T = 'x' | 'y'; interface I { n: 1 } export * from 'c'; let z: 2;";
    expect(variants(source)).toEqual({});
  });

  it('leaves the size of what a comparison answers alone, and turns its sign', () => {
    const found = variants('f(a.slice(2).toSorted((b, c) => (b < c ? -1 : 1)));');
    expect(found['number changed']).toEqual([
      'f(a.slice(3).toSorted((b, c) => (b < c ? -1 : 1)));',
      'f(a.slice(4).toSorted((b, c) => (b < c ? -1 : 1)));',
    ]);
    expect(found['sign dropped']).toHaveLength(1);
  });

  it('turns no text that is put together into a difference', () => {
    expect(variants("f('a' + b);")['operator swapped']).toBeUndefined();
  });
});

describe('a pattern', () => {
  const wrong = (pattern: string) => wrongPatterns(pattern).map(({ replacement }) => replacement);

  it('loses an alternative, of each group by itself', () => {
    expect(wrong('/x(?:a|b(c|d))y/')).toEqual(['/x(?:b(c|d))y/', '/x(?:a)y/', '/x(?:a|b(d))y/', '/x(?:a|b(c))y/']);
  });

  it('demands what was optional, but stays as greedy and as grouped as it was', () => {
    expect(wrong('/ab?(?:c)?d*?/')).toEqual(['/ab(?:c)?d*?/', '/ab?(?:c)d*?/']);
  });

  it('minds the case', () => {
    expect(wrong('/a/gi')).toEqual(['/a/g']);
  });

  it('takes what is escaped or in a class for letters', () => {
    expect(wrong('/[a|b?]\\|\\?/')).toEqual([]);
  });
});
