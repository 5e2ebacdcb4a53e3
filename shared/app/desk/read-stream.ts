import { mayReadStreams } from '../../core/desk/budget.ts';
import type { DeskSource, Heard } from '../../core/desk/mention.ts';
import { mentionNamed } from './answer-mention.ts';
import { charge, levelOf } from './money.ts';
import type { DeskPorts } from './ports.ts';
import * as refused from './refused.ts';

/** What somebody said of late, when a person asks for it before they answer. It costs money, and nothing of it is kept. */
export async function readStream(
  ports: DeskPorts,
  source: DeskSource,
  id: string,
): Promise<{ posts: readonly Pick<Heard, 'text' | 'at'>[]; unreadable?: string }> {
  const mention = await mentionNamed(ports, source, id);
  const open = mention.incident === undefined ? [] : [mention.incident];
  const stream = ports.sources[source]?.stream;
  if (stream === undefined)
    throw refused.onlyByHand(`What somebody said of late cannot be read on ${source} from here.`);
  if (!mayReadStreams(await levelOf(ports, source, open))) throw refused.moneyIsGone();
  const reading = await stream.call(ports.sources[source], mention.to.author);
  await charge(ports, source, reading.billed, open);
  if ('unreadable' in reading) return { posts: [], unreadable: reading.unreadable };
  return { posts: reading.heard.map(({ text, at }) => ({ text, at })) };
}
