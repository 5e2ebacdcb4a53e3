/** What a page says that was put up by hand while everything of ours was down. Only what is known: that it was typed. */
export const EMERGENCY = {
  /** Where nobody gave another title. */
  title: 'Major outage',
  byHand: (at: string): string =>
    `Our status system itself is not working. This page was put up by hand at ${at}; nothing on it updates by itself.`,
  whenOver:
    'What was said before is still in the feeds and in the history. When the system works again, this goes into its log.',
  reach: 'To reach a person:',
} as const;
