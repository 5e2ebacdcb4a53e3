import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { packRow, unpackRow } from '../../shared/adapters/dynamodb/site-index-row.ts';
import { chainOf, draft, opening, publicOf } from '../support/entries.ts';

/** Text that does not get smaller by packing. */
const incompressible = () => randomBytes(1_500).toString('base64');

function longIncident(entries: number) {
  const drafts = Array.from({ length: entries - 1 }, () => draft({ content: { message: incompressible() } }));
  return publicOf(chainOf('i1', [opening(), ...drafts]));
}

describe('a row of the site index', () => {
  it('comes back as it was packed', () => {
    const row = longIncident(5);
    expect(unpackRow(packRow(row))).toEqual(row);
  });

  it('is much smaller than its text where people write as people do', () => {
    const row = publicOf(chainOf('i1', [opening(), ...Array.from({ length: 20 }, () => draft())]));
    expect(packRow(row).byteLength).toBeLessThan(JSON.stringify(row).length / 2);
  });

  it('that would be too big for an item gives up its oldest texts first, and says from where it has them', () => {
    const row = longIncident(400);
    const packed = packRow(row);
    expect(packed.byteLength).toBeLessThan(380_000);
    const { textsFrom = 0, entries } = unpackRow(packed);
    expect(textsFrom).toBeGreaterThan(1);
    expect(entries.filter((line) => line.message === undefined).map((line) => line.seq)).toEqual(
      Array.from({ length: textsFrom - 1 }, (_, n) => n + 1),
    );
    expect(entries.map((line) => line.hash)).toEqual(row.entries.map((line) => line.hash));
    expect(entries.at(-1)).toEqual(row.entries.at(-1));
  });

  it('that does not fit even without texts is an error, not an endless search', () => {
    expect(() => packRow(longIncident(10), 100)).toThrow('even without its texts');
  });
});
