import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bodyOf, findChainFault, hashOf, type LogLine, logLine } from '../../shared/core/chain.ts';
import type { PrivatePart } from '../../shared/core/entry.ts';
import { look, opened, resolved, toldReported, update } from '../support/story.ts';

const vectors: { entries: { line: LogLine; private: PrivatePart }[] } = JSON.parse(
  readFileSync(new URL('../fixtures/chain-v1.json', import.meta.url), 'utf8'),
);
const published = vectors.entries.map((one) => one.line);

describe('chain format v1', () => {
  it('verifies the published test vectors, with a redacted line among them', () => {
    expect(findChainFault(published)).toBeUndefined();
    for (const { line, private: part } of vectors.entries) expect(hashOf(part)).toBe(line.privateHash);
  });

  it('verifies the vectors of a merge, whose optional fields are hashed', () => {
    const chains = JSON.parse(readFileSync(new URL('../fixtures/chain-v1-merged.json', import.meta.url), 'utf8'));
    for (const chain of [chains.merged, chains.target] as { line: LogLine }[][]) {
      const lines = chain.map(({ line }) => line);
      expect(findChainFault(lines)).toBeUndefined();
      for (const field of ['into', 'takes', 'releases'] as const) {
        const forged = lines.map((line) => (line[field] === undefined ? line : { ...line, [field]: 'another' }));
        const place = lines.findIndex((line) => line[field] !== undefined);
        expect(findChainFault(forged)?.line).toBe(place < 0 ? undefined : place + 1);
      }
    }
  });

  it('leaves out what was not said, and says null only where a promise is withdrawn', () => {
    const body = bodyOf(toldReported(opened('10:00', { nextUpdateBy: null })).entries[0] as never);
    expect(Object.keys(body)).not.toContain('happenedAt');
    expect(body.promises).toEqual({ nextUpdateBy: null });
  });

  it('begins with no predecessor and links every entry to the one before', () => {
    const { entries } = toldReported(opened('10:00'), update('10:05'), look('10:40'), resolved('10:50'));
    expect(entries.map((entry) => entry.prev)).toEqual([null, ...entries.slice(0, -1).map((entry) => entry.hash)]);
  });
});

describe('verifying a log', () => {
  const lines = () =>
    toldReported(opened('10:00'), update('10:05'), update('10:10'), resolved('10:50')).entries.map(logLine);

  it('names the first line that was changed, whatever was changed in it', () => {
    fc.assert(
      fc.property(
        fc.nat(3),
        fc.constantFrom('message', 'at', 'status', 'impact', 'hash', 'salt', 'contentHash', 'privateHash'),
        (index, field) => {
          const tampered = lines().map((line, place) =>
            place === index ? { ...line, [field]: `${line[field as 'message']}x` } : line,
          );
          // A changed hash is noticed on its own line, never later.
          expect(findChainFault(tampered)?.line).toBe(index + 1);
        },
      ),
    );
  });

  it('finds a line that was dropped, inserted or put elsewhere', () => {
    const [first, second, third, last] = lines() as [LogLine, LogLine, LogLine, LogLine];
    expect(findChainFault([first, third, last])).toMatchObject({ line: 2, reason: expect.stringContaining('dropped') });
    expect(findChainFault([first, second, second, third, last])?.line).toBe(3);
    expect(findChainFault([first, third, second, last])?.line).toBe(2);
  });

  it('finds a text that was removed without a redaction', () => {
    const [first, second, ...rest] = lines() as [LogLine, LogLine, ...LogLine[]];
    const { message: _message, salt: _salt, ...emptied } = second;
    expect(findChainFault([first, emptied as LogLine, ...rest])).toMatchObject({
      line: 2,
      reason: expect.stringContaining('no redaction'),
    });
  });

  it('says that it cannot check a format of the future', () => {
    expect(findChainFault([{ ...(lines()[0] as LogLine), v: 2 as never }])?.reason).toContain('v2');
  });
});
