import { describe, expect, it } from 'vitest';
import { countLine, failureLines, progressLine, slowestLines, underWayText } from '../../bin/test/words.ts';

const file = (name: string, seconds: number) => ({ file: name, seconds });

describe('the last line of a run', () => {
  it('is the count alone, and tells what was skipped only if something was', () => {
    expect(countLine({ passed: 1123, failed: 0, skipped: 0 })).toBe('1123 passed, 0 failed');
    expect(countLine({ passed: 123, failed: 2, skipped: 4 })).toBe('123 passed, 2 failed, 4 skipped');
  });
});

describe('a run that goes on', () => {
  it('says what it is at in one line, the longest first', () => {
    const files = [file('tests/b.test.ts', 3.4), file('tests/local/promises.test.ts', 40.6)];
    expect(progressLine(3, { passed: 1204, failed: 0 }, files, 2.123)).toBe(
      'after 3 min: 1,204 passed, 2 files under way: tests/local/promises.test.ts (41 s), tests/b.test.ts (3 s); load 2.1',
    );
  });

  it('says at once that something failed', () => {
    expect(progressLine(1, { passed: 3, failed: 2 }, [], 0)).toBe(
      'after 1 min: 3 passed, 2 failed, no file under way; load 0.0',
    );
  });

  it('names four files and counts the others', () => {
    const files = [1, 2, 3, 4, 5, 6].map((seconds) => file(`${seconds}`, seconds));
    expect(underWayText(files)).toBe('6 files under way: 6 (6 s), 5 (5 s), 4 (4 s), 3 (3 s), and 2 more');
    expect(underWayText(files.slice(0, 1))).toBe('1 file under way: 1 (1 s)');
  });
});

describe('the summary of what failed', () => {
  it('names file and test, and how busy the machine was', () => {
    expect(failureLines([{ file: 'tests/a.test.ts', name: 'a promise > is kept', load: 14.24 }], 2)).toEqual([
      'failed:',
      '  tests/a.test.ts > a promise > is kept (load 14.2, cores 2)',
    ]);
  });

  it('is left out where nothing failed', () => {
    expect(failureLines([], 2)).toEqual([]);
  });
});

describe('the list of the slowest tests', () => {
  it('has the slowest first, with file and seconds, and ends after twenty', () => {
    const tests = Array.from({ length: 25 }, (_, index) => ({
      file: 'tests/a.test.ts',
      name: `test ${index}`,
      ms: index * 1000,
    }));
    const lines = slowestLines(tests);
    expect(lines).toHaveLength(21);
    expect(lines[1]).toBe('   24.0 s  tests/a.test.ts > test 24');
    expect(lines.at(-1)).toBe('    5.0 s  tests/a.test.ts > test 5');
  });
});
