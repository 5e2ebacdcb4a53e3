import { parseSync } from 'vite';

/** A node of the syntax tree, and where in the text it stands. What else it holds depends on its type. */
export type Node = { type: string; start: number; end: number; [part: string]: unknown };

export const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && typeof (value as Node).type === 'string';

/** The syntax tree of a TypeScript source. Throws where it cannot be read. */
export function treeOf(file: string, source: string): Node {
  const { program, errors } = parseSync(file, source);
  if (errors.length > 0) throw new SyntaxError(`${file}: ${errors[0]!.message}`);
  return program as unknown as Node;
}

/** The nodes directly inside one, in the order of the text. */
export const insideOf = (node: Node): Node[] =>
  Object.entries(node)
    .filter(([part]) => part !== 'parent')
    .flatMap(([, value]) => (Array.isArray(value) ? value : [value]))
    .filter(isNode)
    .toSorted((a, b) => a.start - b.start);

/** A node and everything below it. */
export function* allOf(node: Node): Generator<Node> {
  yield node;
  for (const inner of insideOf(node)) yield* allOf(inner);
}

/** The words of a type or a list that holds nothing but words: `'kept' | 'slipped'`, `['kept', 'slipped'] as const`. */
export function wordsOf(node: Node): string[] {
  const isConst = node.type === 'TSAsExpression' && (node.typeAnnotation as Node).type === 'TSTypeReference';
  const list = isConst ? (node.expression as Node) : node;
  const members = (
    list.type === 'TSUnionType' ? list.types : list.type === 'ArrayExpression' && isConst ? list.elements : []
  ) as (Node | null)[];
  const words = members.map((one) => (one?.type === 'TSLiteralType' ? (one.literal as Node) : one)?.value);
  return words.every((word) => typeof word === 'string') ? (words as string[]) : [];
}
