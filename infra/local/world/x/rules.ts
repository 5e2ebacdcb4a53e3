/** Numbers that the real X chooses. The defaults are those of x.com's documents of August 2026, or marked as guesses. */
export type XRules = {
  /** Posts per user and 15 minutes. */
  postsPer15Min: number;
  readsPer15Min: number;
  /** Documented per app; the per-user cap that people report is set by the fault `limit-24h`. */
  postsPer24Hours: number;
  /** For how long the same text is refused. Undocumented; 24 hours is a guess on the strict side. */
  duplicateWindowMs: number;
  /** Reads of the posts that name us, per user and 15 minutes. */
  mentionReadsPer15Min: number;
  countsPer15Min: number;
  /** Reads of messages, and as many sent, per user and 15 minutes. */
  messagesPer15Min: number;
  messagesPer24Hours: number;
};

export const QUARTER_MS = 15 * 60_000;
export const HOUR_MS = 3_600_000;
export const DEFAULT_RULES: XRules = {
  postsPer15Min: 100,
  readsPer15Min: 900,
  postsPer24Hours: 10_000,
  duplicateWindowMs: 24 * HOUR_MS,
  mentionReadsPer15Min: 300,
  countsPer15Min: 300,
  messagesPer15Min: 15,
  messagesPer24Hours: 1_440,
};
