import { isEnded } from '../../../shared/core/delivery.ts';
import type { Entry } from '../../../shared/core/entry.ts';
import type { worldHouse } from './world-house.ts';

export type Violation = { invariant: string; detail: string };

/** What of a timeline contradicts that each statement is said exactly once and in order, or accounted for. */
export async function violationsOf(
  home: ReturnType<typeof worldHouse>,
  said: readonly Entry[],
  finished: boolean,
): Promise<Violation[]> {
  const violations: Violation[] = [];
  const note = (invariant: string, detail: string) => violations.push({ invariant, detail });
  const posts = home.network.posts().map((post) => ({ ...post, ...saidBy(post.text) }));

  const keys = posts.map((post) => `${post.incident}#${post.seq}`);
  for (const key of new Set(keys.filter((one, index) => keys.indexOf(one) !== index))) note('no post twice', key);
  for (const [index, post] of posts.entries()) {
    const later = posts.slice(index + 1).find((one) => one.incident === post.incident && one.seq < post.seq);
    if (later) note('in order', `${later.incident}#${later.seq} after #${post.seq}`);
    const before = posts.slice(0, index).findLast((one) => one.incident === post.incident);
    if (post.replyTo !== (before?.id ?? null))
      note('one thread', `${post.incident}#${post.seq} answers ${post.replyTo}`);
  }

  for (const entry of said) {
    const key = `${entry.incident}#${entry.seq}`;
    const delivery = (await home.deliveries(entry.incident)).get(entry.seq);
    const post = posts.find((one) => one.incident === entry.incident && one.seq === entry.seq);
    const isPost = (receipt: string | undefined, id: string) => receipt !== undefined && namesPost(receipt, id);
    if (!isEnded(delivery))
      note('every delivery ends', `${key} is ${delivery?.state ?? 'pending'}${finished ? '' : ', time is up'}`);
    if (delivery?.state === 'delivered' && !(post && isPost(delivery.receipt, post.id)))
      note('delivered means posted', key);
    if (post && delivery?.state !== 'delivered') note('posted means delivered', `${key} is ${delivery?.state}`);
    if (delivery?.state === 'coalesced' && !posts.some(({ id }) => isPost(delivery.receipt, id)))
      note('coalesced into a post', key);
    // Nothing that is said here is refused for what it says, and the network answers within the day.
    if (delivery?.state === 'rejected' || delivery?.state === 'unknown')
      note('nothing is lost', `${key} is ${delivery.state}: ${delivery.reason}`);
    if (delivery?.state === 'dropped' && entry.kind !== 'apology')
      note('nothing is lost', `${key}: ${delivery.reason}`);
  }
  return violations;
}

/** A receipt is the post's own name, or an address that begins or ends with it. */
const namesPost = (receipt: string, id: string): boolean =>
  receipt === id || receipt.startsWith(`${id}#`) || receipt.endsWith(`/${id}`);

/** Every statement of a simulated story names itself. */
function saidBy(text: string): { incident: string; seq: number } {
  const [, seq, incident] = /Statement (\d+) of (\w+)/.exec(text) ?? [];
  return { incident: incident ?? '?', seq: Number(seq) };
}
