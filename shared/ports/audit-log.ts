import type { Instant } from '../core/instant.ts';

/** What somebody switched, noted or decided: everything that changes the house and is no entry of a chain. */
export type AuditRecord = {
  at: Instant;
  by: string;
  /** The call, as the reference names it: `PUT /v1/freeze`. */
  act: string;
  /** The address that it was sent to. */
  on: string;
  /** The body, cut off. */
  said?: string;
};

/** Who did what, and when. Private, and never changed. */
export interface AuditLog {
  note(record: AuditRecord): Promise<void>;
  /** Newest first. */
  newest(limit: number): Promise<readonly AuditRecord[]>;
}
