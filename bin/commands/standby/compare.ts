/** An object of a page as a list of its bucket shows it. `tag`: a hash of its body. */
export type Listed = { key: string; tag: string; at: number };

/** How a standby differs from the page that it copies. */
export type Difference = {
  same: number;
  /** Not there yet, or other than here; `sinceMs`: how long it has been so on the page. */
  behind: { key: string; is: 'missing' | 'older'; sinceMs: number }[];
  /** There and not here: what was never on this page, or was taken off it by hand. */
  others: string[];
};

/** Holds the objects of both against each other, at a time in milliseconds since 1970. */
export function difference(page: readonly Listed[], standby: readonly Listed[], nowMs: number): Difference {
  const copies = new Map(standby.map((one) => [one.key, one]));
  const keys = new Set(page.map(({ key }) => key));
  const behind = page.flatMap(({ key, tag, at }) => {
    const copy = copies.get(key);
    if (copy?.tag === tag) return [];
    return [
      { key, is: copy === undefined ? ('missing' as const) : ('older' as const), sinceMs: Math.max(0, nowMs - at) },
    ];
  });
  return {
    same: page.length - behind.length,
    behind,
    others: standby.flatMap(({ key }) => (keys.has(key) ? [] : [key])),
  };
}
