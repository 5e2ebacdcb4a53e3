import type { ChannelName } from '../core/delivery.ts';
import type { ChannelMode, Control } from './control.ts';

/** X speaks in public only after a person has armed it; the site is ours, and silence there helps nobody. */
const UNLESS_SWITCHED: Record<ChannelName, ChannelMode> = { site: 'live', x: 'shadow' };

/** How a channel runs: what was switched, or what holds before anybody switched anything. */
export const channelMode = (control: Control, channel: ChannelName): ChannelMode =>
  control.channels[channel] ?? UNLESS_SWITCHED[channel];
