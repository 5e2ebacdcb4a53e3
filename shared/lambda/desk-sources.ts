import type { Table } from '../adapters/dynamodb/table.ts';
import { ticketDeskSource } from '../adapters/webhook/ticket-desk-source.ts';
import { config } from '../config/config.ts';
import type { DeskSource } from '../core/desk/mention.ts';
import type { KeyedChannelName } from '../core/keyed/shipped.ts';
import type { ComplaintCounts, DeskSourcePort, ReadDeskSource } from '../ports/desk-source.ts';
import { systemClock } from './connect.ts';
import { environment } from './environment.ts';
import { ticketSystem } from './ticket-system-at.ts';
import { once, whenUsed } from './when-used.ts';

/** Where customers are heard, and what is only counted, as far as the config names it. */
export type ConnectedSources = {
  sources: Readonly<Partial<Record<DeskSource, DeskSourcePort>>>;
  counts?: ComplaintCounts;
};

/** Those that this stack may be connected to. Without any, the desk is there, and nothing is heard. */
export function deskSources(at: Table): ConnectedSources {
  const isHeard = (source: DeskSource) => config.desk.sources.some((one) => one === source);
  const network = (source: KeyedChannelName, secretArn: () => string, has: Has) =>
    lazily(source, async () => (await import('./clients/network-desk.ts')).networkDesk(at, source, secretArn()), has);
  const sources: Partial<Record<DeskSource, DeskSourcePort>> = {};
  if (isHeard('bluesky')) sources.bluesky = network('bluesky', () => environment('CANDOR_BLUESKY_SECRET'), ['stream']);
  if (isHeard('mastodon')) sources.mastodon = network('mastodon', () => environment('CANDOR_MASTODON_SECRET'), ALL);
  const tickets = isHeard('mail') ? ticketSystem() : undefined;
  if (tickets !== undefined) sources.mail = ticketDeskSource({ ...tickets, clock: systemClock });
  if (!isHeard('x')) return { sources };
  const account = () => ({ secretArn: environment('CANDOR_X_SECRET'), baseUrl: environment('CANDOR_X_URL') });
  const client = once(() => import('./clients/x-desk.ts'));
  sources.x = lazily('x', async () => (await client()).xDesk(account()), ALL);
  return { sources, counts: whenUsed(async () => (await client()).xCounts(account()), 'since') };
}

/** What a source can besides being read and answered. */
type Has = readonly ('messagesSince' | 'stream')[];
const ALL: Has = ['messagesSince', 'stream'];

/** A source that is loaded when it is first asked: most calls of a function ask none. */
function lazily(source: DeskSource, load: () => Promise<ReadDeskSource>, has: Has): ReadDeskSource {
  const loaded = once(load);
  return {
    source,
    since: async (...asked) => (await loaded()).since(...asked),
    answer: async (answer) => (await loaded()).answer(answer),
    find: async (answer) => (await loaded()).find(answer),
    ...(has.includes('messagesSince')
      ? { messagesSince: async (...asked) => (await loaded()).messagesSince!(...asked) }
      : {}),
    ...(has.includes('stream') ? { stream: async (author) => (await loaded()).stream!(author) } : {}),
  };
}
