import type { Instant } from '../core/instant.ts';

/** Somebody who waits for an answer of their own: a ticket, a handle, a customer. Never public. */
export type Loop = {
  id: string;
  reference: string;
  by: string;
  at: Instant;
  answered?: { by: string; at: Instant };
};

export interface LoopRecords {
  /** In the order in which they were noted. */
  of(incident: string): Promise<readonly Loop[]>;
  /** Keeps a loop unless there is one of its id; answers with the one that is kept. */
  add(incident: string, loop: Loop): Promise<Loop>;
  /** The loop as it is now; undefined if there is none of that id. The first answer stands. */
  answer(incident: string, id: string, answered: NonNullable<Loop['answered']>): Promise<Loop | undefined>;
}
