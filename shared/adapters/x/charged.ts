import type { Instant } from '../../core/instant.ts';

/**
 * How many of these things X charges for now: it charges each once a day (UTC), as often as it is read. `known`: what was
 * read before by whoever had another memory than this one, if it was on the same day.
 */
export function charges(now: () => Instant) {
  let day = '';
  const seen = new Set<string>();
  return (ids: readonly string[], known: ReadonlySet<string> = new Set()): number => {
    const today = now().slice(0, 10);
    if (today !== day) {
      // What was known before midnight is charged anew, as it is read anew.
      const isFirst = day === '';
      seen.clear();
      day = today;
      if (isFirst) for (const id of known) seen.add(id);
    } else {
      for (const id of known) seen.add(id);
    }
    const fresh = new Set(ids.filter((id) => !seen.has(id)));
    for (const id of fresh) seen.add(id);
    return fresh.size;
  };
}
