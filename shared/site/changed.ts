import type { Entry } from '../core/entry.ts';
import type { PublicIncident } from '../core/public-incident.ts';

/**
 * What else than its words a statement changes. A file that says nothing of it is not written: the log is told in some
 * twenty files, and most statements are words.
 */
export type Changed = {
  /** How the incident stands in the list of its month: title, impact, status, when it began and how it ended. */
  lists: boolean;
  /** The state of components, or of the whole. */
  states: boolean;
  /** Announced work. */
  works: boolean;
  /** What is promised, what became of it, or for how long nobody spoke. */
  promises: boolean;
};

export const ALL_CHANGED: Changed = { lists: true, states: true, works: true, promises: true };

/** What the entries that are not on the site yet change. Without one, time has passed, or others have spoken: all may differ. */
export function changedBy(incident: PublicIncident, news: readonly Entry[], chain: readonly Entry[]): Changed {
  if (news.length === 0) return ALL_CHANGED;
  const lists = news.some((entry) => changesItsLine(entry, chain[entry.seq - 2]));
  return {
    lists,
    states: lists || news.some(({ components }) => components !== undefined),
    works: incident.type === 'maintenance',
    // Also what settles nothing may end the time for which a promise counts as late.
    promises: lists || incident.promises.length > 0,
  };
}

export const anyOf = (all: readonly Changed[]): Changed => ({
  lists: all.some(({ lists }) => lists),
  states: all.some(({ states }) => states),
  works: all.some(({ works }) => works),
  promises: all.some(({ promises }) => promises),
});

/** Most updates change nothing of it. A day that begins is a day more in every history. */
const changesItsLine = (entry: Entry, before: Entry | undefined): boolean =>
  (entry.kind !== 'update' && entry.kind !== 'apology') ||
  entry.impact !== before?.impact ||
  entry.status !== before.status ||
  entry.happenedAt !== undefined ||
  entry.content?.title !== undefined ||
  entry.at.slice(0, 10) !== before.at.slice(0, 10);
