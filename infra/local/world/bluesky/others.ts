import { digestOf, handleFor, isHidden, isOver, type Troubled } from '../people/people.ts';
import { cidOf } from './cid.ts';
import type { PostRecord, StrongRef } from './post-record.ts';

/** Somebody with an account anywhere on the network. */
export type Actor = { did: string; handle: string; displayName: string };

/** A post of somebody else. `at`: when it was indexed. `reason`: why we are told of it; left out if we are not. */
export type OthersPost = Troubled & {
  uri: string;
  actor: Actor;
  record: PostRecord & { embed?: { $type: string; record: StrongRef } };
  at: string;
  reason?: 'mention' | 'reply' | 'quote';
  reasonSubject?: string;
};

export type OthersFact = ({ type: 'said' } & OthersPost) | { type: 'taken-back'; uri: string; at: string };

/** The same account for the same name, whoever asks. */
export const actorOf = (name: string): Actor => ({
  did: `did:plc:${[...digestOf(name).slice(0, 24)].map((digit) => BASE32[Number.parseInt(digit, 16)]).join('')}`,
  handle: `${handleFor(name.toLowerCase(), /[^a-z0-9-]/g, '-', 30)}.example.net`,
  displayName: name,
});

const BASE32 = 'abcdefghijklmnop';

/** What others have said, as the network has indexed it. */
export class Others {
  readonly #posts: OthersPost[] = [];
  readonly #takenBack = new Set<string>();

  apply(fact: OthersFact): void {
    if (fact.type === 'taken-back') {
      this.#takenBack.add(fact.uri);
      return;
    }
    const { type: _, ...post } = fact;
    this.#posts.push(post);
  }

  all = (): readonly OthersPost[] => this.#posts;

  isGone(post: OthersPost, nowMs: number): boolean {
    return this.#takenBack.has(post.uri) || isOver(post, nowMs);
  }

  get(uri: string, nowMs: number): OthersPost | undefined {
    const found = this.#posts.find((post) => post.uri === uri);
    return found && !this.isGone(found, nowMs) ? found : undefined;
  }

  /** What stands and is shown by now, with when that began, oldest first. */
  visible(nowMs: number): (OthersPost & { indexedAt: string })[] {
    return this.#posts
      .filter((post) => !this.isGone(post, nowMs) && !isHidden(post, nowMs))
      .map((post) => ({ ...post, indexedAt: post.hiddenUntil ?? post.at }))
      .toSorted((a, b) => (placeOf(a) < placeOf(b) ? -1 : 1));
  }
}

/** Where a post stands in the order in which the network indexed them; within a millisecond keys rise too. */
export const placeOf = ({ indexedAt, uri }: { indexedAt: string; uri: string }): string =>
  `${indexedAt}::${uri.split('/').at(-1)}`;

export const refOf = ({ uri, record }: OthersPost): StrongRef => ({ uri, cid: cidOf(record) });
