import { allOf, treeOf, wordsOf } from './syntax.ts';

/** Another word that may stand where `word` stands; undefined if none is known. */
export type Sibling = (word: string, file: string) => string | undefined;

/** The words that stand beside each other in a type or a list: of the same file if it has them, else where they are fewest. */
export function siblingsIn(sources: ReadonlyMap<string, string>): Sibling {
  const groups = [...sources].flatMap(([file, source]) =>
    [...allOf(treeOf(file, source))]
      .map(wordsOf)
      .filter((words) => words.length > 1)
      .map((words) => ({ file, words })),
  );
  return (word, file) => {
    const having = groups.filter(({ words }) => words.includes(word));
    const own = having.filter((group) => group.file === file);
    const { words } = (own.length > 0 ? own : having).toSorted((a, b) => a.words.length - b.words.length)[0] ?? {};
    return words?.[(words.indexOf(word) + 1) % words.length];
  };
}
