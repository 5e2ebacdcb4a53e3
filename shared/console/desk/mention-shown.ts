import type { ApiMention, ApiStream, ReadMention } from '../../client/desk.ts';
import type { ApiIncident } from '../../client/types.ts';
import type { Html } from '../layout.ts';
import type { Look } from '../moments.ts';

/** What somebody wrote, the words it began with, and the state of the incident that they had read. */
export type TypedAnswer = {
  text: string;
  template?: string | undefined;
  etag?: string | undefined;
  /** What they had written before they chose other words. */
  before?: string | undefined;
  /** The objections to it, in people's words. */
  wrong?: readonly string[] | undefined;
};

/** What the page of a mention is made from. */
export type MentionShown = {
  seen: ReadMention;
  look: Look;
  /** What it is about, where we know. */
  incident: ApiIncident | undefined;
  components: ReadonlyMap<string, string>;
  /** Makes two presses of the button one answer. */
  key: string;
  typed?: TypedAnswer | undefined;
  notice?: Html | undefined;
  stream?: ApiStream | undefined;
  /** Who waits after this one; known once nothing is left to do here. */
  next?: ApiMention | undefined;
};
