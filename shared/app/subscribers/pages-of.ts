import type { Place } from '../../core/subscribers/place.ts';
import type { Subscriber } from '../../core/subscribers/subscriber.ts';
import type { Subscribers } from '../../ports/subscribers.ts';

/** So many subscribers are read at once where nobody waits for them one by one. */
export const READ_TOGETHER = 1_000;

/** The subscribers of a shard from a place on, page by page. */
export async function* pagesOf(
  subscribers: Pick<Subscribers, 'page'>,
  { channel, shard, after: from }: Place,
  limit = READ_TOGETHER,
): AsyncGenerator<readonly Subscriber[]> {
  for (let after = from; ; ) {
    const page = await subscribers.page(channel, shard, { ...(after === undefined ? {} : { after }), limit });
    if (page.length > 0) yield page;
    if (page.length < limit) return;
    after = page.at(-1)!.id;
  }
}
