/** What intrinsic functions can ask about: other resources, parameters, conditions and mappings. */
export interface Scope {
  ref(id: string): unknown;
  getAtt(id: string, attribute: string): unknown;
  condition(name: string): boolean;
  mapping(map: string, first: string, second: string): unknown;
  /** An output of another stack, in whatever region. */
  stackOutput(stack: string, output: string): unknown;
}

/** What `AWS::NoValue` resolves to: the property or list element that holds it goes away. */
export const NO_VALUE = Symbol('AWS::NoValue');

type Arguments = readonly unknown[];

const functions: Record<string, (argument: unknown, scope: Scope) => unknown> = {
  Ref: (id, scope) => scope.ref(String(id)),
  'Fn::GetAtt': (path, scope) => {
    const [id, attribute] = Array.isArray(path) ? path : splitOnce(String(path));
    return scope.getAtt(id, String(resolve(attribute, scope)));
  },
  'Fn::Join': (argument, scope) => {
    const [separator, parts] = argument as Arguments;
    return (resolve(parts, scope) as unknown[]).join(String(separator));
  },
  'Fn::Sub': (argument, scope) => {
    const [text, values] = Array.isArray(argument) ? argument : [argument, {}];
    return substitute(String(text), values, scope);
  },
  'Fn::Select': (argument, scope) => {
    const [index, list] = resolve(argument, scope) as [unknown, unknown[]];
    const chosen = list[Number(index)];
    if (chosen === undefined) throw new Error(`Fn::Select: there is no element ${index} in ${JSON.stringify(list)}`);
    return chosen;
  },
  'Fn::Split': (argument, scope) => {
    const [separator, text] = resolve(argument, scope) as [string, string];
    return text.split(separator);
  },
  'Fn::If': (argument, scope) => {
    const [condition, then, otherwise] = argument as Arguments;
    return resolve(scope.condition(String(condition)) ? then : otherwise, scope);
  },
  'Fn::FindInMap': (argument, scope) => {
    const [map, first, second] = resolve(argument, scope) as [string, string, string];
    return scope.mapping(map, first, second);
  },
  'Fn::GetStackOutput': (argument, scope) => {
    const { StackName, OutputName } = resolve(argument, scope) as Record<string, string>;
    return scope.stackOutput(String(StackName), String(OutputName));
  },
};

/** `value` with every intrinsic function in it replaced by what it stands for. Throws on one that is not modelled. */
export function resolve(value: unknown, scope: Scope): unknown {
  if (Array.isArray(value)) return value.map((item) => resolve(item, scope)).filter((item) => item !== NO_VALUE);
  if (value === null || typeof value !== 'object') return value;
  const entries = Object.entries(value);
  const [only] = entries;
  if (only && entries.length === 1) {
    const [name, argument] = only;
    if (Object.hasOwn(functions, name)) return functions[name]!(argument, scope);
    if (name.startsWith('Fn::')) throw new Error(`the intrinsic function ${name} is not modelled`);
  }
  return Object.fromEntries(
    entries.map(([key, item]) => [key, resolve(item, scope)]).filter(([, item]) => item !== NO_VALUE),
  );
}

/** The truth of one entry of the template's `Conditions`. */
export function evaluateCondition(condition: unknown, scope: Scope): boolean {
  const [only, more] = Object.entries((condition ?? {}) as object);
  if (!only || more) throw new Error(`not a condition: ${JSON.stringify(condition)}`);
  const [name, argument] = only;
  switch (name) {
    case 'Condition':
      return scope.condition(argument);
    case 'Fn::Equals': {
      const [left, right] = resolve(argument, scope) as unknown[];
      return String(left) === String(right);
    }
    case 'Fn::Not':
      return !evaluateCondition(argument[0], scope);
    case 'Fn::And':
      return argument.every((part: unknown) => evaluateCondition(part, scope));
    case 'Fn::Or':
      return argument.some((part: unknown) => evaluateCondition(part, scope));
    default:
      throw new Error(`the condition function ${name} is not modelled`);
  }
}

function substitute(text: string, values: Record<string, unknown>, scope: Scope): string {
  return text.replace(/\$\{(!?)([^}]+)\}/g, (_whole, literal: string, name: string) => {
    if (literal) return `\${${name}}`;
    if (Object.hasOwn(values, name)) return String(resolve(values[name], scope));
    if (!name.includes('.')) return String(scope.ref(name));
    const [id, attribute] = splitOnce(name);
    return String(scope.getAtt(id, attribute));
  });
}

function splitOnce(path: string): [string, string] {
  const dot = path.indexOf('.');
  return [path.slice(0, dot), path.slice(dot + 1)];
}
