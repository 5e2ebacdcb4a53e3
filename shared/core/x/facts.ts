import type { ChannelFacts } from '../channel/channel.ts';

/** One account, one timeline, no key: what was not answered is looked for before it is said again. */
export const X = {
  name: 'x',
  label: 'X',
  proof: 'look',
  atOnce: 'account',
  starts: 'shadow',
  limit: 280,
  addressOf: (receipt: string) => `https://x.com/i/status/${receipt}`,
} as const satisfies ChannelFacts;
