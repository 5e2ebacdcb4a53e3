import type { Instant } from '../instant.ts';

/** Where customers are heard. `mail` is mail and whatever else a ticket system hands on. */
export const DESK_SOURCES = ['x', 'bluesky', 'mastodon', 'mail'] as const;
export type DeskSource = (typeof DESK_SOURCES)[number];

/** Who spoke, as the far side names them. Nothing else about them is ever kept. */
export type Author = {
  /** Names the account for ever (X: a number; Bluesky: a DID; Mastodon: the account's id; mail: the address). */
  theirs: string;
  /** As people see it, without `@`. */
  handle: string;
};

/** Where people see a public post, by what its source calls it; undefined where that does not lead there. */
export function addressOf({ source, theirs }: Pick<Heard, 'source' | 'theirs'>): string | undefined {
  if (source === 'x') return /^\d+$/.test(theirs) ? `https://x.com/i/web/status/${theirs}` : undefined;
  const [, did, key] = /^at:\/\/(did:[\w:.%-]+)\/app\.bsky\.feed\.post\/([\w.~-]+)$/.exec(theirs) ?? [];
  return source === 'bluesky' && did !== undefined && key !== undefined
    ? `https://bsky.app/profile/${did}/post/${key}`
    : undefined;
}

/**
 * What somebody said to us, as a source tells of it.
 *
 * `theirs` names it at the far side, for ever. `summoned`: we may answer it there by program: its author named or quoted
 * us. `direct`: nobody but its author and we can read it. `answers`: what it replies to, if that is known.
 */
export type Heard = {
  source: DeskSource;
  theirs: string;
  author: Author;
  text: string;
  at: Instant;
  summoned: boolean;
  direct: boolean;
  conversation?: string;
  /** What whoever answers has to name besides `theirs`: on Bluesky root and parent with their versions. */
  thread?: string;
  answers?: { theirs: string; handle?: string; text?: string; ours: boolean };
  /** BCP 47, if the source says so. */
  language?: string;
};
