import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { type ActionLink, findChainFault, hashOf, type LogLine, readLink, signLink } from './entrances.ts';
import { pinned } from './pin.ts';

const file = new URL('../fixtures/chain-v1.json', import.meta.url);
const { entries } = JSON.parse(readFileSync(file, 'utf8')) as { entries: { line: LogLine; private: object }[] };

const KEY = 'a key of enough letters for a signature';
const LINK: ActionLink = {
  action: 'no-news',
  incident: 'k3j9x2m4p7qa',
  etag: '"1-0123456789abcdef"',
  to: 'ada',
  reminder: '0001#nextUpdateBy#PT5M#ada',
  expiresAt: '2026-11-22T11:00:00.000Z',
};

describe('what was hashed or signed once', () => {
  it('the published vectors of the chain are the ones that were published, and still hold', () => {
    const lines = entries.map(({ line }) => line);
    expect(findChainFault(lines)).toBeUndefined();
    for (const one of entries) expect(hashOf(one.private)).toBe(one.line.privateHash);
    pinned(
      'hashes.json',
      {
        'tests/fixtures/chain-v1.json': createHash('sha256').update(readFileSync(file)).digest('hex'),
        'entries of it': lines.map(({ hash }) => hash),
        'a value with every kind of JSON in it': hashOf({ b: [1, 1.5, -0, 1e21, true, null], a: 'ü🙂\n', c: {} }),
      },
      'Every chain that was ever published is verified with this format (docs/proof.md).',
    );
  });

  it('a link in a reminder that was sent before a deployment works after it', () => {
    const token = signLink(LINK, KEY);
    pinned('action-link.json', { link: LINK, key: KEY, token }, 'Links in reminders that are out would be forged.');
    expect(readLink(token, KEY, '2026-11-22T10:30:00.000Z')).toEqual(LINK);
  });
});
