import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';

const root = path.resolve(import.meta.dirname, '../..');
const sources = ['bin', 'functions', 'infra', 'shared'].flatMap((room) => globSync(`${room}/**/*.ts`, { cwd: root }));

/** What a file imports: paths inside the project from its root, packages by their name. */
function importsOf(file: string): string[] {
  const text = readFileSync(path.join(root, file), 'utf8');
  return [...text.matchAll(/^(?:import|export)[^;]*?from '([^']+)'|^import '([^']+)'|import\('([^']+)'\)/gm)].map(
    (match) => {
      const target = (match[1] ?? match[2] ?? match[3]) as string;
      return target.startsWith('.') ? path.normalize(path.join(path.dirname(file), target)) : target;
    },
  );
}

const wrongImports = (room: string, allowed: RegExp): string[] =>
  sources
    .filter((file) => file.startsWith(`${room}/`))
    .flatMap((file) =>
      importsOf(file)
        .filter((target) => !allowed.test(target))
        .map((target) => `${file} imports ${target}`),
    );

describe('the rooms of the house', () => {
  it('are all looked at', () => {
    expect(sources.length).toBeGreaterThan(100);
  });

  it('core imports nothing outside core, but a hash and canonical JSON', () => {
    expect(wrongImports('shared/core', /^(shared\/core\/|node:crypto$|canonicalize$)/)).toEqual([]);
  });

  it('core asks for no clock and no chance', () => {
    const asking = sources
      .filter((file) => file.startsWith('shared/core/'))
      .filter((file) =>
        /Date\.now|new Date\(\)|Math\.random|randomUUID|randomBytes|process\./.test(
          readFileSync(path.join(root, file), 'utf8'),
        ),
      );
    expect(asking).toEqual([]);
  });

  it('ports know the core only', () => {
    expect(wrongImports('shared/ports', /^shared\/(core|ports)\//)).toEqual([]);
  });

  it('use cases know core, ports, wording, api and site, and no adapter', () => {
    expect(
      wrongImports(
        'shared/app',
        /^(shared\/(core|ports|app|wording|site|api)\/|shared\/(config|config-schema|policy)\.ts$|node:)/,
      ),
    ).toEqual([]);
  });

  it('wording is made of core, ports and the counting of X; only the house’s voice knows the config', () => {
    const wrong = wrongImports('shared/wording', /^(shared\/(core|ports|wording)\/|twitter-text(\/|$))/);
    expect(wrong).toEqual(['shared/config/voice.ts imports shared/config/config.ts']);
  });

  it('adapters know no use case', () => {
    const knowing = sources
      .filter((file) => file.startsWith('shared/adapters/'))
      .flatMap((file) =>
        importsOf(file)
          .filter((target) => /^(shared\/app|functions|infra)\//.test(target))
          .map((target) => `${file} imports ${target}`),
      );
    expect(knowing).toEqual([]);
  });

  it('function code never asks where it runs', () => {
    const asking = sources
      .filter((file) => /^(functions|shared)\//.test(file))
      .filter((file) =>
        /infra\/|\bisLocal\b|IS_LOCAL|AWS_SAM_LOCAL|CANDOR_LOCAL|NODE_ENV/.test(
          readFileSync(path.join(root, file), 'utf8').replaceAll(/^\s*(\*|\/\/|\/\*).*$/gm, ''),
        ),
      );
    expect(asking).toEqual([]);
  });

  it('a handler is a page', () => {
    const long = sources
      .filter((file) => /^functions\/.*handler\.ts$/.test(file))
      .filter((file) => readFileSync(path.join(root, file), 'utf8').split('\n').length > 90);
    expect(long).toEqual([]);
  });

  it('no file is more than a reader can hold in the head, and none is named utils', () => {
    const long = sources.filter((file) => readFileSync(path.join(root, file), 'utf8').split('\n').length > 320);
    expect(long).toEqual([]);
    expect(sources.filter((file) => /util/i.test(path.basename(file)))).toEqual([]);
  });
});
