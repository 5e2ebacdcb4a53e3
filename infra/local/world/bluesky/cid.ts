import { createHash } from 'node:crypto';
import { invalid } from './answers.ts';

/** The name of a record by its content: CIDv1, dag-cbor, SHA-256, in base32, as the PDS makes it. */
export function cidOf(record: unknown): string {
  const digest = createHash('sha256').update(encoded(record, '$.record')).digest();
  return `b${base32(Buffer.concat([Buffer.from([0x01, 0x71, 0x12, 0x20]), digest]))}`;
}

export const isCid = (value: unknown): value is string => typeof value === 'string' && /^bafy[a-z2-7]{55}$/.test(value);

/** DAG-CBOR of what a record may hold in JSON; links to blobs are the one thing left out, because we attach none. */
function encoded(value: unknown, path: string): Buffer {
  if (value === null) return Buffer.from([0xf6]);
  if (typeof value === 'boolean') return Buffer.from([value ? 0xf5 : 0xf4]);
  if (typeof value === 'number' && Number.isSafeInteger(value)) {
    return value >= 0 ? head(0, value) : head(1, -1 - value);
  }
  if (typeof value === 'string') return Buffer.concat([head(3, Buffer.byteLength(value)), Buffer.from(value)]);
  if (Array.isArray(value)) {
    return Buffer.concat([head(4, value.length), ...value.map((item, index) => encoded(item, `${path}[${index}]`))]);
  }
  if (typeof value !== 'object') throw notData(value, path);
  const entries = Object.entries(value).toSorted(([a], [b]) => a.length - b.length || (a < b ? -1 : 1));
  const pairs = entries.flatMap(([name, item]) => [encoded(name, path), encoded(item, `${path}.${name}`)]);
  return Buffer.concat([head(5, entries.length), ...pairs]);
}

const notData = (value: unknown, path: string) =>
  invalid(
    `Expected one of null, boolean, integer, string, cid, bytes, array or object value type (got ${value}) at ${path}`,
  );

function head(type: number, size: number): Buffer {
  if (size < 24) return Buffer.from([(type << 5) | size]);
  if (size < 0x100) return Buffer.from([(type << 5) | 24, size]);
  const wide = Buffer.alloc(size < 0x10000 ? 3 : size < 0x100000000 ? 5 : 9);
  wide[0] = (type << 5) | (wide.length === 3 ? 25 : wide.length === 5 ? 26 : 27);
  if (wide.length === 3) wide.writeUInt16BE(size, 1);
  else if (wide.length === 5) wide.writeUInt32BE(size, 1);
  else wide.writeBigUInt64BE(BigInt(size), 1);
  return wide;
}

function base32(bytes: Buffer): string {
  let bits = '';
  for (const byte of bytes) bits += byte.toString(2).padStart(8, '0');
  const groups = bits.match(/.{1,5}/g) ?? [];
  return groups.map((group) => 'abcdefghijklmnopqrstuvwxyz234567'[Number.parseInt(group.padEnd(5, '0'), 2)]).join('');
}
