import type { UnfitAddress } from '../core/hooks/address.ts';

/**
 * What became of one call that told somebody something.
 *
 * - `taken`: the far side has it. `pauseMs`: it wants no other call for so long
 * - `gone`: nobody is there any more; never call again
 * - `not-now`: surely not taken, and worth another try
 * - `refused`: surely not taken, and the same again would not be either
 * - `unknown`: it may have been taken
 *
 * No reason holds an address, or a word that the far side said.
 */
export type Carried =
  | { is: 'taken'; receipt: string; pauseMs?: number }
  | { is: 'gone'; reason: string }
  | { is: 'not-now'; reason: string; retryAfterMs?: number }
  | { is: 'refused'; reason: string }
  | { is: 'unknown'; reason: string };

/** What a room or a device is told of one statement, in words, before it has the format of anybody. */
export type RoomWords = {
  /** `Identified: Sign-in fails`, in one line. */
  headline: string;
  /** What was said, as it was typed: paragraphs. */
  message: string;
  /** What readers can do now. */
  workaround?: string;
  /** When it was said, what is affected, and every promised time: a line each. */
  lines: readonly string[];
  /** Where a merged incident goes on. */
  goesOn?: { label: string; url: string };
  page: { label: string; url: string };
  /** How to end it; a room that nobody can end is a nuisance. */
  stop: { label: string; url: string };
};

/** One body for a webhook. `id` names it on every try, and holds no dot. */
export type SignedCall = { id: string; body: string };

/**
 * What a receiver of ours checks a call by. `secret`: `whsec_…` for HMAC, of this endpoint alone. `privateKey`: 32 bytes,
 * the seed of an ed25519 key, whose public half they know as `whpk_…`.
 */
export type HookKeys = { secret: string; privateKey: Uint8Array };

/**
 * What an endpoint is asked before it counts: to echo `challenge`. With it come its keys, and `unsubscribe`, the link that
 * ends it: whoever typed its address is shown neither, because they may be somebody else.
 */
export type Challenge = { id: string; challenge: string; unsubscribe: string };

/** A browser that asked for push: where, and what to encrypt with (base64url). */
export type PushTarget = { endpoint: string; p256dh: string; auth: string };

/** What a push service knows us by: RFC 8292. Keys in base64url as browsers take them; `contact`: `mailto:` or `https:`. */
export type PushKeys = { publicKey: string; privateKey: string; contact: string };

/** What a device is shown, and by what a newer one replaces it. `stop`: the words of the button that ends it. */
export type PushWords = { title: string; text: string; url: string; incident: string; stop: string };

/** Tells one address one thing, in one attempt. The time is the clock's on the wall: receivers check it. */
export type Carrier = {
  webhook(address: string, calls: readonly SignedCall[], keys: HookKeys): Promise<Carried>;
  /** Whether the endpoint echoes what it is sent: without that it is not called again. */
  challenge(address: string, challenge: Challenge, keys: HookKeys): Promise<Carried>;
  slack(address: string, words: RoomWords): Promise<Carried>;
  teams(address: string, words: RoomWords): Promise<Carried>;
  discord(address: string, words: RoomWords): Promise<Carried>;
  push(target: PushTarget, words: PushWords, keys: PushKeys): Promise<Carried>;
  /** What is wrong with an address before it is ever called; undefined if nothing is. */
  unfit(address: string): UnfitAddress | undefined;
};
