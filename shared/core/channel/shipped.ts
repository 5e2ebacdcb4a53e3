import type { ChannelName } from '../delivery.ts';
import { KEYED_CHANNELS } from '../keyed/shipped.ts';
import { HOOKS, MAIL } from '../subscribers/facts.ts';
import { X } from '../x/facts.ts';
import type { ChannelFacts } from './channel.ts';

/** Our own pages. They are there always: no config leaves them out, and nobody switches them. */
export const SITE = {
  name: 'site',
  label: 'Status site',
  proof: 'own',
  atOnce: 'incident',
  starts: 'live',
} as const satisfies ChannelFacts;

/** The channels that a config may name. */
export const PUBLIC_CHANNELS = [X, ...KEYED_CHANNELS, MAIL, HOOKS] as const;

export type PublicChannelName = (typeof PUBLIC_CHANNELS)[number]['name'];

const LABELS = new Map<string, string>([SITE, ...PUBLIC_CHANNELS].map(({ name, label }) => [name, label]));

/** A channel as people call it. One that this code does not know, as another version may answer, by its name. */
export const labelOf = (name: ChannelName): string => LABELS.get(name) ?? name;

/** Where a post stands; its receipt, where nobody knows the way. */
export const addressOn = (name: ChannelName, receipt: string): string => facts(name)?.addressOf?.(receipt) ?? receipt;

const facts = (name: ChannelName): ChannelFacts | undefined => PUBLIC_CHANNELS.find((channel) => channel.name === name);
