import { cidOf } from './cid.ts';
import { tidAt } from './record-key.ts';

/** What the journal holds of records. `at` is when they came, whatever they say of themselves. */
export type RepoFact =
  | { type: 'put'; collection: string; rkey: string; record: Record<string, unknown>; at: string }
  | { type: 'deleted'; collection: string; rkey: string; at: string };

export type Kept = { uri: string; cid: string; value: Record<string, unknown>; at: string };

/** The records of one account. */
export class Repo {
  readonly #did: string;
  readonly #record: (fact: RepoFact) => void;
  readonly #collections = new Map<string, Map<string, Kept>>();
  readonly #keys = new Set<string>();
  #lastUs = 0n;
  #commits = 0;

  constructor(did: string, record: (fact: RepoFact) => void) {
    this.#did = did;
    this.#record = record;
  }

  put(collection: string, rkey: string, record: Record<string, unknown>, nowMs: number): void {
    this.#record({ type: 'put', collection, rkey, record, at: new Date(nowMs).toISOString() });
  }

  delete(collection: string, rkey: string, nowMs: number): void {
    this.#record({ type: 'deleted', collection, rkey, at: new Date(nowMs).toISOString() });
  }

  get(collection: string, rkey: string): Kept | undefined {
    return this.#collections.get(collection)?.get(rkey);
  }

  /** By their keys, the highest first. */
  list(collection: string): [string, Kept][] {
    return [...(this.#collections.get(collection) ?? [])].toSorted(([a], [b]) => (a < b ? 1 : -1));
  }

  /** In the order in which they came. */
  kept = (collection: string): Kept[] => [...(this.#collections.get(collection)?.values() ?? [])];

  collections = (): string[] => [...this.#collections.keys()].filter((name) => this.kept(name).length > 0).toSorted();

  uri = (collection: string, rkey: string): string => `at://${this.#did}/${collection}/${rkey}`;

  /** A key that nobody has had, later than all before it. */
  nextKey(nowMs: number): string {
    let us = BigInt(Math.floor(nowMs)) * 1000n;
    if (us < this.#lastUs) us = this.#lastUs;
    while (this.#keys.has(tidAt(us))) us += 1n;
    // Also what others are given here is given once.
    this.#lastUs = us + 1n;
    return tidAt(us);
  }

  /** What is said of the newest change. */
  commit(nowMs: number): { cid: string; rev: string } {
    return {
      cid: cidOf([this.#did, this.#commits]),
      rev: tidAt(BigInt(Math.floor(nowMs)) * 1000n + BigInt(this.#commits)),
    };
  }

  apply(fact: RepoFact): void {
    const { collection, rkey, at } = fact;
    const records = this.#collections.get(collection) ?? new Map<string, Kept>();
    this.#collections.set(collection, records);
    this.#commits += 1;
    this.#keys.add(rkey);
    if (fact.type === 'deleted') records.delete(rkey);
    else records.set(rkey, { uri: this.uri(collection, rkey), cid: cidOf(fact.record), value: fact.record, at });
  }
}
