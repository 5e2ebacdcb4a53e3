import { ACCOUNT } from './arn.ts';
import { type ConditionKeys, conditionHolds, fillVariables } from './iam-condition.ts';
import { arnMatches, globMatches } from './iam-match.ts';

type OneOrMany<T> = T | readonly T[];

export interface Statement {
  readonly Effect: 'Allow' | 'Deny';
  readonly Principal?: '*' | Readonly<Record<string, OneOrMany<string>>>;
  readonly Action?: OneOrMany<string>;
  readonly NotAction?: OneOrMany<string>;
  readonly Resource?: OneOrMany<string>;
  readonly NotResource?: OneOrMany<string>;
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, OneOrMany<unknown>>>>>;
}

export interface PolicyDocument {
  readonly Statement: OneOrMany<Statement>;
}

/** Who calls: a function in its role, or an AWS service for one of the stack's resources. */
export type Principal =
  | { readonly kind: 'role'; readonly roleArn: string }
  | { readonly kind: 'service'; readonly service: string; readonly sourceArn?: string };

/** One permission that a call needs. */
export interface Access {
  /** `service:Action` */
  readonly action: string;
  readonly resource: string;
  /** Condition keys of this call, e.g. `events:source`. */
  readonly keys?: ConditionKeys;
}

export type Decision = 'allowed' | 'not-allowed' | 'denied';

const statementKeys = ['Sid', 'Effect', 'Principal', 'Action', 'NotAction', 'Resource', 'NotResource', 'Condition'];

/**
 * Decides one access as IAM does within one account: an explicit deny wins; otherwise the role's own policies or the
 * resource's policy has to allow it. A resource policy that names the whole account only says that the account may
 * decide by role policies.
 */
export function evaluateAccess(
  principal: Principal,
  access: Access,
  rolePolicies: readonly PolicyDocument[],
  resourcePolicies: readonly PolicyDocument[],
): Decision {
  const keys = contextOf(principal, access);
  let allowed = false;
  for (const statement of statementsOf(rolePolicies)) {
    if (!covers(statement, access, keys)) continue;
    if (statement.Effect === 'Deny') return 'denied';
    allowed = true;
  }
  for (const statement of statementsOf(resourcePolicies)) {
    const named = namesPrincipal(statement.Principal, principal);
    if (!named || !covers(statement, access, keys)) continue;
    if (statement.Effect === 'Deny') return 'denied';
    if (named === 'itself') allowed = true;
  }
  return allowed ? 'allowed' : 'not-allowed';
}

function contextOf(principal: Principal, access: Access): ConditionKeys {
  const keys: Record<string, string> = { 'aws:securetransport': 'true', 'aws:requestedregion': 'us-east-1' };
  if (principal.kind === 'role') {
    keys['aws:principalarn'] = principal.roleArn;
    keys['aws:principalaccount'] = ACCOUNT;
  } else if (principal.sourceArn) {
    keys['aws:sourcearn'] = principal.sourceArn;
    keys['aws:sourceaccount'] = ACCOUNT;
  }
  for (const [name, value] of Object.entries(access.keys ?? {})) keys[name.toLowerCase()] = String(value);
  return keys;
}

function* statementsOf(documents: readonly PolicyDocument[]): Generator<Statement> {
  for (const document of documents) {
    for (const statement of many(document.Statement)) {
      const unknown = Object.keys(statement).find((key) => !statementKeys.includes(key));
      if (unknown) throw new Error(`the policy statement key ${unknown} is not modelled`);
      yield statement;
    }
  }
}

function covers(statement: Statement, { action, resource }: Access, keys: ConditionKeys): boolean {
  const isAction = (pattern: string) => globMatches(pattern.toLowerCase(), action.toLowerCase());
  const isResource = (pattern: string) => pattern === '*' || arnMatches(fillVariables(pattern, keys), resource);
  if (statement.Action !== undefined && !many(statement.Action).some(isAction)) return false;
  if (statement.NotAction !== undefined && many(statement.NotAction).some(isAction)) return false;
  if (statement.Resource !== undefined && !many(statement.Resource).some(isResource)) return false;
  if (statement.NotResource !== undefined && many(statement.NotResource).some(isResource)) return false;
  return Object.entries(statement.Condition ?? {}).every(([operator, wanted]) =>
    Object.entries(wanted).every(([key, values]) => conditionHolds(operator, key, many(values).map(String), keys)),
  );
}

function namesPrincipal(named: Statement['Principal'], principal: Principal): 'itself' | 'its account' | undefined {
  if (named === '*') return 'itself';
  if (principal.kind === 'service') return many(named?.Service).includes(principal.service) ? 'itself' : undefined;
  const arns = many(named?.AWS);
  if (arns.includes('*') || arns.includes(principal.roleArn)) return 'itself';
  return arns.includes(ACCOUNT) || arns.includes(`arn:aws:iam::${ACCOUNT}:root`) ? 'its account' : undefined;
}

function many<T>(value: OneOrMany<T> | undefined): readonly T[] {
  if (value === undefined) return [];
  return Array.isArray(value) ? value : [value as T];
}
