import type { Answer } from '../../core/desk/answer.ts';
import type { DeskCase } from '../../core/desk/case.ts';
import type { Mention } from '../../core/desk/kept-mention.ts';
import type { DeskSource } from '../../core/desk/mention.ts';
import type { DeskPerson } from '../../core/desk/person.ts';
import type { DeskTemplate } from '../../core/desk/template.ts';
import type { AnswerName, DeskStores } from '../../ports/desk.ts';
import type { Versioned } from '../../ports/versioned.ts';
import { atOnce, stored } from './table.ts';
import { memoryVersioned } from './versioned.ts';

/** All that the desk keeps, in memory. */
export function memoryDesk(): DeskStores {
  const mentions = records<Mention>();
  const answers = records<Answer>();
  const people = records<DeskPerson>();
  const cases = records<DeskCase>();
  const templates = records<DeskTemplate>();
  const versioned = new Map<string, Versioned<unknown>>();
  const one = <T>(name: string): Versioned<T> => {
    const found = versioned.get(name) ?? memoryVersioned<unknown>();
    versioned.set(name, found);
    return found as Versioned<T>;
  };
  const mentionKey = ({ source, id }: { source: DeskSource; id: string }) => `${source}#${id}`;
  const answerKey = ({ incident, source, person, kind, of }: AnswerName) =>
    `${incident}#${source}#${person}#${kind}#${of ?? ''}`;
  const personKey = ({ source, person }: { source: DeskSource; person: string }) => `${source}#${person}`;

  return {
    mentions: {
      hear: (mention) => mentions.swap(mentionKey(mention), { ...mention, version: 1 }),
      of: (source, id) => mentions.of(mentionKey({ source, id })),
      said: async (from, to, source) =>
        (await mentions.all())
          .filter((one) => one.at >= from && one.at <= to && (source === undefined || one.source === source))
          .toSorted((a, b) => (a.id < b.id ? -1 : 1)),
      swap: (mention) => mentions.swap(mentionKey(mention), mention),
    },
    answers: {
      one: (name) => answers.of(answerKey(name)),
      about: async (incident) => (await answers.all()).filter((one) => one.incident === incident),
      swap: (answer) => answers.swap(answerKey(answer), answer),
    },
    people: {
      of: (source, person) => people.of(personKey({ source, person })),
      all: () => people.all(),
      swap: (person) => people.swap(personKey(person), person),
    },
    cases: { of: (name) => cases.of(name), swap: (next) => cases.swap(next.name, next) },
    templates: { all: () => templates.all(), swap: (next) => templates.swap(next.id, next) },
    account: (source) => one(`account ${source}`),
    house: one('house'),
    ticked: (incident) => one(`ticked ${incident}`),
  };
}

/** Records with a version each, in the order in which they were first put. */
function records<T extends { version: number }>() {
  const kept = new Map<string, T>();
  return {
    of: (key: string) => atOnce(() => kept.get(key)),
    all: () => atOnce((): readonly T[] => [...kept.values()]),
    swap: (key: string, next: T) =>
      atOnce(() => {
        if ((kept.get(key)?.version ?? 0) !== next.version - 1) return false;
        kept.set(key, stored(next));
        return true;
      }),
  };
}
