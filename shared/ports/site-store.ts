import type { Instant } from '../core/instant.ts';

/** A file of the site: a page, a feed, a document, or a picture with its bytes in base64. */
export type SiteFile = {
  key: string;
  body: string;
  encoding?: 'base64';
  contentType: string;
  cacheControl?: string;
};

/**
 * How an object's content is ordered: a write is skipped if what is stored is as new or newer. `complete` marks the end
 * of a rebuild: everything else has been rendered by this config and this code, too.
 */
export type Version = { seq?: number; readAt?: string; rev?: number; complete?: true };

/** A front page that was put up by hand in an emergency: as which incident, and since when it is there. */
export type ByHand = { incident: string; since: Instant };

/** `renderedWith`: the config hash of the last rebuild that came to its end; left out if there is none of this code. */
export type FrontPage = { renderedWith?: string; byHand?: ByHand };

/**
 * Where the site's files lie. Every write is a compare-and-swap, so that an older state never replaces a newer one:
 * shared files are ordered by `rev`, an incident's own by `(seq, readAt)`.
 */
export interface SiteStore {
  /**
   * Writes the file unless the stored one is newer. `skipped` is success: somebody published something newer. `expected`:
   * most likely nothing is there, which saves a look; what is there all the same is found.
   */
  put(file: SiteFile, version: Version, expected?: 'absent'): Promise<'written' | 'skipped'>;
  /** What the front page that is there tells of itself. */
  front(): Promise<FrontPage>;
}
