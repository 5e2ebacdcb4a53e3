import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { readFlags } from '../../infra/local/start/flags.ts';

const read = (...args: string[]) =>
  readFlags(args, { seeds: { type: 'string' }, json: { type: 'boolean' } }, '"npm run simulate -- --help"');

describe('the options of a script', () => {
  it('take a negative number for a value and not for an option', () => {
    expect(read('--seeds', '-1', '--json')).toMatchObject({ seeds: '-1', json: true });
  });

  it.each([
    [['--bogus'], "'--bogus'"],
    [['--seeds'], "'--seeds <value>' argument missing"],
    [['extra'], "'extra'"],
    [['--json=yes'], "'--json' does not take an argument"],
  ])('%j are refused in one line that says how to list them', (args, named) => {
    expect(() => read(...args)).toThrow(named);
    expect(() => read(...args)).toThrow(/^[^\n]+"npm run simulate -- --help" lists the options\.$/);
  });
});

describe('npm run simulate', () => {
  it('ends with 2 and one line that names the option, where it is not understood', () => {
    const { status, stderr } = spawnSync(process.execPath, ['bin/simulate.ts', '--variant', 'nonsense'], {
      encoding: 'utf8',
    });
    expect(stderr).toMatch(/^simulate: --variant is "nonsense"; it has to be one of: as built; [^\n]+\.\n$/);
    expect(status).toBe(2);
  });
});
