import { gunzipSync } from 'node:zlib';

/** The value with its keys in order, so that a pin does not depend on who was first. */
export const inOrder = <T>(all: Readonly<Record<string, T>>): Record<string, T> =>
  Object.fromEntries(Object.entries(all).toSorted(([a], [b]) => (a < b ? -1 : 1)));

/** Each text once, in order. */
export const once = (texts: Iterable<string>): string[] => [...new Set(texts)].toSorted();

/** The path of every field that has a value of its own: `entries[].promises.restoreBy`. A number for a name is a `*`. */
export function fieldsOf(value: unknown, at = ''): string[] {
  if (Array.isArray(value)) return value.flatMap((part) => fieldsOf(part, `${at}[]`));
  if (value instanceof Uint8Array) return fieldsOf(JSON.parse(gunzipSync(value).toString('utf8')), `${at}(gzip)`);
  if (value === null || typeof value !== 'object') return [at];
  const inner = Object.entries(value).flatMap(([name, part]) => {
    const step = /^\d+$/.test(name) ? '*' : name;
    return fieldsOf(part, at === '' ? step : `${at}.${step}`);
  });
  return inner.length > 0 || at === '' ? inner : [at];
}

/** The fields of all of these together. */
export const allFieldsOf = (values: readonly unknown[]): string[] => once(values.flatMap((value) => fieldsOf(value)));

/** A text without what differs from run to run or incident to incident, so that its form is left. */
export const formOf = (text: string, ids: Iterable<string>): string =>
  [...ids]
    .reduce((rest, id) => rest.replaceAll(id, '{id}'), text)
    .replace(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{3})?Z/g, '{instant}')
    .replace(/\d{4}-\d\d-\d\d/g, '{day}')
    .replace(/(?<=history\/|MONTH#)\d{4}-\d\d/g, '{month}')
    .replace(/(?<=#)\d{4}(?=#|$)/g, '{seq}')
    .replace(/(?<=RECEIPT#)[0-9a-f]{32}/g, '{receipt}')
    .replace(/(?<=site-)[0-9a-f]{8}(?=\.js)/g, '{hash}');

// biome-ignore lint/suspicious/noExplicitAny: a JSON Schema, looked at from the outside.
type Schema = any;

/** `entries[].message?` of a schema, through references and alternatives; a schema inside of itself ends there. */
export function fieldsOfSchema(part: Schema, document: Schema, at = '', within: readonly string[] = []): string[] {
  const below = (inner: Schema, path: string) => fieldsOfSchema(inner, document, path, within);
  if (part.$ref) {
    const steps = part.$ref.split('/').slice(1);
    const meant = steps.reduce((place: Schema, step: string) => place[step], document);
    return within.includes(part.$ref) ? [] : fieldsOfSchema(meant, document, at, [...within, part.$ref]);
  }
  const ways = [...(part.oneOf ?? []), ...(part.anyOf ?? []), ...(part.allOf ?? [])];
  return [
    ...ways.flatMap((way) => below(way, at)),
    ...Object.entries(part.properties ?? {}).flatMap(([name, field]) => {
      const path = at === '' ? name : `${at}.${name}`;
      return [`${path}${part.required?.includes(name) ? '' : '?'}`, ...below(field, path)];
    }),
    ...(part.items ? below(part.items, `${at}[]`) : []),
    ...(typeof part.additionalProperties === 'object' ? below(part.additionalProperties, `${at}.*`) : []),
  ];
}
