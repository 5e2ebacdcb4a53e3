import type { ChannelFacts } from '../channel/channel.ts';

/** Each person by mail. SES cannot be asked whether it took a mail, and tells of those that it did. */
export const MAIL = {
  name: 'mail',
  label: 'Mail',
  proof: 'event',
  atOnce: 'person',
  starts: 'shadow',
} as const satisfies ChannelFacts;

/** Each receiver by a call to an address of theirs: webhooks, rooms of chat programs, browsers. */
export const HOOKS = {
  name: 'hooks',
  label: 'Webhooks and rooms',
  proof: 'receiver',
  atOnce: 'person',
  starts: 'shadow',
} as const satisfies ChannelFacts;

/** Everything of every incident, and all of it in one message: a thread is what is kept per person. */
export const PERSONAL_RULES = { minImpact: 'none', links: 'always', threads: false } as const;
