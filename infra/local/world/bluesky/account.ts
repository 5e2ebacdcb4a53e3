/** One account and what signs it in. */
export type BlueskyAccount = { did: string; handle: string; name: string; appPassword: string };

/** Fixed, because it guards nothing: the server is reachable from this machine only. */
export const BLUESKY_ACCOUNT: BlueskyAccount = {
  did: 'did:plc:candorlocalstatus2222222',
  handle: 'status.example.com',
  name: 'Status',
  appPassword: 'loca-lapp-pass-word',
};
