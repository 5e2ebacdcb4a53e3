import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';

const root = path.resolve(import.meta.dirname, '../..');
const read = (file: string): string => readFileSync(path.join(root, file), 'utf8');
const sources = ['bin', 'functions', 'infra', 'shared', 'tests'].flatMap((room) =>
  globSync(`${room}/**/*.ts`, { cwd: root }),
);
const documents = ['README.md', 'ARCHITECTURE.md', ...globSync('docs/**/*.md', { cwd: root })];

const headingsOf = (file: string): string[] => [...read(file).matchAll(/^#+ (.+)$/gm)].map((match) => match[1]!);

/** What a comment cites: `docs/rules.md, Grace`, in brackets. */
const citationsOf = (file: string): string[] =>
  [...read(file).matchAll(/\(docs\/rules\.md, ([^)]+)\)/g)].map((match) => match[1]!);

describe('the documents', () => {
  it('have a heading for every rule that a comment cites', () => {
    const headings = headingsOf('docs/rules.md');
    const cited = sources.flatMap((file) => citationsOf(file).map((heading) => ({ file, heading })));
    expect(cited.length).toBeGreaterThan(15);
    expect(cited.filter(({ heading }) => !headings.includes(heading))).toEqual([]);
  });

  it('are the only ones that are cited: nothing points to a text that is not in the repository', () => {
    const notHere = ['DES', 'IGN'].join('');
    expect([...sources, ...documents].filter((file) => read(file).includes(notHere))).toEqual([]);
  });

  it('lead only to files and headings that exist', () => {
    const anchorOf = (heading: string) =>
      heading
        .toLowerCase()
        .replaceAll(/[^\w\- ]/g, '')
        .replaceAll(' ', '-');
    const broken = documents.flatMap((file) =>
      [...read(file).matchAll(/\]\((?!https?:|mailto:)([^)#\s]*)(#[^)\s]+)?\)/g)].flatMap(([, to = '', anchor]) => {
        const target = to === '' ? file : path.join(path.dirname(file), to);
        const isThere = globSync(target, { cwd: root }).length > 0;
        const isHeading =
          !anchor || !target.endsWith('.md') || headingsOf(target).map(anchorOf).includes(anchor.slice(1));
        return isThere && isHeading ? [] : [`${file}: ${to}${anchor ?? ''}`];
      }),
    );
    expect(broken).toEqual([]);
  });

  it('name files in ARCHITECTURE.md that exist', () => {
    const named = [...read('ARCHITECTURE.md').matchAll(/`((?:shared|functions|infra|bin|tests|docs)\/[^`\s]*)`/g)].map(
      (match) => match[1]!,
    );
    expect(named.length).toBeGreaterThan(20);
    expect(named.filter((name) => globSync(name.replace(/\/$/, ''), { cwd: root }).length === 0)).toEqual([]);
  });
});
