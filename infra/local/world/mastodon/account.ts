/** One account and what lets programs in. */
export type MastodonAccount = { id: string; username: string; name: string; accessToken: string };

/** Fixed, because it guards nothing: the server is reachable from this machine only. */
export const MASTODON_ACCOUNT: MastodonAccount = {
  id: '109302436954721982',
  username: 'status',
  name: 'Status',
  accessToken: 'local-mastodon-token',
};

/** Where the instance says that it is. */
export const INSTANCE = 'https://social.example.com';
