import { invalid } from './answers.ts';
import { isCid } from './cid.ts';

export const MAX_GRAPHEMES = 300;
export const MAX_BYTES = 3_000;

const segmenter = new Intl.Segmenter('en', { granularity: 'grapheme' });

export const graphemesOf = (text: string): number => [...segmenter.segment(text)].length;

export type StrongRef = { uri: string; cid: string };

/** `app.bsky.feed.post`, as far as it is looked at. Other fields are kept as they are. */
export type PostRecord = {
  $type: 'app.bsky.feed.post';
  text: string;
  createdAt: string;
  facets?: {
    index: { byteStart: number; byteEnd: number };
    features: { $type: string; uri?: string; did?: string }[];
  }[];
  langs?: string[];
  reply?: { root: StrongRef; parent: StrongRef };
};

/** Throws the PDS's refusal of a record that is no post. That a facet lies within the text is not looked at, as there. */
export function checkPost(record: Record<string, unknown>): asserts record is PostRecord {
  const { facets, langs, reply } = record;
  const text = string(record, 'text', '$.record');
  if (Buffer.byteLength(text) > MAX_BYTES) {
    throw wrong(`string too big (maximum ${MAX_BYTES}, got ${Buffer.byteLength(text)}) at $.record.text`);
  }
  if (graphemesOf(text) > MAX_GRAPHEMES) {
    throw wrong(`grapheme too big (maximum ${MAX_GRAPHEMES}, got ${graphemesOf(text)}) at $.record.text`);
  }
  const createdAt = string(record, 'createdAt', '$.record');
  if (!isDatetime(createdAt)) throw wrong(`Invalid datetime (got "${createdAt}") at $.record.createdAt`);
  if (facets !== undefined) list(facets, '$.record.facets').forEach(checkFacet);
  if (langs !== undefined) checkLangs(list(langs, '$.record.langs'));
  if (reply === undefined) return;
  const both = object(reply, '$.record.reply');
  for (const name of ['root', 'parent'] as const) checkRef(both, name);
}

const wrong = (what: string) => invalid(`Invalid app.bsky.feed.post record: ${what}`);

function present(of: Record<string, unknown>, name: string, path: string): unknown {
  if (of[name] === undefined) throw wrong(`Missing required key "${name}" at ${path}`);
  return of[name];
}

function string(of: Record<string, unknown>, name: string, path: string): string {
  const value = present(of, name, path);
  if (typeof value !== 'string') throw wrong(`Expected string value type (got ${shown(value)}) at ${path}.${name}`);
  return value;
}

function list(value: unknown, path: string): unknown[] {
  if (!Array.isArray(value)) throw wrong(`Expected array value type (got ${shown(value)}) at ${path}`);
  return value;
}

function object(value: unknown, path: string): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw wrong(`Expected object value type (got ${shown(value)}) at ${path}`);
  }
  return value as Record<string, unknown>;
}

const shown = (value: unknown): string => JSON.stringify(value);

/** As atproto has it: with seconds and a zone, which is not `-00:00`. */
function isDatetime(value: string): boolean {
  const form = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,20})?(Z|[+-]\d\d:\d\d)$/;
  return form.test(value) && !value.endsWith('-00:00') && !Number.isNaN(Date.parse(value));
}

function checkLangs(langs: unknown[]): void {
  if (langs.length > 3) throw wrong(`array too big (maximum 3, got ${langs.length}) at $.record.langs`);
  langs.forEach((lang, index) => {
    if (typeof lang !== 'string' || !/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/.test(lang)) {
      throw wrong(`Invalid language (got ${shown(lang)}) at $.record.langs[${index}]`);
    }
  });
}

function checkFacet(value: unknown, at: number): void {
  const path = `$.record.facets[${at}]`;
  const facet = object(value, path);
  const index = object(present(facet, 'index', path), `${path}.index`);
  for (const name of ['byteStart', 'byteEnd']) {
    const byte = present(index, name, `${path}.index`);
    if (!Number.isInteger(byte))
      throw wrong(`Expected integer value type (got ${shown(byte)}) at ${path}.index.${name}`);
    if (Number(byte) < 0) throw wrong(`integer too small (minimum 0, got ${byte}) at ${path}.index.${name}`);
  }
  list(present(facet, 'features', path), `${path}.features`).forEach((one, index) => {
    const feature = object(one, `${path}.features[${index}]`);
    if (feature.$type !== 'app.bsky.richtext.facet#link') return;
    const uri = string(feature, 'uri', `${path}.features[${index}]`);
    if (!/^\w+:[^\s]+$/.test(uri)) throw wrong(`Invalid uri (got "${uri}") at ${path}.features[${index}].uri`);
  });
}

function checkRef(reply: Record<string, unknown>, name: 'root' | 'parent'): void {
  const path = `$.record.reply.${name}`;
  const ref = object(present(reply, name, '$.record.reply'), path);
  const uri = string(ref, 'uri', path);
  const cid = string(ref, 'cid', path);
  if (!/^at:\/\/[^/\s]+(\/[^/\s]+){0,2}$/.test(uri)) throw wrong(`Invalid at-uri (got "${uri}") at ${path}.uri`);
  if (!isCid(cid)) throw wrong(`Invalid CID string (got "${cid}") at ${path}.cid`);
}
