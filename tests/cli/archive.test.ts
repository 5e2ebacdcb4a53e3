import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { memoryArchive } from '../../shared/adapters/memory/archive.ts';
import type { Entry } from '../../shared/core/entry.ts';
import { chain } from '../api/kept-chain.ts';
import { terminal } from './terminal.ts';

const home = mkdtempSync(path.join(tmpdir(), 'candor-archive-'));
afterAll(() => rmSync(home, { recursive: true, force: true }));

const KEYS = { subscribers: 'k'.repeat(40), intake: 'i'.repeat(40) };
const ADA = { pk: 'PEOPLE', sk: 'PERSON#ada', name: 'Ada', addresses: { mail: { to: 'ada@example.com' } } };

/** More than one answer of a function may hold comes of the last. */
const LONG = { statements: 400, words: 'Some requests to the API fail. '.repeat(160) };

/** An administrator of a house with these incidents, by their ids. */
async function house(incidents: Readonly<Record<string, { statements: number; words?: string }>> = {}) {
  const person = terminal('2026-11-30T10:00:00.000Z', home);
  person.surroundings.directory = home;
  const items = Object.entries(incidents).flatMap(([id, { statements, words }]) => chain(id, statements, words));
  const archive = memoryArchive([...items, ADA]);
  let keys: object = KEYS;
  Object.assign(person.api.ports, {
    archive,
    archiveKeys: { read: async () => keys, replace: async (other: object) => (keys = other) },
  });
  for (const item of items) await person.api.ports.log.append(item as unknown as Entry, undefined);
  // Nothing renders pages here: what is asked of them is done.
  person.whileWaiting(async () => {
    await person.api.ports.siteIndex.noteRebuildPoint({
      of: 'by request',
      month: '2026-11',
      incidents: 0,
      quiet: 24,
      doneAt: '2026-11-30T10:00:00.000Z',
    });
  });
  return { ...person, archive, keys: () => keys, with: person.with };
}

const inFile = (name: string) => path.join(home, name);
const brought = (all: readonly { pk: string; sk: string }[]) => all.filter(({ pk }) => pk.startsWith('INCIDENT#'));

describe('candor export and import-log', () => {
  it('bring every statement into another house, frozen, and the same again changes nothing', async () => {
    const first = await house({ i1: { statements: 3 }, i2: { statements: 1 } });
    expect(await first.candor('export', 'log.jsonl')).toMatchObject({
      code: 0,
      out: expect.stringContaining('2 incid'),
    });
    expect(statSync(inFile('log.jsonl')).mode & 0o077).toBe(0);
    expect(readFileSync(inFile('log.jsonl'), 'utf8')).not.toContain('ada@example.com');
    const second = await house();
    const { code, out, err } = await second.candor('import-log', 'log.jsonl', '--yes');
    expect({ code, err }).toEqual({ code: 0, err: expect.stringContaining('2 incidents of') });
    expect(err).toContain('No keys are in it.');
    expect(out).toContain('Brought: 4 items, 0 were here already.');
    expect(brought(second.archive.all())).toEqual(brought(first.archive.all()));
    expect((await second.api.ports.control.read()).frozen?.reason).toContain('is brought here');
    expect((await second.candor('import-log', 'log.jsonl', '--yes')).out).toContain('0 items, 4 were here already');
  });

  it('bring one that is longer than any answer may be, in lines that go on, each under the limit', async () => {
    const first = await house({ i0: { statements: 1 }, long: LONG, z: { statements: 2 } });
    expect((await first.candor('export', 'long.jsonl')).out).toContain('3 incidents');
    const lines = readFileSync(inFile('long.jsonl'), 'utf8')
      .split('\n')
      .filter((line) => line.includes('"incident":"long"'));
    expect(lines.length).toBeGreaterThan(1);
    for (const line of lines) expect(line.length).toBeLessThan(2_500_000);
    const second = await house();
    const { code, err } = await second.candor('import-log', 'long.jsonl', '--yes');
    expect({ code, err }).toEqual({ code: 0, err: expect.stringContaining('3 incidents of') });
    expect(brought(second.archive.all())).toEqual(brought(first.archive.all()));
    // Its second line alone is no chain.
    const without = readFileSync(inFile('long.jsonl'), 'utf8').replace(`${lines[0]}\n`, '');
    writeFileSync(inFile('gap.jsonl'), without);
    expect((await (await house()).candor('import-log', 'gap.jsonl', '--yes')).err).toContain('of incident long');
  });

  it('seal people and keys to a passphrase, and open them with no other', async () => {
    const first = await house({ i1: { statements: 1 } });
    first.with({ CANDOR_PASSPHRASE: 'correct horse battery' });
    expect((await first.candor('export', 'all.sealed', '--with-addresses')).code).toBe(0);
    const sealed = readFileSync(inFile('all.sealed'), 'utf8');
    for (const secret of ['ada@example.com', KEYS.intake, 'Some requests fail']) expect(sealed).not.toContain(secret);
    const second = await house();
    second.with({ CANDOR_PASSPHRASE: 'another passphrase' });
    expect(await second.candor('import-log', 'all.sealed', '--yes')).toMatchObject({ code: 2 });
    expect(second.archive.all()).toEqual([ADA]);
    second.with({ CANDOR_PASSPHRASE: 'correct horse battery' });
    expect(await second.candor('import-log', 'all.sealed', '--yes')).toMatchObject({ code: 0 });
    expect(second.keys()).toEqual(KEYS);
  });

  it.each<[string, (text: string) => string, string]>([
    ['was cut off', (text) => text.slice(0, -200), 'is not JSON'],
    ['has lost its last line', (text) => `${text.split('\n').slice(0, -2).join('\n')}\n`, 'has no end'],
    [
      'has another word in it',
      (text) => text.replace('Some requests fail. 1', 'All is well here. 1'),
      'entry 2 of incident i1',
    ],
    ['has a line twice', (text) => text.replace(/(\{"part".*\n)/, '$1$1'), 'a line was changed, dropped or inserted'],
    ['is another file', () => '{"name":"something"}\n', 'is not the beginning of an export'],
  ])('refuse a file that %s, and change nothing', async (_, change, says) => {
    const first = await house({ i1: { statements: 2 } });
    const name = `${says.replaceAll(/\W/g, '')}.jsonl`;
    await first.candor('export', name);
    writeFileSync(inFile(name), change(readFileSync(inFile(name), 'utf8')));
    const second = await house();
    const { code, err } = await second.candor('import-log', name, '--yes');
    expect({ code, err }).toEqual({ code: 2, err: expect.stringContaining(says) });
    expect(second.archive.all()).toEqual([ADA]);
    expect((await second.api.ports.control.read()).frozen).toBeUndefined();
  });

  it('change nothing where nobody agrees, and write over no file', async () => {
    const first = await house({ i1: { statements: 2 } });
    await first.candor('export', 'twice.jsonl');
    expect(await first.candor('export', 'twice.jsonl')).toMatchObject({
      code: 2,
      err: expect.stringContaining('is there already'),
    });
    const second = await house();
    expect((await second.candor('import-log', 'twice.jsonl')).out).toContain('Nothing was changed');
    expect(second.questions).toEqual(['Freeze this system, and bring all of it? [y/N]']);
    expect(second.archive.all()).toEqual([ADA]);
  });
});
