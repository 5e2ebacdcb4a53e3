import type { FaultBox } from '../faulty/fault-box.ts';
import type { Outcome } from '../faulty/outcome.ts';
import type { Journal } from '../journal.ts';
import type { People } from '../people/people.ts';

/** A request to a network, without its socket. `path` is what follows the address of the server. */
export type NetworkRequest = {
  method: string;
  path: string;
  /** What is given more than once, as lists are, is joined by commas. */
  query: Readonly<Record<string, string | undefined>>;
  /** By their names in lower case. */
  headers: Readonly<Record<string, string | undefined>>;
  body: string;
};

/** A query as `NetworkRequest` has it. */
export const queryIn = (given: URLSearchParams): Record<string, string> =>
  Object.fromEntries([...new Set(given.keys())].map((name) => [name, given.getAll(name).join(',')]));

/** A post as readers have it. `link` is where its words lead, on networks where an address need not be among them. */
export type NetworkPost = { id: string; text: string; at: string; replyTo: string | null; link?: string };

/** The words of a post in order; those that lead somewhere with their address. */
export type Part = string | { words: string; url: string };

/** `by`: who said it, if not the account itself. */
export type ShownPost = Omit<NetworkPost, 'link'> & {
  parts: readonly Part[];
  measured: string;
  by?: { name: string; handle: string };
};

/**
 * One account on a network, with the network's rules and its faults. No clock, no sockets, no disk: time comes with each
 * call and facts leave through the journal, so the world's server and a simulation under a virtual clock run the same one.
 *
 * Facts are appended before a call returns; a server must wait for `journal.stored()` before it answers.
 */
export interface SimulatedNetwork {
  readonly account: { readonly id: string; readonly name: string; readonly handle: string };
  readonly faults: FaultBox;
  /** Everybody else there, as far as they have to do with us. */
  readonly people: People;
  answer(request: NetworkRequest, nowMs: number): Outcome;
  /** Finishes what is still being worked on and due by `nowMs`. `answer` does this first. */
  settle(nowMs: number): void;
  /** When the next of those is due, if any. */
  nextSettleMs(): number | undefined;
  /** What stands, oldest first: the truth, whatever is answered. */
  posts(): NetworkPost[];
  /** The same for a page, with what others have said to us by now. */
  shown(nowMs: number): ShownPost[];
  /** A post that a person writes in the app: no limits, no faults. `undefined` if it replies to nothing. */
  writeByHand(text: string, replyTo: string | null, nowMs: number): NetworkPost | undefined;
  /** A person deletes a post in the app; false if it is not there. */
  removeByHand(id: string, nowMs: number): boolean;
}

/** What the world has to know of a network to play it. */
export type ShippedNetwork = {
  /** In addresses, in the parameter `channel` and in the name of the journal. */
  name: string;
  title: string;
  /** Where its server is, below the world's address. */
  mount: string;
  faults: readonly { fault: string; says: string }[];
  begin(journal: Journal<unknown>): SimulatedNetwork;
  /** What the function that posts there finds in its secret. */
  secret(server: string): Record<string, string>;
};
