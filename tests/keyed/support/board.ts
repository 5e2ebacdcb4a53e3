import type { FrozenPost } from '../../../shared/core/channel/frozen.ts';
import type { KeyedChannel, SayablePost, SayOutcome } from '../../../shared/ports/keyed-channel.ts';

/**
 * A network in a few lines: what is said under a key stands there once. `next` are outcomes in the place of what it would
 * answer, one for each call; `lost` takes the post all the same, and does not say so.
 */
export function board() {
  const stands = new Map<string, SayablePost & { receipt: string }>();
  const sent: SayablePost[] = [];
  const next: (SayOutcome | 'lost')[] = [];
  let unreadable: string | undefined;
  const put = (post: SayablePost): SayOutcome => {
    const there = stands.get(post.key);
    if (there !== undefined && there.digest !== post.digest) return { outcome: 'conflict', reason: 'other words' };
    const receipt = there?.receipt ?? `post ${stands.size + 1}`;
    stands.set(post.key, { ...post, receipt });
    return { outcome: 'delivered', receipt };
  };
  const channel: KeyedChannel = {
    async say(post) {
      sent.push(post);
      const instead = next.shift();
      if (instead === undefined) return put(post);
      if (instead !== 'lost') return instead;
      put(post);
      return { outcome: 'unknown', reason: 'no answer within 10 s' };
    },
    async find({ key, digest }: FrozenPost) {
      if (unreadable !== undefined) return { unreadable };
      const there = stands.get(key);
      return there?.digest === digest ? { found: there.receipt } : 'absent';
    },
    async standing() {
      return unreadable === undefined
        ? { receipts: new Set([...stands.values()].map(({ receipt }) => receipt)) }
        : { unreadable };
    },
  };
  return {
    channel,
    sent,
    next,
    texts: () => [...stands.values()].map(({ text }) => text),
    stands: () => [...stands.values()],
    takeDown: (receipt: string) => {
      for (const [key, post] of stands) if (post.receipt === receipt) stands.delete(key);
    },
    hide: (why: string | undefined) => {
      unreadable = why;
    },
  };
}
