import type { DeskSource } from '../../../shared/core/desk/mention.ts';
import { dollars, STREAM_POSTS, X_PRICES } from '../../../shared/core/desk/prices.ts';
import { DAY_MS, MINUTE_MS } from '../../../shared/core/instant.ts';

/** As often as posts are counted (docs/rules.md, Desk money), in a month of 30 days. */
const COUNTS_A_MONTH = (30 * DAY_MS) / (5 * MINUTE_MS);

const each = (micros: number): string => `$${dollars(micros).toFixed(3)}`;

/** What hearing and answering at a source costs, a line each. `query`: what is counted on X; undefined where that is not known. */
export function priceLines(source: DeskSource, query?: string | 'none'): string[] {
  if (source !== 'x') return ['It costs nothing: the far side takes no money for being read or answered.'];
  const {
    'mention-read': mention,
    'user-read': user,
    reply,
    'message-read': read,
    'message-sent': sent,
    'post-read': post,
  } = X_PRICES;
  const count = X_PRICES['counts-request'];
  const counting = `counting posts with your words: ${each(count)} a request, one in five minutes: $${((COUNTS_A_MONTH * count) / 1_000_000).toFixed(0)} a month, whether anything happens or not`;
  return [
    `a mention of ours that is read: ${each(mention)}; an empty answer costs nothing`,
    `what somebody is called, once for each: ${each(user)}`,
    `an answer: ${each(reply)}; a private message: ${each(read)} to read, ${each(sent)} to send`,
    `somebody's ${STREAM_POSTS} latest posts, when a person asks for them: ${each(STREAM_POSTS * post)}`,
    query === 'none' ? 'nothing is counted: desk.query of the config is empty' : counting,
    'desk.dollarsPerMonth and desk.perIncident end reading before they end the money',
  ];
}
