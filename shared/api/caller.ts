import { Problem } from '../contract/problem.ts';
import { type Instant, instant, SECOND_MS } from '../core/instant.ts';
import { signInKey } from '../core/people/person.ts';
import { ALLOWED, isOfPeople, type Permission, ROLES, type Role, rolesAllow } from '../core/roles.ts';
import type { Party } from '../core/second-person.ts';

/**
 * Who asks: `subject` names them for ever, and is shown to nobody; `actor`, the name that they sign in with, is what is
 * recorded beside what they do. `countedAs`: where their requests are counted, and where they are stopped.
 */
export type Caller = {
  subject: string;
  actor: string;
  person: boolean;
  roles: ReadonlySet<Role>;
  countedAs: string;
  /** When the token was issued, to the second; undefined where it does not say. */
  issuedAt: Instant | undefined;
};

const SCOPE_ROLES: Readonly<Record<string, Role>> = {
  'candor/read': 'viewer',
  'candor/write': 'commander',
  'candor/approve': 'approver',
  'candor/admin': 'administrator',
};

/**
 * Who the claims of an access token stand for. The scopes of a person's token are those of the console, the same for
 * all; what this person may do, their groups say. A machine has no groups.
 */
export function callerOf(claims: Readonly<Record<string, unknown>>): Caller {
  const subject = String(claims.sub ?? claims.client_id);
  const person = claims.username !== undefined;
  const roles = person
    ? ROLES.filter((role) => listed(claims['cognito:groups']).includes(role))
    : listed(claims.scope).flatMap((scope) => SCOPE_ROLES[scope] ?? []);
  const actor = String(claims.username ?? claims.client_id ?? subject);
  const countedAs = person ? signInKey(actor) : subject;
  return { subject, actor, person, roles: new Set(roles), countedAs, issuedAt: issuedAt(claims.iat) };
}

/** Seconds since the epoch, as text where the gateway hands it on. */
const issuedAt = (iat: unknown): Instant | undefined =>
  /^\d{1,11}$/.test(String(iat)) ? instant(Number(iat) * SECOND_MS) : undefined;

/** The gateway hands a list on as `[a b]`. */
const listed = (claim: unknown): string[] =>
  String(claim ?? '')
    .replace(/^\[|\]$/g, '')
    .split(/[\s,]+/);

export const may = ({ roles, person }: Caller, permission: Permission): boolean =>
  rolesAllow(roles, permission) && (person || !isOfPeople(permission));

/** By which door a caller comes: with a token of their own, or with the secret of a program. */
export const doorOf = ({ person }: Caller): 'signed-in' | 'client' => (person ? 'signed-in' : 'client');

/** A caller as the rule of the second person sees them. */
export const partyOf = (caller: Caller): Party => ({
  door: doorOf(caller),
  subject: caller.subject,
  name: caller.actor,
  speaks: may(caller, 'speak'),
});

/** Throws 403 for whoever may not. */
export function checkMay(caller: Caller, permission: Permission): void {
  if (may(caller, permission)) return;
  if (!caller.person && isOfPeople(permission)) throw personNeeded();
  const has = [...caller.roles];
  const needed = ALLOWED[permission].join(' or ');
  const scope = Object.keys(SCOPE_ROLES).filter((one) => ALLOWED[permission].includes(SCOPE_ROLES[one] as Role));
  throw new Problem({
    type: 'role-missing',
    title: 'Your role does not allow this',
    status: 403,
    detail: caller.person
      ? `This takes the role ${needed}; you have ${has.length === 0 ? 'none' : has.join(', ')}. An administrator gives roles as groups of the user pool.`
      : `This takes the scope ${scope.join(' or ')}, which this token was not given.`,
  });
}

/** A machine may read and take what was said. */
const personNeeded = (): Problem =>
  new Problem({
    type: 'person-needed',
    title: 'Only a person answers',
    status: 403,
    detail: 'A machine may read and take what was said; what is said to a customer, a person sends. Nothing was sent.',
  });
