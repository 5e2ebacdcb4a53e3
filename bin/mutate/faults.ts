import { wrongPatterns } from './patterns.ts';
import type { Sibling } from './siblings.ts';
import { insideOf, isNode, type Node, treeOf } from './syntax.ts';

/** One mistake that somebody could have made: `original`, which stands at `start`, replaced. */
export type Fault = { file: string; kind: string; start: number; end: number; original: string; replacement: string };

type Change = { kind: string; replacement: string; start?: number; end?: number };

/** Every fault that may be planted in a source, in the order of the text. */
export function faultsIn(file: string, source: string, sibling: Sibling): Fault[] {
  const faults: Fault[] = [];
  const visit = (node: Node, above: readonly Node[]) => {
    if (isOnlyType(node)) return;
    for (const { kind, replacement, start = node.start, end = node.end } of changesOf({
      node,
      above,
      source,
      file,
      sibling,
    })) {
      const original = source.slice(start, end);
      if (original !== replacement) faults.push({ file, kind, start, end, original, replacement });
    }
    for (const inner of insideOf(node)) visit(inner, [node, ...above]);
  };
  visit(treeOf(file, source), []);
  return faults.toSorted((a, b) => a.start - b.start || a.end - b.end);
}

/** The source with the fault in it. */
export const planted = (source: string, { start, end, replacement }: Fault): string =>
  source.slice(0, start) + replacement + source.slice(end);

/** These types hold code beside the type. */
const WITH_CODE = new Set(['TSAsExpression', 'TSNonNullExpression', 'TSSatisfiesExpression']);

const isOnlyType = ({ type, declare }: Node): boolean =>
  (type.startsWith('TS') && !WITH_CODE.has(type)) ||
  ['ImportDeclaration', 'ExportAllDeclaration'].includes(type) ||
  declare === true;

type Place = { node: Node; above: readonly Node[]; source: string; file: string; sibling: Sibling };

function changesOf(place: Place): Change[] {
  const { node, source } = place;
  const text = (part: unknown) => (isNode(part) ? source.slice(part.start, part.end) : '');
  switch (node.type) {
    case 'IfStatement':
    case 'ConditionalExpression':
      return [
        at(node.test, { kind: 'condition negated', replacement: `!(${text(node.test)})` }),
        at(node.test, { kind: 'condition always true', replacement: 'true' }),
        at(node.test, { kind: 'condition never true', replacement: 'false' }),
      ];
    case 'WhileStatement':
      return [at(node.test, { kind: 'loop dropped', replacement: 'false' })];
    case 'ForStatement':
      return node.test === null ? [] : [at(node.test, { kind: 'loop dropped', replacement: 'false' })];
    case 'UnaryExpression':
      if (node.operator === '!') return [{ kind: 'negation dropped', replacement: text(node.argument) }];
      if (node.operator === '-') return [{ kind: 'sign dropped', replacement: text(node.argument) }];
      return [];
    case 'BinaryExpression':
      return otherOperator(
        node,
        source,
        ARITHMETIC_OF_TEXT.test(text(node.left) + text(node.right)) ? { '+': undefined } : {},
      );
    case 'AssignmentExpression':
    case 'UpdateExpression':
      return otherOperator(node, source);
    case 'LogicalExpression':
      if (node.operator === '??') return [{ kind: 'fallback dropped', replacement: text(node.left) }];
      return [
        ...otherOperator(node, source),
        { kind: 'half of a condition dropped', replacement: text(node.left) },
        { kind: 'half of a condition dropped', replacement: text(node.right) },
      ];
    case 'ArrayExpression':
      return (node.elements as (Node | null)[]).filter((one) => one !== null).map((one) => without(one, source));
    case 'ObjectExpression':
      return (node.properties as Node[])
        .filter(({ type }) => type === 'SpreadElement')
        .map((one) => without(one, source));
    case 'SwitchCase':
      return [{ kind: 'case dropped', replacement: '' }];
    case 'CallExpression':
      return changedCall(node, text);
    case 'ExpressionStatement':
      if (node.directive !== undefined && node.directive !== null) return [];
      return [
        { kind: 'statement dropped', replacement: ';' },
        { kind: 'early return', replacement: 'return;' },
      ];
    case 'Literal':
      return changedLiteral(place);
    default:
      return [];
  }
}

const at = (part: unknown, change: Change): Change => ({
  ...change,
  start: (part as Node).start,
  end: (part as Node).end,
});

const ARITHMETIC_OF_TEXT = /['"`]/;

const OTHERS: Readonly<Record<string, string>> = {
  '<': '<=',
  '<=': '<',
  '>': '>=',
  '>=': '>',
  '===': '!==',
  '!==': '===',
  '+': '-',
  '-': '+',
  '*': '/',
  '/': '*',
  '&&': '||',
  '||': '&&',
  '+=': '-=',
  '-=': '+=',
  '++': '--',
  '--': '++',
};

const KINDS: Readonly<Record<string, string>> = {
  '<': 'boundary moved',
  '<=': 'boundary moved',
  '>': 'boundary moved',
  '>=': 'boundary moved',
};

/** The operator between two operands, or beside one, replaced by its counterpart. */
function otherOperator(node: Node, source: string, except: Record<string, undefined> = {}): Change[] {
  const operator = node.operator as string;
  const replacement = operator in except ? undefined : OTHERS[operator];
  if (replacement === undefined) return [];
  const before = isNode(node.left) ? node.left.end : node.prefix ? node.start : (node.argument as Node).end;
  const start = source.indexOf(operator, before);
  return [{ kind: KINDS[operator] ?? 'operator swapped', replacement, start, end: start + operator.length }];
}

/** An element less, with the comma that parts it from the next or the one before. */
function without(element: Node, source: string): Change {
  const behind = /^\s*,[^\S\n]*/.exec(source.slice(element.end))?.[0] ?? '';
  const before = behind === '' ? (/,\s*$/.exec(source.slice(0, element.start))?.[0] ?? '') : '';
  const kind = element.type === 'SpreadElement' ? 'spread dropped' : 'element dropped';
  return { kind, replacement: '', start: element.start - before.length, end: element.end + behind.length };
}

/** Calls that only leave out, order or trim what they are called on. */
const PASSING = new Set([
  'filter',
  'toSorted',
  'toReversed',
  'trim',
  'slice',
  'toLowerCase',
  'toUpperCase',
  'normalize',
]);

const OTHER_CALLS: Readonly<Record<string, string>> = {
  some: 'every',
  every: 'some',
  find: 'findLast',
  findLast: 'find',
  max: 'min',
  min: 'max',
  startsWith: 'endsWith',
  endsWith: 'startsWith',
  ceil: 'floor',
  floor: 'ceil',
  round: 'floor',
};

function changedCall(call: Node, text: (part: unknown) => string): Change[] {
  const callee = call.callee as Node;
  if (callee.type !== 'MemberExpression' || callee.computed === true) return [];
  const name = (callee.property as Node).name as string;
  const other = OTHER_CALLS[name];
  return [
    ...(PASSING.has(name) ? [{ kind: 'call dropped', replacement: text(callee.object) }] : []),
    ...(other === undefined ? [] : [at(callee.property, { kind: 'call swapped', replacement: other })]),
  ];
}

function changedLiteral({ node, above, source, file, sibling }: Place): Change[] {
  const [parent] = above;
  const { value } = node;
  const raw = source.slice(node.start, node.end);
  if (isName(node, parent)) return [];
  if (typeof value === 'boolean') return [{ kind: 'boolean flipped', replacement: String(!value) }];
  if (typeof value === 'number') {
    // What a comparison answers counts by its sign alone.
    if (isComparison(node, above)) return [];
    const changed = value === 0 ? [1] : [value + 1, value * 2];
    return changed.map((number) => ({ kind: 'number changed', replacement: String(number) }));
  }
  if (isNode(node) && node.regex !== undefined) return wrongPatterns(raw);
  if (typeof value !== 'string' || value === '') return [];
  const other = sibling(value, file);
  if (other !== undefined) return [{ kind: 'word replaced', replacement: `'${other}'` }];
  return [{ kind: 'text emptied', replacement: "''" }];
}

/** True inside the function that `sort` or `toSorted` compares by. */
const isComparison = (node: Node, above: readonly Node[]): boolean =>
  above.some(({ type, callee }) => {
    if (type !== 'CallExpression') return false;
    const { property, end } = callee as Node & { property?: Node };
    return /^(?:toSorted|sort)$/.test(String(property?.name)) && node.start > end;
  });

/** True for the name of a property, and for where a module lies. */
const isName = (node: Node, parent: Node | undefined): boolean =>
  (parent?.type === 'Property' && parent.key === node) ||
  (parent?.source === node && parent.type.startsWith('Export')) ||
  parent?.type === 'ImportExpression';
