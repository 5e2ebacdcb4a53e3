import type { ChainFault, LogLine } from './chain.ts';

/**
 * A hash of the chain that was seen outside of it: in a post, in a feed that somebody kept, or on an earlier visit. Whoever
 * rewrites a log can hash it anew, but not what others hold. `hash` may be its beginning, as posts have it; without
 * `incident` and `seq` it is any entry's.
 */
export type PublishedHead = { incident: string; seq: number; hash: string };

/** The shortest beginning of a hash that says anything: what a post to X carries. */
export const SHORTEST_HASH = 8;

/** The first entry that is not what was seen before, or undefined if `lines` hold all that was. */
export function findRewritten(lines: readonly LogLine[], seen: readonly PublishedHead[]): ChainFault | undefined {
  for (const { seq, hash } of seen.toSorted((a, b) => a.seq - b.seq)) {
    const index = lines.findIndex((line) => line.seq === seq);
    const now = lines[index]?.hash;
    if (now === undefined)
      return { line: lines.length, seq, reason: `is gone: entry ${seq} was published with the hash ${short(hash)}` };
    if (!now.startsWith(hash.toLowerCase())) {
      const reason = `was rewritten, and all after it hashed anew: it was published with the hash ${short(hash)} and has ${short(now)}`;
      return { line: index + 1, seq, reason };
    }
  }
  return undefined;
}

/** As posts carry it, so that a person can compare. */
const short = (hash: string): string => hash.slice(0, SHORTEST_HASH);

/** What a visitor may keep of a log, to hold it against the same log later. */
export const headsOf = (lines: readonly LogLine[]): PublishedHead[] =>
  lines.map(({ incident, seq, hash }) => ({ incident, seq, hash }));

/** The beginning of a hash that a finished incident's post or feed item carries. */
export const anchorIn = (text: string): string | undefined => /\bLog ([0-9a-f]{8,64})\b/.exec(text)?.[1];
