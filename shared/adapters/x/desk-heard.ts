import type { Heard } from '../../core/desk/mention.ts';
import { instant } from '../../core/instant.ts';
import { asSent, type TimelinePost } from './own-post.ts';

type User = { id: string; username?: string };
type Paged = { meta?: { result_count?: number; next_token?: string }; includes?: { users?: User[] } };

export type MentionPage = Paged & {
  data?: (TimelinePost & { author_id?: string; conversation_id?: string; lang?: string })[];
};

export type MessagePage = Paged & {
  data?: { id: string; text?: string; sender_id?: string; created_at?: string; dm_conversation_id?: string }[];
};

const handlesIn = ({ includes }: Paged) =>
  new Map((includes?.users ?? []).map(({ id, username }) => [id, username ?? id]));

/** What others say in a page of mentions; what we say ourselves is left out. */
export function heardIn(page: MentionPage, own: string): Heard[] {
  const handles = handlesIn(page);
  return (page.data ?? [])
    .filter((post) => post.author_id !== own)
    .map((post) => {
      const author = post.author_id ?? '';
      const { text, replyTo, at } = asSent(post);
      return {
        source: 'x' as const,
        theirs: post.id,
        author: { theirs: author, handle: handles.get(author) ?? author },
        text,
        at: at ?? instant(0),
        // Who names or quotes us may be answered by a program; this list holds nobody else (docs.x.com, changelog 2026-02-23).
        summoned: true,
        direct: false,
        ...(post.conversation_id === undefined ? {} : { conversation: post.conversation_id }),
        ...(replyTo === undefined ? {} : { answers: { theirs: replyTo, ours: false } }),
        ...(post.lang === undefined ? {} : { language: post.lang }),
      };
    });
}

/** What others wrote to us, oldest first. */
export function messagesIn(page: MessagePage, own: string): Heard[] {
  const handles = handlesIn(page);
  return (page.data ?? [])
    .filter(({ sender_id }) => sender_id !== undefined && sender_id !== own)
    .map(({ id, text = '', sender_id: author = '', created_at, dm_conversation_id: conversation }) => ({
      source: 'x' as const,
      theirs: id,
      author: { theirs: author, handle: handles.get(author) ?? author },
      text,
      at: instant(Date.parse(created_at ?? '') || 0),
      summoned: true,
      direct: true,
      ...(conversation === undefined ? {} : { conversation }),
    }))
    .toReversed();
}

/** What we wrote ourselves. */
export const ourMessagesIn = ({ data = [] }: MessagePage, own: string) =>
  data
    .filter(({ sender_id }) => sender_id === own)
    .map(({ id, text = '', created_at }) => ({ id, text, at: instant(Date.parse(created_at ?? '') || 0) }));
