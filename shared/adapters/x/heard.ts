import type { Author, Heard } from '../../core/desk/mention.ts';
import { asSent, type TimelinePost } from './own-post.ts';

/** A post of somebody else as `GET /2/users/{id}/mentions` tells it with `HEARD_FIELDS`. */
export type MentionPost = TimelinePost & {
  author_id?: string;
  conversation_id?: string;
  in_reply_to_user_id?: string;
  lang?: string;
  /** Where the words begin behind the names that X puts before an answer, in code points. */
  display_text_range?: readonly number[];
  entities?: TimelinePost['entities'] & { mentions?: readonly { start: number; id?: string; username?: string }[] };
};

export const HEARD_FIELDS =
  'author_id,conversation_id,created_at,display_text_range,entities,in_reply_to_user_id,lang,note_tweet,referenced_tweets';

/**
 * What a post says to us (`us`: the number of our account). We may answer it by program if its author named us in their own
 * words or answered us; names that X put there because somebody else in the thread had named us do not count. `author` has the
 * number for a handle where X was not asked what they are called.
 */
export function heardOnX(post: MentionPost, us: string, handles: ReadonlyMap<string, string>): Heard {
  const { text, replyTo, at } = asSent(post);
  const id = post.author_id ?? '';
  const author: Author = { theirs: id, handle: handles.get(id) ?? id };
  const answersUs = replyTo !== undefined && post.in_reply_to_user_id === us;
  const [begin = 0] = post.display_text_range ?? [];
  const namesUs = (post.entities?.mentions ?? []).some((one) => one.id === us && one.start >= begin);
  return {
    source: 'x',
    theirs: post.id,
    author,
    text,
    at: at ?? '',
    summoned: answersUs || namesUs,
    direct: false,
    ...(post.conversation_id !== undefined && { conversation: post.conversation_id }),
    ...(replyTo !== undefined && { answers: { theirs: replyTo, ours: answersUs } }),
    ...(post.lang !== undefined && post.lang !== 'und' && { language: post.lang }),
  };
}
