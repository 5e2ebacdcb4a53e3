import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { chain } from '../api/kept-chain.ts';
import { deployer, OUTPUTS } from './deployer.ts';

const TABLE = 'Candor-prod-Table-1ABC';
const RESTORED = `${TABLE}-at-20261122093000`;

async function operator(items = [...chain('i1', 3), ...chain('i2', 1)]) {
  const person = await deployer();
  person.cdk.outputs = { ...OUTPUTS, TableName: TABLE } as Record<string, string>;
  await person.candor('deploy', '--yes');
  person.aws.backup.items = items as Record<string, unknown>[];
  const before = person.aws.asked.length;
  return { ...person, tables: () => [...person.aws.tables.keys()], asked: () => person.aws.asked.slice(before) };
}

describe('candor restore', () => {
  it('restores into a new table, checks every chain, gives it what it lacks, takes it up by the config, and deploys', async () => {
    const person = await operator();
    const { code, err } = await person.candor('restore', '--to', '2026-11-22T09:30Z', '--yes');
    expect(code).toBe(0);
    expect(person.tables()).toEqual([RESTORED]);
    expect(err).toContain('2 incidents, 4 statements');
    expect(err).toContain('every chain is whole');
    expect(JSON.parse(readFileSync(person.file, 'utf8')).stages.prod.kept.table).toBe(RESTORED);
    expect(JSON.parse(readFileSync(`${person.file}.before`, 'utf8')).stages.prod).toEqual({ region: 'eu-west-1' });
    const lacking = ['UpdateContinuousBackups', 'UpdateTimeToLive', 'UpdateTable'].map((one) => `dynamodb:${one}`);
    expect(person.asked()).toEqual(expect.arrayContaining(lacking));
    expect(person.acts().slice(-2)).toEqual(['diff', 'deploy']);
    expect(err).toContain('it freezes, because it runs on a copy');
  });

  it('ended in the middle, goes on with the table that is there', async () => {
    const person = await operator();
    person.aws.tables.set(RESTORED, person.aws.backup.items);
    expect((await person.candor('restore', '--to', '2026-11-22T09:30Z', '--yes')).code).toBe(0);
  });

  it('takes up no table with a chain that is not whole', async () => {
    const [first, , third] = chain('i1', 3);
    const person = await operator([first!, third!]);
    const { code, err } = await person.candor('restore', '--to', '2026-11-22T09:30Z', '--yes');
    expect(code).toBe(1);
    expect(err).toContain('i1: entry on line 2 has number 3 where 2 belongs');
    expect(JSON.parse(readFileSync(person.file, 'utf8')).stages.prod).toEqual({ region: 'eu-west-1' });
    expect(person.acts().slice(2)).toEqual([]);
  });

  it('drilled, says how long it took, leaves nothing behind, and changes nothing', async () => {
    const person = await operator();
    const { code, out, err } = await person.candor('restore', '--drill', '--yes');
    expect(code).toBe(0);
    expect(err).toMatch(/-drill-20261122095500 stands after 30 s/);
    expect(out).toContain('The copy is deleted again.');
    expect(person.tables()).toEqual([]);
    expect(person.acts().slice(2)).toEqual([]);
  });

  it.each([
    [['--to', 'yesterday'], 'an instant with its zone'],
    [['--to', '2026-11-22T09:30'], 'an instant with its zone'],
    [[], 'an instant with its zone'],
    [['--to', '2026-01-01T00:00Z'], 'outside of what the backup holds: from 2026-10-18'],
    [['--to', '2026-11-22T10:30Z'], 'to 2026-11-22T09:55'],
  ])('refuses %s, and says between which times', async (args, says) => {
    const person = await operator();
    const { code, err } = await person.candor('restore', ...args, '--yes');
    expect({ code, err }).toMatchObject({ code: 2, err: expect.stringContaining(says) });
    expect(person.tables()).toEqual([]);
  });

  it('changes nothing that nobody agreed to', async () => {
    const person = await operator();
    expect((await person.candor('restore', '--to', '2026-11-22T09:30Z')).out).toBe('Nothing was changed.');
    expect(person.tables()).toEqual([]);
  });
});
