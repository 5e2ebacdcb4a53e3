import type { Archive, ArchivedItem, ArchivePart, PageAge } from '../../ports/archive.ts';
import { goneKeyOf, isOfOnePerson, placeOfKeys } from '../dynamodb/archive-keys.ts';
import { atOnce, stored } from './table.ts';

/** Items as a table has them, in memory, by their keys. */
export function memoryArchive(items: Iterable<ArchivedItem> = []): Archive & { all(): ArchivedItem[] } {
  const key = ({ pk, sk }: ArchivedItem) => `${pk}\n${sk}`;
  const kept = new Map([...items].map((item) => [key(item), stored(item)]));
  let page: PageAge = { rev: 0 };
  const all = () => [...kept.values()].toSorted((a, b) => (key(a) < key(b) ? -1 : 1));
  const of = (part: ArchivePart) => all().filter((item) => placeOfKeys(item)?.part === part);
  return {
    all,
    incident: (id, people) =>
      atOnce(() => of('incidents').filter((item) => item.pk === `INCIDENT#${id}` && (people || !isOfOnePerson(item)))),
    told: (id) => atOnce(() => ({ items: of('told').filter((item) => placeOfKeys(item)?.incident === id) })),
    rest: (part) => atOnce(() => ({ items: of(part) })),
    page: () => atOnce(() => page),
    age: ({ since, rev }) =>
      atOnce(() => {
        const earliest = [since, page.since].filter((at) => at !== undefined).toSorted()[0];
        page = { rev: Math.max(rev, page.rev), ...(earliest === undefined ? {} : { since: earliest }) };
      }),
    placeOf: placeOfKeys,
    thereOf: (some) =>
      atOnce(() =>
        some.flatMap((item) => {
          const gone = goneKeyOf(item);
          return kept.get(key(item)) ?? (gone && kept.has(key(gone)) ? item : []);
        }),
      ),
    addEntry: (item) =>
      atOnce(() => {
        if (kept.has(key(item))) return false;
        kept.set(key(item), stored(item));
        return true;
      }),
    addOthers: (some) =>
      atOnce(() => {
        for (const item of some) kept.set(key(item), stored(item));
      }),
  };
}
