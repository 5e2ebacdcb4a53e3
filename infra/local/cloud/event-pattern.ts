type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };
type JsonObject = { readonly [key: string]: Json };

/**
 * Whether an event matches an EventBridge pattern: exact values, prefix, suffix, equals-ignore-case, wildcard,
 * numeric, cidr, exists, anything-but and $or. Throws on an operator that is not modelled.
 */
export function matchesPattern(event: JsonObject, pattern: JsonObject): boolean {
  return matchesObject(event, pattern, '', pathsWithValues(event, '', new Set()));
}

/** Throws if the pattern uses an operator that is not modelled: better at start than at the first event. */
export function checkPattern(pattern: JsonObject): void {
  for (const [key, wanted] of Object.entries(pattern)) {
    if (!isList(wanted)) checkPattern(wanted as JsonObject);
    else if (key === '$or') for (const alternative of wanted) checkPattern(alternative as JsonObject);
    else for (const one of wanted) if (!(isObject(one) && 'exists' in one)) matchesValue('', one);
  }
}

function matchesObject(event: JsonObject, pattern: JsonObject, at: string, present: ReadonlySet<string>): boolean {
  return Object.entries(pattern).every(([key, wanted]) => {
    if (key === '$or' && isList(wanted)) {
      return wanted.some((alternative) => matchesObject(event, alternative as JsonObject, at, present));
    }
    const path = `${at}/${key}`;
    const value = Object.hasOwn(event, key) ? event[key]! : undefined;
    if (isList(wanted)) {
      const values = value === undefined ? [] : scalarsIn(value);
      return wanted.some((one) =>
        isObject(one) && 'exists' in one
          ? present.has(path) === one.exists
          : values.some((candidate) => matchesValue(candidate, one)),
      );
    }
    // One element of a list has to match the whole of the pattern below it.
    const objects = value === undefined ? [] : objectsIn(value);
    return (objects.length > 0 ? objects : [{}]).some((object) =>
      matchesObject(object, wanted as JsonObject, path, present),
    );
  });
}

function matchesValue(value: Json, wanted: Json): boolean {
  if (!isObject(wanted)) return value === wanted;
  const [entry, more] = Object.entries(wanted);
  if (!entry || more) throw new Error(`event pattern: not one operator: ${JSON.stringify(wanted)}`);
  const [operator, operand] = entry;
  const text = typeof value === 'string' ? value : undefined;
  switch (operator) {
    case 'prefix':
      return text !== undefined && compareEnds(text, operand, (whole, end) => whole.startsWith(end));
    case 'suffix':
      return text !== undefined && compareEnds(text, operand, (whole, end) => whole.endsWith(end));
    case 'equals-ignore-case':
      return text?.toLowerCase() === String(operand).toLowerCase();
    case 'wildcard':
      return text !== undefined && wildcard(String(operand)).test(text);
    case 'numeric':
      return typeof value === 'number' && isInRange(value, operand as Json[]);
    case 'cidr':
      return text !== undefined && isInBlock(text, String(operand));
    case 'anything-but':
      return !isExcluded(value, operand);
    default:
      throw new Error(`event pattern: the operator ${operator} is not modelled`);
  }
}

function isExcluded(value: Json, operand: Json): boolean {
  if (!isObject(operand)) return many(operand).includes(value);
  return Object.entries(operand).some(([operator, operands]) =>
    many(operands).some((one) => matchesValue(value, { [operator]: one })),
  );
}

function compareEnds(text: string, operand: Json, compare: (whole: string, end: string) => boolean): boolean {
  if (!isObject(operand)) return compare(text, String(operand));
  return compare(text.toLowerCase(), String(operand['equals-ignore-case']).toLowerCase());
}

function isInRange(value: number, comparisons: readonly Json[]): boolean {
  for (let i = 0; i < comparisons.length; i += 2) {
    const bound = Number(comparisons[i + 1]);
    const holds = {
      '=': value === bound,
      '<': value < bound,
      '<=': value <= bound,
      '>': value > bound,
      '>=': value >= bound,
    };
    if (!holds[comparisons[i] as keyof typeof holds]) return false;
  }
  return true;
}

function isInBlock(text: string, block: string): boolean {
  const [base = '', bits = '32'] = block.split('/');
  const [address, start] = [ipv4(text), ipv4(base)];
  if (address === undefined || start === undefined) return false;
  const size = 2 ** (32 - Number(bits));
  return Math.floor(address / size) === Math.floor(start / size);
}

function ipv4(text: string): number | undefined {
  if (!/^\d+\.\d+\.\d+\.\d+$/.test(text)) return undefined;
  return text.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);
}

function wildcard(pattern: string): RegExp {
  const source = pattern
    .replaceAll('\\*', '\u0000')
    .split('*')
    .map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&').replaceAll('\u0000', '\\*'))
    .join('.*');
  return new RegExp(`^${source}$`, 's');
}

/** The paths that hold a value: what `exists` asks about. Lists do not count as a step. */
function pathsWithValues(value: Json, at: string, paths: Set<string>): Set<string> {
  if (isList(value)) for (const item of value) pathsWithValues(item, at, paths);
  else if (isObject(value))
    for (const [key, item] of Object.entries(value)) pathsWithValues(item, `${at}/${key}`, paths);
  else paths.add(at);
  return paths;
}

const isList = (value: Json): value is readonly Json[] => Array.isArray(value);
const isObject = (value: Json): value is JsonObject => value !== null && typeof value === 'object' && !isList(value);
const many = (value: Json): readonly Json[] => (isList(value) ? value : [value]);
const scalarsIn = (value: Json): Json[] => (isList(value) ? value.flatMap(scalarsIn) : isObject(value) ? [] : [value]);
const objectsIn = (value: Json): JsonObject[] =>
  isList(value) ? value.flatMap(objectsIn) : isObject(value) ? [value] : [];
