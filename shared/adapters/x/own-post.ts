import type { OwnPost } from '../../core/x/find.ts';

/** A post as `GET /2/users/{id}/tweets` tells it. */
export type TimelinePost = {
  id: string;
  text: string;
  created_at?: string;
  referenced_tweets?: { type: string; id: string }[];
  entities?: Entities;
  /** The whole of a long text, of which `text` is then only the beginning. */
  note_tweet?: { text: string; entities?: Entities };
};

type Entities = { urls?: { url: string; expanded_url?: string }[] };

/** The post with its text as it was sent: X shortens links and escapes three characters. */
export function asSent(post: TimelinePost): OwnPost {
  const whole = post.note_tweet ?? post;
  const expanded = (whole.entities?.urls ?? []).reduce(
    (text, { url, expanded_url }) => (expanded_url === undefined ? text : text.replaceAll(url, () => expanded_url)),
    whole.text,
  );
  const text = expanded.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
  const replyTo = post.referenced_tweets?.find((one) => one.type === 'replied_to')?.id;
  return {
    id: post.id,
    text: text.normalize('NFC'),
    ...(replyTo === undefined ? {} : { replyTo }),
    ...(post.created_at === undefined ? {} : { at: new Date(post.created_at).toISOString() }),
  };
}
