import type { Clock } from '../../ports/clock.ts';
import type { KeyedChannel } from '../../ports/keyed-channel.ts';
import type { Versioned } from '../../ports/versioned.ts';
import type { Ask } from './asking.ts';
import type { NetworkSecret } from './secret.ts';

export type NetworkParts = {
  secret: () => Promise<NetworkSecret>;
  /** Where what a sign-in gave us is kept for all who speak there. */
  sessions: Versioned<object>;
  ask: Ask;
  clock: Clock;
  /** BCP 47, of what is posted. */
  language: string;
};

/** Whose account it is, as the network says. `notes`: what is left to do there. */
export type FoundAccount = { id: string; called: string; notes: readonly string[] };

/** How a network is spoken to. */
export type Network = {
  channel(parts: NetworkParts): KeyedChannel;
  /** Asks the network whose account a secret opens; `says`: why it opens none, and what to mend. */
  whoseAccount(secret: NetworkSecret, ask: Ask): Promise<FoundAccount | { says: string }>;
};
