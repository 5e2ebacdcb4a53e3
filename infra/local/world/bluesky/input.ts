import type { NetworkRequest } from '../networks/network.ts';
import { invalid } from './answers.ts';
import { isCid } from './cid.ts';
import { isRecordKey } from './record-key.ts';

export type Write = {
  repo: string;
  collection: string;
  rkey?: string;
  record: Record<string, unknown>;
  validate?: boolean;
  swapRecord?: string | null;
};

/** The body of a procedure as an object. Throws the PDS's refusal of anything else. */
export function bodyOf({ headers, body }: NetworkRequest): Record<string, unknown> {
  const type = headers['content-type'];
  if (type === undefined) throw invalid('Request encoding (Content-Type) required but not provided');
  if (!/^application\/json\b/i.test(type)) throw invalid(`Wrong request encoding (Content-Type): ${type}`);
  try {
    const value: unknown = JSON.parse(body);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  } catch (error) {
    throw invalid((error as Error).message, 'SyntaxError');
  }
  throw invalid(`Expected object value type (got ${body}) at $`);
}

export function textIn(input: Record<string, unknown>, name: string): string {
  const value = input[name];
  if (value === undefined) throw invalid(`Missing required key "${name}" at $`);
  if (typeof value !== 'string')
    throw invalid(`Expected string value type (got ${JSON.stringify(value)}) at $.${name}`);
  return value;
}

/** Which record a body names; `rkey` may be missing where one is made. */
export function placeIn(input: Record<string, unknown>): { repo: string; collection: string; rkey?: string } {
  const repo = textIn(input, 'repo');
  const collection = textIn(input, 'collection');
  if (!isNsid(collection)) throw invalid(`Invalid NSID (got "${collection}") at $.collection`);
  if (input.rkey === undefined) return { repo, collection };
  const rkey = textIn(input, 'rkey');
  if (!isRecordKey(rkey)) throw invalid(`Invalid record key (got "${rkey}") at $.rkey`);
  return { repo, collection, rkey };
}

export function writeIn(input: Record<string, unknown>): Write {
  const place = placeIn(input);
  const { record, swapRecord, validate } = input;
  if (record === undefined) throw invalid('Missing required key "record" at $');
  if (typeof record !== 'object' || record === null || Array.isArray(record)) {
    throw invalid(`Expected object value type (got ${JSON.stringify(record)}) at $.record`);
  }
  if (typeof swapRecord === 'string' && !isCid(swapRecord)) {
    throw invalid(`Invalid CID string (got "${swapRecord}") at $.swapRecord`);
  }
  return {
    ...place,
    record: record as Record<string, unknown>,
    ...(typeof validate === 'boolean' && { validate }),
    ...(swapRecord !== undefined && { swapRecord: swapRecord as string | null }),
  };
}

export const isNsid = (name: string): boolean => /^[a-z][a-z0-9-]*(\.[A-Za-z0-9-]+)+\.[A-Za-z][A-Za-z0-9]*$/.test(name);

/** A parameter that must be there. */
export function asked({ query }: NetworkRequest, nsid: string, name: string): string {
  const value = query[name];
  if (value === undefined) throw invalid(`Invalid ${nsid} params: Missing required key "${name}"`);
  return value;
}

export function limitIn({ query }: NetworkRequest, nsid: string): number {
  const { limit = '50' } = query;
  const refused = (what: string) => invalid(`Invalid ${nsid} params: ${what}`);
  if (!/^-?\d+$/.test(limit)) throw refused(`Expected integer value type (got "${limit}")`);
  if (Number(limit) < 1) throw refused(`integer too small (minimum 1, got ${limit})`);
  if (Number(limit) > 100) throw refused(`integer too big (maximum 100, got ${limit})`);
  return Number(limit);
}
