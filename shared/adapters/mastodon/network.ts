import type { Ask } from '../networks/asking.ts';
import type { FoundAccount, Network, NetworkParts } from '../networks/network.ts';
import type { NetworkSecret } from '../networks/secret.ts';
import type { MastodonCredentials } from './account.ts';
import { type MastodonParts, mastodonChannel } from './channel.ts';

export const MASTODON_NETWORK: Network = {
  channel: (parts) => mastodonChannel(mastodonParts(parts)),
  whoseAccount: async (secret, ask) => whoseAccount(credentialsIn(secret), ask),
};

/** What whoever speaks or listens there is made of. */
export function mastodonParts({ secret, ...parts }: NetworkParts): MastodonParts {
  let kept: { of: NetworkSecret; credentials: MastodonCredentials } | undefined;
  return {
    ...parts,
    async credentials() {
      const of = await secret();
      if (kept?.of !== of) kept = { of, credentials: credentialsIn(of) };
      return kept.credentials;
    },
  };
}

/** The lines that `MASTODON.secret` names (shared/core/keyed/mastodon.ts). */
const credentialsIn = ({ server = '', accessToken = '' }: NetworkSecret): MastodonCredentials => ({
  server,
  accessToken,
});

async function whoseAccount(
  { server, accessToken }: MastodonCredentials,
  ask: Ask,
): Promise<FoundAccount | { says: string }> {
  const answer = await ask({
    method: 'GET',
    url: `${server}/api/v1/accounts/verify_credentials`,
    headers: { authorization: `Bearer ${accessToken}` },
  });
  if (answer.is !== 'answered') return { says: `${server} does not answer: ${answer.reason}` };
  const { id, acct, bot } = answer.json ?? {};
  if (answer.status === 200 && typeof id === 'string' && typeof acct === 'string') {
    const automated =
      bot === true ? [] : ['Not said there yet: "This is an automated account" (Preferences, Profile).'];
    return { id: `${id}@${server}`, called: `@${acct}@${new URL(server).host}`, notes: automated };
  }
  const says = `Mastodon answered ${answer.status}`;
  if (answer.status === 401 || answer.status === 403)
    return { says: `${says}: the token is not taken. Make another with the scopes read and write:statuses.` };
  return { says: `${says}. Is ${server} an instance of Mastodon?` };
}
