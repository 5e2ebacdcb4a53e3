/** A file that is being run, and for how long. */
export type UnderWay = { file: string; seconds: number };

export type Failure = { file: string; name: string; load: number };
export type Took = { file: string; name: string; ms: number };
export type Count = { passed: number; failed: number; skipped: number };

const NAMED = 4;
const number = (value: number) => value.toLocaleString('en-US');

/** `123 passed, 0 failed`, so that a machine can read it. */
export const countLine = ({ passed, failed, skipped }: Count): string =>
  `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;

/** Where a run stands: `after 3 min: 1,204 passed, 2 files under way: tests/a.test.ts (41 s), …; load 2.1`. */
export function progressLine(
  minutes: number,
  { passed, failed }: Omit<Count, 'skipped'>,
  files: readonly UnderWay[],
  load: number,
): string {
  const counted = [`${number(passed)} passed`, ...(failed > 0 ? [`${number(failed)} failed`] : [])].join(', ');
  return `after ${minutes} min: ${counted}, ${underWayText(files)}; load ${load.toFixed(1)}`;
}

/** The files that are under way, the one that has been so for longest first. */
export function underWayText(files: readonly UnderWay[]): string {
  if (files.length === 0) return 'no file under way';
  const named = files
    .toSorted((a, b) => b.seconds - a.seconds)
    .slice(0, NAMED)
    .map(({ file, seconds }) => `${file} (${Math.round(seconds)} s)`);
  const more = files.length > NAMED ? `, and ${files.length - NAMED} more` : '';
  return `${files.length} ${files.length === 1 ? 'file' : 'files'} under way: ${named.join(', ')}${more}`;
}

/** What failed, each with how busy the machine was at that moment. */
export const failureLines = (failures: readonly Failure[], cores: number): string[] =>
  failures.length === 0
    ? []
    : [
        'failed:',
        ...failures.map(({ file, name, load }) => `  ${file} > ${name} (load ${load.toFixed(1)}, cores ${cores})`),
      ];

/** The tests that took longest, slowest first. */
export const slowestLines = (tests: readonly Took[], most = 20): string[] => [
  'slowest:',
  ...tests
    .toSorted((a, b) => b.ms - a.ms)
    .slice(0, most)
    .map(({ file, name, ms }) => `${(ms / 1000).toFixed(1).padStart(7)} s  ${file} > ${name}`),
];
