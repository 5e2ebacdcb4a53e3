import type { Comer } from '../../core/subscribers/sign-up-limits.ts';
import type { Choice, Subscriber, SubscriberKind } from '../../core/subscribers/subscriber.ts';
import type { Carrier } from '../../ports/carrier.ts';
import type { TooMany } from './counting.ts';
import type { HookLinkPorts } from './hook-link.ts';

/** What signing up by an address that we call takes. */
export type HookSignUpPorts = HookLinkPorts & {
  carrier: Pick<Carrier, 'challenge' | 'slack' | 'teams' | 'discord'>;
};

/** The address of a room, a program or a browser, and what goes with its kind. */
export type HookAddress = { kind: Exclude<SubscriberKind, 'mail'>; address: string } & Pick<
  Subscriber,
  'owner' | 'format' | 'keys'
>;

/** What somebody asks for. `viewer`: their address on the net. `title`: of the one incident that they follow. */
export type HookWish = Comer & {
  viewer: string;
  hook: HookAddress;
  choice: Choice;
  zone?: string;
  title?: string;
};

/**
 * What became of it. `already`: it followed before, and that stays as it was; `hasIt` says whether it brings all that was
 * asked for. `not-taken`: nothing is kept, because the far side did not take the call that proves that it wants more; `doubt`
 * says that it may have. `left`: whoever has this address asked to be told no more, and a program asks.
 */
export type HookAsked =
  | { is: 'follows'; person: Subscriber }
  | { is: 'already'; person: Subscriber; hasIt: boolean }
  | { is: 'not-taken'; kind: SubscriberKind; reason: string; doubt: boolean }
  | { is: 'left' }
  | TooMany;
