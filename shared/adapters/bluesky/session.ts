import { createHash } from 'node:crypto';
import type { Closing } from '../../core/channel/gate.ts';
import { type Instant, plus, SECOND_MS } from '../../core/instant.ts';
import type { KeyedGateKind } from '../../core/keyed/account.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Versioned } from '../../ports/versioned.ts';
import { type Ask, isNobody, type NetworkAnswer, type NetworkRequest } from '../networks/asking.ts';
import { closingIn, reasonIn } from './answers.ts';

/** Whom we sign in as, where. `identifier`: a handle, a DID or a mail address. */
export type BlueskyCredentials = { server: string; identifier: string; appPassword: string };

/** What a sign-in gave us. `of`: tells whether it was made with the credentials that we have now. */
export type BlueskySession = {
  of: string;
  did: string;
  accessJwt: string;
  refreshJwt: string;
  /** Where the account's repository lies, if the server that we signed in at says so. */
  pds?: string;
  /** Somebody is signing in until then: two at once would use up what a day allows. */
  signingInUntil?: Instant;
};

/** Why there is no session. Nothing of ours was sent. */
export type NoSession = { outcome: 'not-sent'; reason: string } | ({ outcome: 'closed' } & Closing<KeyedGateKind>);

type Parts = {
  credentials: () => Promise<BlueskyCredentials>;
  sessions: Versioned<BlueskySession>;
  ask: Ask;
  clock: Clock;
};

export type SignedIn = { session: BlueskySession; base: string };

/** Longer than the longest call. */
const SIGNING_IN_MS = 20 * SECOND_MS;

/**
 * The one session of the account, which all functions share: signing in is allowed a hundred times a day, so that a session
 * is kept and refreshed, and what one has refreshed the others take over.
 */
export function blueskySession({ credentials, sessions, ask, clock }: Parts) {
  let kept: BlueskySession | undefined;

  /** The session as it is; a new one where there is none, or the credentials are others. */
  async function current(): Promise<SignedIn | NoSession> {
    const given = await credentials();
    if (kept?.of === digestOf(given)) return by(given, kept);
    const { state, version } = await sessions.read();
    if (state?.of === digestOf(given) && state.accessJwt !== '') return by(given, state);
    return signIn(given, state, version);
  }

  /** Another one, after the far side took `stale` no more: what somebody else has refreshed, or what we refresh. */
  async function renewed(stale: BlueskySession): Promise<SignedIn | NoSession> {
    const given = await credentials();
    const { state, version } = await sessions.read();
    if (state === undefined || state.of !== digestOf(given) || state.accessJwt === '')
      return signIn(given, state, version);
    if (state.accessJwt !== stale.accessJwt) return by(given, state);
    const { server } = given;
    const answer = await ask(post(`${server}/xrpc/com.atproto.server.refreshSession`, state.refreshJwt));
    const fresh = sessionIn(answer, state.of);
    if (fresh !== undefined) return keep(given, version, fresh);
    // Only a refresh that is refused for its token makes a new sign-in of any use.
    if (
      answer.is === 'answered' &&
      answer.status < 429 &&
      answer.status >= 400 &&
      closingIn(answer, clock)?.kind !== 'suspended'
    )
      return signIn(given, state, version);
    return noSession(answer, clock);
  }

  async function signIn(
    given: BlueskyCredentials,
    before: BlueskySession | undefined,
    version: number,
  ): Promise<SignedIn | NoSession> {
    const of = digestOf(given);
    const now = clock.now();
    const busy = { outcome: 'not-sent', reason: 'somebody else is signing in' } as const;
    if (before?.signingInUntil !== undefined && now < before.signingInUntil) return busy;
    const nobody = { of, did: '', accessJwt: '', refreshJwt: '', signingInUntil: plus(now, SIGNING_IN_MS) };
    if (!(await sessions.swap(version, nobody))) return busy;
    const { server, identifier, appPassword: password } = given;
    const answer = await ask({
      method: 'POST',
      url: `${server}/xrpc/com.atproto.server.createSession`,
      body: { identifier, password },
    });
    const fresh = sessionIn(answer, of);
    if (fresh !== undefined) return keep(given, version + 1, fresh);
    const { signingInUntil: _over, ...free } = nobody;
    await sessions.swap(version + 1, free);
    return noSession(answer, clock);
  }

  async function keep(given: BlueskyCredentials, version: number, fresh: BlueskySession): Promise<SignedIn> {
    if (await sessions.swap(version, fresh)) return by(given, fresh);
    const { state } = await sessions.read();
    const theirs = state?.of === fresh.of && state.accessJwt !== '' ? state : fresh;
    return by(given, theirs);
  }

  function by({ server }: BlueskyCredentials, session: BlueskySession): SignedIn {
    kept = session;
    return { session, base: `${session.pds ?? server}/xrpc` };
  }

  return { current, renewed };
}

export const isSignedIn = (one: SignedIn | NoSession): one is SignedIn => 'session' in one;

const digestOf = ({ server, identifier, appPassword }: BlueskyCredentials): string =>
  createHash('sha256')
    .update(JSON.stringify([server, identifier, appPassword]))
    .digest('hex')
    .slice(0, 16);

const post = (url: string, token: string): NetworkRequest => ({
  method: 'POST',
  url,
  headers: { authorization: `Bearer ${token}` },
});

function sessionIn(answer: NetworkAnswer, of: string): BlueskySession | undefined {
  if (answer.is !== 'answered' || answer.status !== 200) return undefined;
  const { did, accessJwt, refreshJwt, didDoc } = answer.json ?? {};
  if (typeof did !== 'string' || typeof accessJwt !== 'string' || typeof refreshJwt !== 'string') return undefined;
  const pds = repositoryIn(didDoc);
  return { of, did, accessJwt, refreshJwt, ...(pds === undefined ? {} : { pds }) };
}

/** Where the account's document says that its repository lies. */
function repositoryIn(document: unknown): string | undefined {
  const { service } = (document ?? {}) as { service?: { id?: string; serviceEndpoint?: unknown }[] };
  const found = Array.isArray(service) ? service.find(({ id }) => id?.endsWith('#atproto_pds')) : undefined;
  return typeof found?.serviceEndpoint === 'string' ? found.serviceEndpoint.replace(/\/+$/, '') : undefined;
}

function noSession(answer: NetworkAnswer, clock: Clock): NoSession {
  if (answer.is !== 'answered') {
    if (isNobody(answer.reason)) return { outcome: 'closed', kind: 'gone', reason: 'no server has this name' };
    return { outcome: 'not-sent', reason: `no answer to the sign-in: ${answer.reason}` };
  }
  const closing = closingIn(answer, clock);
  if (closing !== undefined) return { outcome: 'closed', ...closing };
  return { outcome: 'not-sent', reason: reasonIn(answer) };
}
