import { fieldsOf } from './shape.ts';
import type { TableWrite } from './surroundings.ts';

// biome-ignore lint/suspicious/noExplicitAny: values as DynamoDB has them on the wire.
type Wire = any;

/** Attributes that tell kinds of items apart, or bring them into an index: their values are stored for ever too. */
const TELLING = ['watchPk', 'state', 'phase', 'kind', 'automated', 'via'];

/** Every field that one write puts into an item, `REMOVE x` for one that it takes away. */
export function fieldsWritten({ input }: TableWrite): string[] {
  return input.Item ? written(input.Item) : updated(input);
}

function written(item: Wire): string[] {
  const { pk: _pk, sk: _sk, ...attributes } = item;
  return Object.entries(attributes).flatMap(([name, value]) => fieldsOfAttribute(name, value));
}

/** An update expression, `SET a = :a, b = b + :c REMOVE #d`, by the attributes that it is about. */
function updated({ UpdateExpression, ExpressionAttributeNames = {}, ExpressionAttributeValues = {} }: Wire): string[] {
  const clauses = [...UpdateExpression.matchAll(/(SET|REMOVE|ADD) (.*?)(?= (?:SET|REMOVE|ADD) |$)/g)];
  return clauses.flatMap(([, verb, list]) =>
    // A comma inside of brackets parts the arguments of a function.
    list.split(/,\s*(?![^(]*\))/).flatMap((one: string) => {
      const [path = '', value] = one.trim().split(/ ?[= ] ?/);
      const name = path.replaceAll(/#\w+/g, (alias) => ExpressionAttributeNames[alias]);
      const given = value === undefined ? undefined : ExpressionAttributeValues[value];
      if (verb === 'REMOVE') return [`REMOVE ${name}`];
      return given === undefined ? [name] : fieldsOfAttribute(name, given);
    }),
  );
}

function fieldsOfAttribute(name: string, wire: Wire): string[] {
  const value = plain(wire);
  return TELLING.includes(name) ? [`${name} = ${value}`] : fieldsOf(value, name);
}

/** A value of DynamoDB as ours: `{ M: { a: { S: 'b' } } }` is `{ a: 'b' }`. */
function plain(wire: Wire): unknown {
  const [[type, value]] = Object.entries(wire) as [[string, Wire]];
  switch (type) {
    case 'M':
      return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, plain(inner)]));
    case 'L':
      return value.map(plain);
    case 'B':
      return Buffer.from(value, 'base64');
    default:
      return value;
  }
}
