import { HOUR_MS, SECOND_MS } from '../../../shared/core/instant.ts';
import type { KeyedChannelName } from '../../../shared/core/keyed/shipped.ts';
import type { Chance } from '../../x/support/chance.ts';

/** Something that goes wrong at a moment of the story, in ms from its beginning. */
/** `fault`: as it is counted. */
export type Trouble = { atMs: number; fault: string; request: { fault: string } & Record<string, unknown> };

const OUTAGE_MS = 2 * HOUR_MS;

/** What goes wrong on any network. */
const OF_ALL = (chance: Chance, times: number): Trouble['request'][] => [
  { fault: 'lost-request', times },
  { fault: 'lost-response', times },
  { fault: 'slow', ms: chance.between(9, 60) * SECOND_MS, times },
  { fault: '503-with-effect', times },
  { fault: '503-without-effect', times, on: 'all' },
  { fault: 'truncated-body', times },
  { fault: 'headers-only', times },
  { fault: 'broken-json', times },
  { fault: 'lost-response', times, on: 'read' },
  { fault: 'rate-limited', times },
  // Two hours in which nobody answers: longer than some networks keep a key.
  { fault: 'lost-request', forMs: OUTAGE_MS, on: 'all' },
  { fault: 'lost-response', forMs: chance.between(1, 20) * 60 * SECOND_MS },
];

/** What goes wrong on one of them only. */
const OF_ONE: Readonly<Record<string, (times: number) => Trouble['request'][]>> = {
  bluesky: (times) => [{ fault: 'session-lost' }, { fault: 'session-lost', times }],
  mastodon: (times) => [{ fault: '500-on-repeat', times }],
};

export function troublesOf(name: KeyedChannelName, chance: Chance): Trouble[] {
  return Array.from({ length: chance.between(0, 10) }, () => {
    const times = chance.between(1, 3);
    const request = chance.oneOf([...OF_ALL(chance, times), ...(OF_ONE[name]?.(times) ?? [])]);
    const isOutage = request.forMs === OUTAGE_MS;
    return { atMs: chance.between(0, 5 * HOUR_MS), fault: isOutage ? 'two hours down' : request.fault, request };
  });
}
