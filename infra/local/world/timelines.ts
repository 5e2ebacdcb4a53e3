import type { Journal } from './journal.ts';
import type { RunningNetwork } from './networks/running.ts';
import type { SimulatedX } from './x/simulated-x.ts';

type Post = { id: string; text: string; at: string; replyTo: string | null };

/** What stands in public on one channel, and what a person may do there by hand. */
export type Timeline = {
  channel: string;
  posts(): readonly Post[];
  writeByHand(text: string, replyTo: string | null, nowMs: number): Post | undefined;
  removeByHand(id: string, nowMs: number): boolean;
  stored(): Promise<void>;
};

export const timelinesOf = (
  x: SimulatedX,
  journal: Pick<Journal<never>, 'stored'>,
  networks: readonly RunningNetwork[],
): readonly Timeline[] => [
  timeline('x', x, journal),
  ...networks.map((network) => timeline(network.name, network.simulated, network.journal)),
];

const timeline = (
  channel: string,
  account: Omit<Timeline, 'channel' | 'stored'>,
  journal: Pick<Journal<never>, 'stored'>,
): Timeline => ({
  channel,
  posts: () => account.posts(),
  writeByHand: (...written) => account.writeByHand(...written),
  removeByHand: (...removed) => account.removeByHand(...removed),
  stored: () => journal.stored(),
});
