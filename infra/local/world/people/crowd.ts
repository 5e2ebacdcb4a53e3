import type { Journal } from '../journal.ts';
import { chance } from './chance.ts';
import type { People } from './people.ts';

/** Many people who say one after the other that something does not work. */
export type Gathering = {
  source: string;
  /** What they call it. */
  component: string;
  perMinute: number;
  forMs: number;
  phrases: readonly string[];
  /** False for a crowd that speaks of us and not to us: only counts know of it. */
  toUs: boolean;
  seed: number;
};

export type CrowdFact =
  | ({ type: 'gathered'; id: number; atMs: number } & Gathering)
  | { type: 'spoke'; id: number; count: number }
  | { type: 'dispersed' };

/** What they say if nobody says what: `{component}` is where its name goes. */
export const PHRASES = [
  'Is {component} down?',
  '{component} does not work for me',
  'anybody else having trouble with {component}?',
  '{component} has been failing for minutes now',
  "can't use {component}, all I get is an error",
  'what is going on with {component}?',
  '{component} is so slow today that it is useless',
  'hello? {component} is broken again',
];

const NAMES = ['ada', 'bea', 'cem', 'dora', 'emil', 'faye', 'gus', 'hana', 'ivo', 'jo', 'kim', 'lena', 'max', 'noa'];

type Utterance = { atMs: number; from: string; text: string };
type Running = Gathering & { id: number; due: Utterance[]; spoken: number };

/**
 * Crowds, which speak whenever the world is looked at: each utterance has its time, made from the seed, and is said by the
 * first `settle` at or after it. So a crowd follows a clock that is set, and goes on after a restart where it was.
 */
export class Crowds {
  readonly #journal: Journal<CrowdFact>;
  readonly #people: ReadonlyMap<string, People>;
  #running: Running[] = [];
  #lastId = 0;

  constructor(journal: Journal<CrowdFact>, people: ReadonlyMap<string, People>) {
    this.#journal = journal;
    this.#people = people;
    for (const fact of journal.past) this.#apply(fact);
  }

  gather(gathering: Gathering, atMs: number): { id: number; count: number; until: string } {
    const id = this.#lastId + 1;
    this.#record({ type: 'gathered', id, atMs, ...gathering });
    return { id, count: countOf(gathering), until: new Date(atMs + gathering.forMs).toISOString() };
  }

  disperse(): void {
    this.#record({ type: 'dispersed' });
  }

  /** Has everybody speak whose time has come. */
  settle(nowMs: number): void {
    for (const { id, due, spoken, source, toUs } of this.#running) {
      const ready = due.slice(spoken).filter(({ atMs }) => atMs <= nowMs);
      if (ready.length === 0) continue;
      for (const { from, text, atMs } of ready) this.#people.get(source)?.say({ from, text, toUs }, atMs);
      this.#record({ type: 'spoke', id, count: ready.length });
    }
    this.#running = this.#running.filter(({ due, spoken }) => spoken < due.length);
  }

  #record(fact: CrowdFact): void {
    this.#journal.append(fact);
    this.#apply(fact);
  }

  #apply(fact: CrowdFact): void {
    if (fact.type === 'dispersed') {
      this.#running = [];
    } else if (fact.type === 'spoke') {
      const crowd = this.#running.find(({ id }) => id === fact.id);
      if (crowd) crowd.spoken += fact.count;
    } else {
      this.#lastId = fact.id;
      this.#running.push({ ...fact, due: utterances(fact), spoken: 0 });
    }
  }
}

export const countOf = ({ perMinute, forMs }: Pick<Gathering, 'perMinute' | 'forMs'>): number =>
  Math.round((perMinute * forMs) / 60_000);

/** Who says what and when, oldest first; no two of one crowd are the same person. */
function utterances(gathering: Gathering & { id: number; atMs: number }): Utterance[] {
  const { component, forMs, phrases, seed, atMs, id } = gathering;
  const random = chance(seed);
  const times = Array.from({ length: countOf(gathering) }, () => atMs + Math.floor(random() * forMs));
  return times
    .toSorted((a, b) => a - b)
    .map((time, index) => ({
      atMs: time,
      from: `${NAMES[Math.floor(random() * NAMES.length)]}${id}_${index + 1}`,
      text: phrases[Math.floor(random() * phrases.length)]!.replaceAll('{component}', component),
    }));
}
