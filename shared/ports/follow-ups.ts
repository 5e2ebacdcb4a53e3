import type { Instant } from '../core/instant.ts';

/** Somebody who waits for an answer of their own: a ticket, a handle, a customer. Never public. */
export type FollowUp = {
  id: string;
  reference: string;
  by: string;
  at: Instant;
  answered?: { by: string; at: Instant };
};

export interface FollowUps {
  /** In the order in which they were noted. */
  of(incident: string): Promise<readonly FollowUp[]>;
  /** Keeps a follow-up unless there is one of its id; answers with the one that is kept. */
  add(incident: string, followUp: FollowUp): Promise<FollowUp>;
  /** The follow-up as it is now; undefined if there is none of that id. The first answer stands. */
  answer(incident: string, id: string, answered: NonNullable<FollowUp['answered']>): Promise<FollowUp | undefined>;
}
