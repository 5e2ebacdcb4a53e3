import type { Heard } from '../../core/desk/mention.ts';

type StrongRef = { uri: string; cid: string };

type Post = {
  uri: string;
  cid: string;
  author: { did: string; handle: string };
  record: { text?: string; langs?: readonly string[]; reply?: { root: StrongRef; parent: StrongRef } };
  indexedAt: string;
};

/** Somebody's word to us, as `app.bsky.notification.listNotifications` tells it. */
export type Notification = Post & { reason: string };

/** A post, as the network shows it. */
export type PostView = Post;

/** What somebody has said to us (`us`: our DID). When, by when the network took it: what a post says itself may be any time. */
export const notificationHeard = (one: Notification, us: string): Heard => postHeard(one, us);

export function postHeard({ uri, cid, author, record, indexedAt }: Post, us: string): Heard {
  const { text = '', langs = [], reply } = record;
  const itself = { uri, cid };
  const root = reply?.root ?? itself;
  return {
    source: 'bluesky',
    theirs: uri,
    author: { theirs: author.did, handle: author.handle },
    text,
    at: new Date(indexedAt).toISOString(),
    summoned: true,
    direct: false,
    conversation: root.uri,
    thread: JSON.stringify({ root, parent: itself }),
    ...(reply && { answers: { theirs: reply.parent.uri, ours: reply.parent.uri.startsWith(`at://${us}/`) } }),
    ...(langs[0] !== undefined && { language: langs[0] }),
  };
}
