import type { Heard } from '../../core/desk/mention.ts';
import { epochMs, type Instant } from '../../core/instant.ts';

/** A private message, as X tells it. */
export type DmEvent = {
  id: string;
  text?: string;
  created_at?: string;
  sender_id?: string;
  dm_conversation_id?: string;
};

/** Whether somebody else wrote it, not before `since`. */
export const isTheirs = ({ sender_id, created_at }: DmEvent, us: string, since: Instant): boolean =>
  sender_id !== undefined && sender_id !== us && Date.parse(created_at ?? '') >= epochMs(since);

/** What a message says to us. */
export const messageHeard = (
  { id, text = '', created_at = '', sender_id = '', dm_conversation_id }: DmEvent,
  names: ReadonlyMap<string, string>,
): Heard => ({
  source: 'x',
  theirs: id,
  author: { theirs: sender_id, handle: names.get(sender_id) ?? sender_id },
  text,
  at: new Date(created_at).toISOString(),
  summoned: true,
  direct: true,
  ...(dm_conversation_id !== undefined && { conversation: dm_conversation_id }),
});
