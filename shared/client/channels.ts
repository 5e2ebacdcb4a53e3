import type { ChannelMode } from '../core/channel/channel.ts';
import { labelOf, SITE } from '../core/channel/shipped.ts';
import type { Instant } from '../core/instant.ts';
import type { ControlState } from './types.ts';

/** A channel beside the status site, as the API answers for it. A refusal is why it takes no posts now. */
export type PublicChannel = {
  name: string;
  label: string;
  mode: ChannelMode;
  refusal?: { reason: string; since: Instant; until: Instant } | undefined;
  /** Of one that tells each person: why it tells of beginnings and ends only. */
  brake?: 'bounces' | 'complaints' | undefined;
};

/** The channels that may be switched. What each has to say of itself stands under its name. */
export const publicChannels = (control: ControlState): readonly PublicChannel[] =>
  Object.entries(control.channels)
    .filter(([name]) => name !== SITE.name)
    .map(([name, mode = 'off']) => {
      const states: Readonly<Record<string, unknown>> = control;
      const state = states[name] as Pick<PublicChannel, 'refusal' | 'brake'> | undefined;
      return { name, label: labelOf(name), mode, refusal: state?.refusal, brake: state?.brake };
    });
