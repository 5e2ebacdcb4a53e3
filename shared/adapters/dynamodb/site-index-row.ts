import { gunzipSync, gzipSync } from 'node:zlib';
import type { PublicIncident } from '../../core/public-incident.ts';

/** A row that would not fit says from which entry on its texts are there. The log has them all. */
export type SiteIndexRow = PublicIncident & { textsFrom?: number };

/** DynamoDB refuses an item over 400 KB; the rest of the item is a few hundred bytes. */
const LARGEST_ROW_BYTES = 380_000;

/**
 * A row's bytes: JSON, gzipped, since an incident's texts repeat themselves. Where all texts do
 * not fit, the oldest go first.
 */
export function packRow(row: PublicIncident, largestBytes = LARGEST_ROW_BYTES): Uint8Array {
  let candidate: SiteIndexRow = row;
  for (let from = 1; ; from = middle(from, candidate.entries.length)) {
    if (from > 1) candidate = { ...candidate, entries: textsFrom(candidate.entries, from), textsFrom: from };
    const bytes = gzipSync(JSON.stringify(candidate), { level: 1 });
    if (bytes.byteLength <= largestBytes) return bytes;
    if (from > candidate.entries.length) {
      throw new RangeError(`the row of incident ${row.id} has ${bytes.byteLength} bytes even without its texts`);
    }
  }
}

export const unpackRow = (bytes: Uint8Array): SiteIndexRow => JSON.parse(gunzipSync(bytes).toString('utf8'));

/** Halves the rest each time: ten tries for a thousand entries, and the newest texts stay longest. */
const middle = (from: number, entries: number): number => from + Math.max(1, Math.ceil((entries - from + 1) / 2));

const textsFrom = (entries: PublicIncident['entries'], from: number): PublicIncident['entries'] =>
  entries.map((line) => (line.seq < from ? withoutText(line) : line));

function withoutText(line: PublicIncident['entries'][number]): PublicIncident['entries'][number] {
  const { title: _title, message: _message, workaround: _workaround, salt: _salt, ...rest } = line;
  return rest;
}
