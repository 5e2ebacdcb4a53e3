import type { Versioned } from '../../ports/versioned.ts';
import type { Ask } from '../networks/asking.ts';
import type { FoundAccount, Network, NetworkParts } from '../networks/network.ts';
import type { NetworkSecret } from '../networks/secret.ts';
import { reasonIn } from './answers.ts';
import { type BlueskyParts, blueskyChannel } from './channel.ts';
import type { BlueskyCredentials, BlueskySession } from './session.ts';

export const BLUESKY_NETWORK: Network = {
  channel: (parts) => blueskyChannel(blueskyParts(parts)),
  whoseAccount: async (secret, ask) => whoseAccount(credentialsIn(secret), ask),
};

/** What whoever speaks or listens there is made of. */
export const blueskyParts = ({ secret, sessions, ...parts }: NetworkParts): BlueskyParts => ({
  ...parts,
  credentials: async () => credentialsIn(await secret()),
  sessions: sessions as Versioned<BlueskySession>,
});

/** The lines that `BLUESKY.secret` names (shared/core/keyed/bluesky.ts). */
const credentialsIn = ({ server = '', identifier = '', appPassword = '' }: NetworkSecret): BlueskyCredentials => ({
  server,
  identifier,
  appPassword,
});

async function whoseAccount(
  { server, identifier, appPassword: password }: BlueskyCredentials,
  ask: Ask,
): Promise<FoundAccount | { says: string }> {
  const answer = await ask({
    method: 'POST',
    url: `${server}/xrpc/com.atproto.server.createSession`,
    body: { identifier, password },
  });
  if (answer.is !== 'answered') return { says: `${server} does not answer: ${answer.reason}` };
  const { did, handle } = answer.json ?? {};
  if (answer.status === 200 && typeof did === 'string' && typeof handle === 'string')
    return { id: did, called: `@${handle}`, notes: [`As "account" under "bluesky" in candor.config.json: ${did}`] };
  if (answer.status === 401)
    return { says: `${reasonIn(answer)}. Copy handle and app password anew; the account's own password is not meant.` };
  if (answer.status === 429) return { says: `${reasonIn(answer)}. Signing in is allowed a hundred times a day.` };
  return { says: reasonIn(answer) };
}
