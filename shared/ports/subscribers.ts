import type { Gone, PersonalChannel, Subscriber } from '../core/subscribers/subscriber.ts';

/** A part of a shard: ids after `after` and up to `upTo`, at most `limit`, by id. */
export type Range = { after?: string; upTo?: string; limit: number };

/** Who asked to be told. An address stands nowhere but here, in what is handed over, and in the message itself. */
export interface Subscribers {
  of(channel: PersonalChannel, id: string): Promise<Subscriber | undefined>;
  /** Puts a subscriber in the place of version `over` of them, 0 for none. False if somebody else was faster. */
  put(subscriber: Subscriber, over: number): Promise<boolean>;
  /** Deletes them, and keeps that and why they are gone. Doing it twice is harmless. */
  remove(channel: PersonalChannel, gone: Gone): Promise<void>;
  /** Whether and why somebody of this id left; undefined if nobody did, or they came back by themselves. */
  gone(channel: PersonalChannel, id: string): Promise<Gone | undefined>;
  /** They came back by themselves. */
  forgive(channel: PersonalChannel, id: string): Promise<void>;
  /** A page of one shard, strongly consistent. Fewer than `limit` means that there are no more. */
  page(channel: PersonalChannel, shard: number, range: Range): Promise<Subscriber[]>;
}
