import type { Entry } from '../../core/entry.ts';
import type { ReportedIncident } from '../../core/incident.ts';
import type { Instant } from '../../core/instant.ts';

/** A statement as a network with a key is to have it. */
export type KeyedPost = {
  incident: ReportedIncident;
  entry: Entry;
  /** The first of its thread, or alone: it says which incident. */
  root: boolean;
  /** It is posted so late that it says so. */
  late: boolean;
  /** The incident's page. */
  link: string;
  now: Instant;
};

/**
 * A text that the network takes, and how long it counts it, at most. `link`: the words that carry the link, from and to in
 * bytes of the text's UTF-8; undefined where the address stands in the text.
 */
export type KeyedText = { text: string; length: number; link?: { url: string; from: number; to: number } };
