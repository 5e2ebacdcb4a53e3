import type { Instant } from '../../core/instant.ts';

/** The last incident of a page. Readable on purpose: it tells nothing that the page did not. */
type Place = { openedAt: Instant; id: string };

export const cursorAfter = ({ openedAt, id }: Place): string => `${openedAt}~${id}`;

/** The place that a cursor names. Throws a RangeError for a text that no page of ours has given. */
export function cursorFrom(cursor: string): Place {
  const [, openedAt, id] = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z)~([\w-]{1,64})$/.exec(cursor) ?? [];
  if (openedAt === undefined || id === undefined) throw new RangeError(`"${cursor}" is not where a page ended`);
  return { openedAt, id };
}
