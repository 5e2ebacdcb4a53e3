/** What readers are told of incidents that another system told first. */
export const IMPORTED = {
  entry: 'imported',
  notice: (from: string): string =>
    `Imported from ${from}, with its words and its dates as they stood there. They are not part of our log: nothing here proves that they were not changed, and no times are scored.`,
  removed: (from: string): string => `What was imported here from ${from} was taken out again.`,
} as const;
