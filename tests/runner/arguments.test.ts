import { describe, expect, it } from 'vitest';
import { askedBy } from '../../bin/test/arguments.ts';

describe('the arguments of npm test', () => {
  it('are words that file names contain, and what to tell at the end', () => {
    expect(askedBy(['tests/core', '--slowest', 'x'])).toEqual({
      filters: ['tests/core', 'x'],
      slowest: true,
      help: false,
    });
    expect(askedBy([])).toEqual({ filters: [], slowest: false, help: false });
  });

  it('are explained where one is unknown', () => {
    expect(() => askedBy(['--slow'])).toThrow(/^Unknown option '--slow'\. "npm test -- --help" lists the options\.$/);
    expect(() => askedBy(['--slowest=3'])).toThrow(/^Option '--slowest' does not take an argument\. /);
  });
});
