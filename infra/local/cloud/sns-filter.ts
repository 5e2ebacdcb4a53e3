/** A filter policy as SNS takes it, as far as it is modelled: words, and whether there is anything. */
export type FilterPolicy = Readonly<Record<string, readonly (string | { readonly exists: boolean })[]>>;

export type FilterScope = 'MessageAttributes' | 'MessageBody';

export type Filter = { readonly policy: FilterPolicy; readonly scope: FilterScope };

/** What a message attribute holds: one word, or those of a `String.Array`. */
export type Attributes = Readonly<Record<string, string | readonly string[]>>;

/** The filter in the attributes of a subscription, if one is given. Throws where SNS, or this model of it, takes it not. */
export function filterIn(attributes: Readonly<Record<string, string>>): Filter | undefined {
  const { FilterPolicy: text, FilterPolicyScope: scope = 'MessageAttributes' } = attributes;
  if (text === undefined) return undefined;
  if (scope !== 'MessageAttributes' && scope !== 'MessageBody') throw new Error(`FilterPolicyScope ${scope}`);
  const policy = JSON.parse(text) as FilterPolicy;
  for (const [name, conditions] of Object.entries(policy)) {
    const known = Array.isArray(conditions) && conditions.every((one) => typeof one === 'string' || isExists(one));
    if (!known) throw new Error(`FilterPolicy: what ${name} asks for is not modelled`);
  }
  return { policy, scope };
}

/** True if a subscription with `filter` is sent the message; without a filter it is sent all. */
export function lets(filter: Filter | undefined, message: string, attributes: Attributes): boolean {
  if (filter === undefined) return true;
  const values = filter.scope === 'MessageAttributes' ? attributes : partsOf(message);
  if (values === undefined) return false;
  // AWS: `"exists": false` matches only if there is anything at all; an empty set of attributes matches nothing.
  if (Object.keys(values).length === 0) return false;
  return Object.entries(filter.policy).every(([name, conditions]) => {
    const held = [values[name] ?? []].flat();
    return conditions.some((one) => (typeof one === 'string' ? held.includes(one) : held.length > 0 === one.exists));
  });
}

const isExists = (condition: unknown): boolean =>
  typeof condition === 'object' &&
  condition !== null &&
  Object.keys(condition).join() === 'exists' &&
  typeof (condition as { exists: unknown }).exists === 'boolean';

/** The parts of a body of JSON, as words; of any other body none. */
function partsOf(message: string): Attributes | undefined {
  try {
    const parts: unknown = JSON.parse(message);
    if (typeof parts !== 'object' || parts === null || Array.isArray(parts)) return undefined;
    return Object.fromEntries(Object.entries(parts).map(([name, value]) => [name, String(value)]));
  } catch {
    return undefined;
  }
}
