import type { Answer } from '../faulty/answer.ts';
import { featureDenied, invalid } from './answers.ts';

/** What the publisher sends. X's schema has more properties; those are known here, and refused as not permitted. */
export type PostBody = { text: string; reply?: { in_reply_to_tweet_id: string } };

const notPermitted = [
  'card_uri',
  'community_id',
  'direct_message_deep_link',
  'edit_options',
  'for_super_followers_only',
  'geo',
  'made_with_ai',
  'media',
  'nullcast',
  'paid_partnership',
  'poll',
  'quote_tweet_id',
  'reply_settings',
  'share_with_followers',
];
const permitted = ['text', 'reply'];
const replyProperties = ['in_reply_to_tweet_id', 'exclude_reply_user_ids', 'auto_populate_reply_metadata'];

const additional = (path: string): string =>
  `${path}: is not defined in the schema and the schema does not allow additional properties`;

type Checked = { refused: Answer } | { refused?: undefined; text: string; replyTo: string | null };

/** The text and parent of a post, or X's refusal of its shape. */
export function checkPostBody(body: unknown): Checked {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) {
    return { refused: invalid({}, '$: object expected') };
  }
  for (const name of Object.keys(body)) {
    if (notPermitted.includes(name)) return { refused: featureDenied() };
    if (!permitted.includes(name)) return { refused: invalid({}, additional(`$.${name}`)) };
  }
  const { text, reply } = body as Record<string, unknown>;
  if (text !== undefined && typeof text !== 'string') return { refused: invalid({}, '$.text: string expected') };
  if (text === undefined || text.trim() === '') {
    return { refused: invalid({}, 'Either [text] or [media] must be set in the request body.') };
  }
  const replyTo = checkReply(reply);
  if (replyTo !== null && typeof replyTo !== 'string') return { refused: replyTo };
  return { text, replyTo };
}

function checkReply(reply: unknown): string | null | Answer {
  if (reply === undefined) return null;
  if (typeof reply !== 'object' || reply === null) return invalid({}, '$.reply: object expected');
  const unknownProperty = Object.keys(reply).find((name) => !replyProperties.includes(name));
  if (unknownProperty) return invalid({}, additional(`$.reply.${unknownProperty}`));
  const parent = (reply as Record<string, unknown>).in_reply_to_tweet_id;
  if (typeof parent !== 'string' || !/^\d{1,19}$/.test(parent)) {
    return invalid({}, '$.reply.in_reply_to_tweet_id: does not match the regex pattern ^[0-9]{1,19}$');
  }
  return parent;
}
