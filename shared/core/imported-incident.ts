import type { ComponentStatus, Status } from './entry.ts';
import type { Instant } from './instant.ts';

/** What another system said at one time, with the id that it gave it. */
export type ImportedUpdate = {
  id: string;
  status: Status;
  body: string;
  /** When it is dated, and when it was written and last changed there. */
  displayAt: Instant;
  createdAt: Instant;
  updatedAt: Instant;
  /** What it said of components, by the ids that they have there. */
  affected?: readonly { id: string; name: string; from: ComponentStatus; to: ComponentStatus }[] | undefined;
};

/**
 * An incident as another system told it: ids, words and dates are that system's. It is no chain of ours: nothing is
 * hashed, promised, scored or sent for it.
 */
export type ImportedIncident = {
  id: string;
  /** Whose words these are, as readers know it: `status.example.com`. */
  from: string;
  title: string;
  status: Status;
  /** As written there; a vendor says `maintenance`, too. */
  impact: string;
  createdAt: Instant;
  updatedAt: Instant;
  startedAt?: Instant | undefined;
  monitoringAt?: Instant | undefined;
  resolvedAt?: Instant | undefined;
  /** Of announced work. */
  scheduledFor?: Instant | undefined;
  scheduledUntil?: Instant | undefined;
  components: readonly string[];
  /** Its entry in the feed of the other system, which readers have seen already. */
  feed?: { id: string; publishedAt: Instant } | undefined;
  /** Oldest first; at least one. */
  updates: readonly ImportedUpdate[];
};
