/** What X counts when it is read or answered. The others cost nothing. */
export const BILLED_UNITS = [
  'mention-read',
  'post-read',
  'user-read',
  'counts-request',
  'reply',
  'message-read',
  'message-sent',
] as const;
export type BilledUnit = (typeof BILLED_UNITS)[number];

/** How many of each were used. */
export type Billed = Readonly<Partial<Record<BilledUnit, number>>>;
