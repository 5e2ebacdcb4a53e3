import { type Fault, planted } from './faults.ts';
import type { Verdict } from './trial.ts';

/** The lines that a fault changes, as they are and as it makes them. */
export type Diff = { line: number; before: string; after: string };

export function diffOf(source: string, fault: Fault): Diff {
  const from = source.lastIndexOf('\n', fault.start - 1) + 1;
  const to = source.indexOf('\n', fault.end);
  const end = to < 0 ? source.length : to;
  const changed = planted(source, fault);
  const lines = (text: string) => text.replace(/\s+$/, '');
  return {
    line: source.slice(0, fault.start).split('\n').length,
    before: lines(source.slice(from, end)),
    after: lines(changed.slice(from, end + changed.length - source.length)),
  };
}

/** What became of one fault; `equivalent` ones were not tried, because they are known to change nothing. */
export type Tried = { fault: Fault; diff: Diff; became: Verdict | { verdict: 'equivalent'; reason: string } };

export type Score = { value: number; low: number; high: number };

/** The share of `hits` in `of`, with the interval that holds the true share 95 times in 100 (Wilson). */
export function wilson(hits: number, of: number): Score {
  if (of === 0) return { value: 0, low: 0, high: 1 };
  const z = 1.959964;
  const share = hits / of;
  const middle = (share + z ** 2 / (2 * of)) / (1 + z ** 2 / of);
  const half = (z / (1 + z ** 2 / of)) * Math.sqrt((share * (1 - share)) / of + z ** 2 / (4 * of ** 2));
  return { value: share, low: Math.max(0, middle - half), high: Math.min(1, middle + half) };
}

/** The whole sample in figures, with every fault that nothing noticed. */
export function summaryOf(tried: readonly Tried[], drawn: { seed: number; files: readonly string[]; refused: number }) {
  const count = (verdict: string) => tried.filter(({ became }) => became.verdict === verdict).length;
  const [killed, timedOut, survived, equivalent] = ['killed', 'timed out', 'survived', 'equivalent'].map(count) as [
    number,
    number,
    number,
    number,
  ];
  return {
    seed: drawn.seed,
    files: drawn.files.length,
    planted: tried.length,
    killed,
    timedOut,
    survived,
    equivalent,
    refusedByCompiler: drawn.refused,
    score: wilson(killed + timedOut, tried.length - equivalent),
    survivors: tried
      .filter(({ became }) => became.verdict === 'survived')
      .map(({ fault, diff }) => ({
        file: fault.file,
        line: diff.line,
        kind: fault.kind,
        before: diff.before,
        after: diff.after,
      })),
  };
}

export type Summary = ReturnType<typeof summaryOf>;

const percent = (share: number): string => `${Math.round(share * 100)} %`;

/** The summary for people. */
export function tableOf(summary: Summary): string {
  const { score } = summary;
  const rows: [string, number | string][] = [
    ['planted', summary.planted],
    ['killed', summary.killed],
    ['timed out', summary.timedOut],
    ['survived', summary.survived],
    ['equivalent', summary.equivalent],
    ['score', `${percent(score.value)} (95 %: ${percent(score.low)} to ${percent(score.high)})`],
  ];
  const survivors = summary.survivors.map((one) => `\n${one.file}:${one.line} ${one.kind}\n${shown(one)}`);
  const table = rows.map(([name, value]) => `${name.padEnd(12)}${value}`).join('\n');
  return `${survivors.join('\n')}${survivors.length > 0 ? '\n\n' : ''}${table}\nseed ${summary.seed}`;
}

/** A change as a small diff. */
export const shown = ({ before, after }: Pick<Diff, 'before' | 'after'>): string =>
  [...prefixed('-', before), ...prefixed('+', after)].join('\n');

const prefixed = (sign: string, text: string): string[] =>
  text === '' ? [] : text.split('\n').map((line) => `${sign} ${line}`);
