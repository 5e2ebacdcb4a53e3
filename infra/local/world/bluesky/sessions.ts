import { createHash, createHmac } from 'node:crypto';
import { authMissing, badToken, expired } from './answers.ts';

const ACCESS_MS = 2 * 3_600_000;
const REFRESH_MS = 90 * 86_400_000;
const GRACE_MS = 2 * 3_600_000;

/** Signs nothing that matters: the server is reachable from this machine only. */
const KEY = 'local-jwt-key';

export type SessionFact =
  | { type: 'session'; jti: string; untilMs: number; at: string }
  | { type: 'refreshed'; jti: string; untilMs: number; next: string; at: string }
  | { type: 'signed-out'; jti: string; at: string }
  | { type: 'sessions-lost'; at: string };

type Claims = { scope: string; sub: string; iat: number; exp: number; jti?: string; lost: number };

export type Tokens = { accessJwt: string; refreshJwt: string };

/**
 * The sessions of one account. An access token is good for two hours by its signature alone, a refresh token for ninety
 * days. One that was used goes on working for two hours, and always leads to the same next one.
 */
export class Sessions {
  readonly #did: string;
  readonly #record: (fact: SessionFact) => void;
  readonly #refresh = new Map<string, { untilMs: number; next?: string }>();
  #made = 0;
  #lost = 0;

  constructor(did: string, record: (fact: SessionFact) => void) {
    this.#did = did;
    this.#record = record;
  }

  begin(nowMs: number): Tokens {
    const jti = this.#nextId();
    this.#record({ type: 'session', jti, untilMs: nowMs + REFRESH_MS, at: new Date(nowMs).toISOString() });
    return this.#tokens(jti, nowMs);
  }

  /** New tokens for a refresh token. Throws the PDS's refusal. */
  refreshed(authorization: string | undefined, nowMs: number): Tokens {
    const jti = this.#refreshToken(authorization, nowMs);
    const known = this.#refresh.get(jti);
    if (!known || known.untilMs <= nowMs) throw expired('Token has been revoked');
    const next = known.next ?? this.#nextId();
    const untilMs = Math.min(known.untilMs, nowMs + GRACE_MS);
    const at = new Date(nowMs).toISOString();
    this.#record({ type: 'refreshed', jti, untilMs, next, at });
    if (!this.#refresh.has(next)) this.#record({ type: 'session', jti: next, untilMs: nowMs + REFRESH_MS, at });
    return this.#tokens(next, nowMs);
  }

  end(authorization: string | undefined, nowMs: number): void {
    const jti = this.#refreshToken(authorization, nowMs);
    this.#record({ type: 'signed-out', jti, at: new Date(nowMs).toISOString() });
  }

  loseAll(nowMs: number): void {
    this.#record({ type: 'sessions-lost', at: new Date(nowMs).toISOString() });
  }

  /** Throws the PDS's refusal of whoever does not show an access token that is good. */
  check(authorization: string | undefined, nowMs: number): void {
    const { scope, exp, lost } = read(authorization);
    if (scope !== 'com.atproto.appPass') throw badToken();
    if (exp * 1000 <= nowMs || lost !== this.#lost) throw expired();
  }

  apply(fact: SessionFact): void {
    switch (fact.type) {
      case 'session':
        this.#made += 1;
        this.#refresh.set(fact.jti, { untilMs: fact.untilMs });
        return;
      case 'refreshed':
        this.#refresh.set(fact.jti, { untilMs: fact.untilMs, next: fact.next });
        return;
      case 'signed-out':
        this.#refresh.delete(fact.jti);
        return;
      case 'sessions-lost':
        this.#refresh.clear();
        this.#lost += 1;
    }
  }

  #refreshToken(authorization: string | undefined, nowMs: number): string {
    const { scope, jti, exp } = read(authorization);
    if (scope !== 'com.atproto.refresh' || jti === undefined) throw badToken();
    if (exp * 1000 <= nowMs) throw expired();
    return jti;
  }

  #nextId = (): string => createHash('sha256').update(`${this.#did}/${this.#made}/${this.#lost}`).digest('base64url');

  #tokens(jti: string, nowMs: number): Tokens {
    const iat = Math.floor(nowMs / 1000);
    const common = { sub: this.#did, iat, lost: this.#lost };
    return {
      accessJwt: signed('at+jwt', { ...common, scope: 'com.atproto.appPass', exp: iat + ACCESS_MS / 1000 }),
      refreshJwt: signed('refresh+jwt', { ...common, scope: 'com.atproto.refresh', jti, exp: iat + REFRESH_MS / 1000 }),
    };
  }
}

const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
const signature = (text: string): string => createHmac('sha256', KEY).update(text).digest('base64url');

function signed(typ: string, claims: Claims): string {
  const text = `${part({ typ, alg: 'HS256' })}.${part(claims)}`;
  return `${text}.${signature(text)}`;
}

function read(authorization: string | undefined): Claims {
  if (authorization === undefined) throw authMissing();
  const [scheme, token = ''] = authorization.split(' ');
  if (scheme?.toLowerCase() !== 'bearer') throw badToken('Unexpected authorization type');
  const at = token.lastIndexOf('.');
  if (at < 0 || signature(token.slice(0, at)) !== token.slice(at + 1)) throw badToken();
  return JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()) as Claims;
}
