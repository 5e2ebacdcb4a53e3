import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { circles, importsOf, packageOf, roomOf, sources, textOf } from './imports.ts';
import { rooms, roomsTable } from './rooms.ts';

const inRoom = (name: string) => sources.filter((file) => roomOf(file) === name);

/** The rooms that the files of `name` import from, in the order of the house. */
function known(name: string): string[] {
  const found = new Set(inRoom(name).flatMap(importsOf).map(roomOf));
  return rooms.map((room) => room.name).filter((other) => other !== name && found.has(other));
}

describe('the rooms of the house', () => {
  it('hold every source file', () => {
    expect(sources.length).toBeGreaterThan(100);
    expect(sources.filter((file) => roomOf(file) === undefined)).toEqual([]);
  });

  it.each(rooms)('$name knows exactly the rooms that its line names', ({ name, knows }) => {
    expect(known(name)).toEqual(knows);
  });

  it('know only what lies further down', () => {
    const upward = rooms.flatMap(({ name, knows }, floor) =>
      knows
        .filter((other) => rooms.findIndex((room) => room.name === other) >= floor)
        .map((other) => `${name} knows ${other}`),
    );
    expect(upward).toEqual([]);
  });

  it.each(rooms.filter(({ packages }) => packages !== undefined))(
    '$name takes in no other package',
    ({ name, packages }) => {
      const taken = inRoom(name)
        .flatMap(importsOf)
        .filter((target) => roomOf(target) === undefined && !target.endsWith('candor.config.json'));
      expect([...new Set(taken.map(packageOf))].filter((one) => !packages!.includes(one))).toEqual([]);
    },
  );

  it('know the tests only where scripts run them', () => {
    const knowing = sources.filter((file) => importsOf(file).some((target) => target.startsWith('tests/')));
    expect(knowing.filter((file) => roomOf(file) !== 'scripts')).toEqual([]);
  });

  it('have no files that import each other in a circle', () => {
    expect(circles()).toEqual([]);
  });

  it('are what the table of ARCHITECTURE.md says', () => {
    const page = readFileSync(path.resolve(import.meta.dirname, '../../ARCHITECTURE.md'), 'utf8');
    expect(/<!-- rooms -->\n(.*)\n<!-- \/rooms -->/s.exec(page)?.[1]).toBe(roomsTable());
  });
});

describe('a source file', () => {
  const asking = (files: readonly string[], pattern: RegExp) => files.filter((file) => pattern.test(textOf(file)));

  it('of the core asks for no clock and no chance', () => {
    const pattern = /Date\.now|new Date\(\)|Math\.random|randomUUID|randomBytes|process\./;
    expect(asking(inRoom('core'), pattern)).toEqual([]);
  });

  it('of a function never asks where it runs', () => {
    const files = sources.filter((file) => /^(functions|shared)\//.test(file));
    const pattern = /infra\/|\bisLocal\b|IS_LOCAL|AWS_SAM_LOCAL|CANDOR_LOCAL|NODE_ENV/;
    const code = (file: string) => textOf(file).replaceAll(/^\s*(\*|\/\/|\/\*).*$/gm, '');
    expect(files.filter((file) => pattern.test(code(file)))).toEqual([]);
  });

  const lines = (file: string) => textOf(file).split('\n').length;

  it('that is a handler is a page', () => {
    expect(sources.filter((file) => /^functions\/.*handler\.ts$/.test(file) && lines(file) > 90)).toEqual([]);
  });

  it('is no more than a reader can hold in the head, and none is named utils', () => {
    expect(sources.filter((file) => lines(file) > 320)).toEqual([]);
    expect(sources.filter((file) => /util/i.test(path.basename(file)))).toEqual([]);
  });
});
