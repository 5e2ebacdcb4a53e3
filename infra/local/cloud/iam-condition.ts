import { arnMatches, globMatches } from './iam-match.ts';

/** What stands between several values of one key, which is in none of them. */
export const BETWEEN_VALUES = '\u0000';

/** What is known about a call; names in lower case. */
export type ConditionKeys = Readonly<Record<string, string>>;

type Operator = (have: string, want: string) => boolean;

const operators: Readonly<Record<string, Operator>> = {
  ArnEquals: (have, want) => arnMatches(want, have),
  ArnLike: (have, want) => arnMatches(want, have),
  Bool: (have, want) => have.toLowerCase() === want.toLowerCase(),
  DateGreaterThan: (have, want) => Date.parse(have) > Date.parse(want),
  DateLessThan: (have, want) => Date.parse(have) < Date.parse(want),
  NumericEquals: (have, want) => Number(have) === Number(want),
  NumericGreaterThan: (have, want) => Number(have) > Number(want),
  NumericGreaterThanEquals: (have, want) => Number(have) >= Number(want),
  NumericLessThan: (have, want) => Number(have) < Number(want),
  NumericLessThanEquals: (have, want) => Number(have) <= Number(want),
  StringEquals: (have, want) => have === want,
  StringEqualsIgnoreCase: (have, want) => have.toLowerCase() === want.toLowerCase(),
  StringLike: (have, want) => globMatches(want, have),
};

/** Whether one condition of a policy holds. Throws on an operator that is not modelled. */
export function conditionHolds(operator: string, key: string, wanted: readonly string[], keys: ConditionKeys): boolean {
  const have = keys[key.toLowerCase()];
  if (operator === 'Null') return wanted.includes(String(have === undefined));

  // Every value has to be wanted; of a key that the call does not have, all of none are.
  if (operator.startsWith('ForAllValues:')) {
    const each = operator.slice('ForAllValues:'.length);
    const values = have === undefined ? [] : have.split(BETWEEN_VALUES);
    return values.every((value) => conditionHolds(each, key, wanted, { ...keys, [key.toLowerCase()]: value }));
  }

  const ifExists = operator.endsWith('IfExists');
  const name = ifExists ? operator.slice(0, -'IfExists'.length) : operator;
  const negated = /^(String|Arn|Numeric)Not/.test(name);
  const holds = operators[negated ? name.replace('Not', '') : name];
  if (!holds) throw new Error(`the policy condition operator ${operator} is not modelled`);

  if (have === undefined) return ifExists || negated;
  return wanted.some((want) => holds(have, fillVariables(want, keys))) !== negated;
}

/** `text` with `${aws:...}` filled in. An unknown variable matches nothing. */
export function fillVariables(text: string, keys: ConditionKeys): string {
  return text.replace(/\$\{([^}]+)\}/g, (whole, name: string) => {
    if (name === '*' || name === '?' || name === '$') return whole;
    return keys[name.toLowerCase()] ?? '\u0000';
  });
}
