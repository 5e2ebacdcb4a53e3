import { isHidden, isOver, type Troubled } from '../people/people.ts';
import type { Account } from './accounts.ts';
import type { Post } from './timeline.ts';

/** A post of somebody else. */
export type OthersPost = Post &
  Troubled & {
    author: Account;
    /** Reads that begin less than this before it do not show it (a fault), in ms. */
    lostBehindMs?: number;
  };

/** A private message. `with`: the other side, whoever wrote it. */
export type DirectMessage = { id: string; with: Account; by: 'them' | 'us'; text: string; at: string };

export type OthersFact =
  | ({ type: 'said' } & OthersPost)
  | { type: 'taken-back'; id: string; at: string }
  | ({ type: 'message' } & DirectMessage);

/** What others have said on X, and what they and we have written to each other. */
export class Others {
  readonly #posts: OthersPost[] = [];
  readonly #byId = new Map<string, OthersPost>();
  readonly #takenBack = new Set<string>();
  readonly #messages: DirectMessage[] = [];

  apply(fact: OthersFact): void {
    if (fact.type === 'taken-back') {
      this.#takenBack.add(fact.id);
    } else if (fact.type === 'message') {
      const { type: _, ...message } = fact;
      this.#messages.push(message);
    } else {
      const { type: _, ...post } = fact;
      this.#posts.push(post);
      this.#byId.set(post.id, post);
    }
  }

  /** Whoever said it, also where it is gone. */
  get = (id: string): OthersPost | undefined => this.#byId.get(id);

  all = (): readonly OthersPost[] => this.#posts;

  messages = (): readonly DirectMessage[] => this.#messages;

  isGone(post: OthersPost, nowMs: number): boolean {
    return this.#takenBack.has(post.id) || isOver(post, nowMs);
  }

  /** What stands and is shown by now, oldest first. */
  visible(nowMs: number): OthersPost[] {
    return this.#posts.filter((post) => !this.isGone(post, nowMs) && !isHidden(post, nowMs));
  }

  /** Whoever has said or written something. */
  people = (): Account[] => [...this.#posts.map(({ author }) => author), ...this.#messages.map((one) => one.with)];

  wroteFirst = (userId: string): boolean =>
    this.#messages.some((message) => message.with.id === userId && message.by === 'them');
}
