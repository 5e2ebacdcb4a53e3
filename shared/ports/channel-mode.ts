import type { ChannelFacts, ChannelMode } from '../core/channel/channel.ts';
import type { Control } from './control.ts';

/** How a channel runs: what was switched, or what holds before anybody switched anything. */
export const channelMode = (control: Control, { name, starts }: Pick<ChannelFacts, 'name' | 'starts'>): ChannelMode =>
  control.channels[name] ?? starts;
