import type { Config } from '../config/config-schema.ts';
import type { ChannelTold } from '../core/channel/standing.ts';
import type { Instant } from '../core/instant.ts';
import type { Control } from '../ports/control.ts';
import type { SiteIndexView } from '../ports/site-index.ts';
import type { Voice } from '../wording/sentences.ts';

/**
 * What every page is made from. `siteUrl` has no trailing slash. `rev` orders shared files and stands in each: S3's ETag
 * is a hash of the body, and a page that came back to an earlier body would let an older publisher's condition pass.
 */
export type SiteContext = {
  config: Config;
  voice: Voice;
  siteUrl: string;
  now: Instant;
  rev?: number;
  /** For the files of one incident that was merged: where it goes on. */
  goesOnIn?: { id: string; title: string } | undefined;
};

/** What the shared pages, feeds and documents are made from. */
export type SiteInput = SiteContext & {
  siteIndex: SiteIndexView;
  rev: number;
  control?: Control;
  /** What each live channel was told of open incidents, by their id; none where no channel is live. */
  told?: ReadonlyMap<string, readonly ChannelTold[]>;
};
