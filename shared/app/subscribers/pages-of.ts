import type { Subscriber } from '../../core/subscribers/subscriber.ts';
import type { TellPorts } from './tell-ports.ts';

/** So many subscribers are read at once where nobody waits for them one by one. */
const READ_TOGETHER = 1_000;

/** All subscribers of a shard, page by page. */
export async function* pagesOf(
  { subscribers, is }: Pick<TellPorts, 'subscribers' | 'is'>,
  shard: number,
): AsyncGenerator<readonly Subscriber[]> {
  for (let after: string | undefined; ; ) {
    const page = await subscribers.page(is.name, shard, {
      ...(after === undefined ? {} : { after }),
      limit: READ_TOGETHER,
    });
    if (page.length > 0) yield page;
    if (page.length < READ_TOGETHER) return;
    after = page.at(-1)!.id;
  }
}
