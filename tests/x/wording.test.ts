import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MAX_WEIGHT } from '../../infra/local/world/x/text.ts';
import { spoken } from '../../shared/config/voice.ts';
import { chained } from '../../shared/core/chain.ts';
import type { Draft } from '../../shared/core/entry.ts';
import { replayed } from '../../shared/core/evolve.ts';
import type { ReportedIncident } from '../../shared/core/incident.ts';
import { HOUR_MS, MINUTE_MS, plus } from '../../shared/core/instant.ts';
import { X } from '../../shared/core/x/facts.ts';
import { linksIn } from '../../shared/core/x/links.ts';
import { neutral, wordedForX, type XPost } from '../../shared/wording/x/post.ts';
import { weightOf, X_LIMIT } from '../../shared/wording/x/weight.ts';

const NOW = '2026-11-22T14:03:27.000Z';
const PAGE = 'https://status.example.com/incidents/i1';

function post(draft: Partial<Draft> & { message: string; title?: string }, change: Partial<XPost> = {}): XPost {
  const { message, title = 'Checkout is failing', ...rest } = draft;
  const base: Draft = {
    kind: 'opened',
    automated: false,
    status: 'investigating',
    impact: 'major',
    promises: {},
    settles: [],
    content: { title, message },
    private: {},
  };
  const salts = { content: '0'.repeat(32), private: '1'.repeat(32) };
  const entry = chained({ ...base, ...rest }, { incident: 'i1', head: undefined, now: NOW, salts });
  const incident = replayed('i1', [entry]) as ReportedIncident;
  return { incident, entry, root: true, late: false, now: NOW, precision: 'minute', ...change };
}

/** Of whom X tells that they were named; within a word it would not, which we leave no room for either. */
const MENTION = /[@＠]\w/;

const textOf = (...args: Parameters<typeof post>) => wordedForX(spoken, post(...args)).text;

describe('a post', () => {
  it('says what it is, what was said, when, and what is promised', () => {
    const promises = { nextUpdateBy: plus(NOW, 27 * MINUTE_MS), restoreBy: plus(NOW, HOUR_MS) };
    expect(textOf({ message: 'Card payments fail.', promises }, { link: PAGE })).toBe(
      `Investigating: Checkout is failing

Card payments fail.

14:03 UTC · Expected back by 15:03 UTC. Next update by 14:30 UTC.
${PAGE}`,
    );
  });

  it('goes on in one line where it answers an earlier one', () => {
    expect(textOf({ message: 'A full disk.', kind: 'update', status: 'identified' }, { root: false })).toBe(
      'Identified: A full disk.\n\n14:03 UTC',
    );
  });

  it('says by itself that it is late, with its date when that is another day', () => {
    const late = { root: false, late: true, now: plus(NOW, 3 * HOUR_MS) };
    expect(textOf({ message: 'A full disk.' }, late)).toContain('Said at 14:03 UTC, posted late.');
    expect(textOf({ message: 'A full disk.' }, { ...late, now: plus(NOW, 13 * HOUR_MS) })).toContain(
      'Said at 22 Nov, 14:03 UTC, posted late.',
    );
  });

  it('repeats no time that has passed since', () => {
    const promises = { nextUpdateBy: plus(NOW, 10 * MINUTE_MS) };
    const late = { late: true, now: plus(NOW, HOUR_MS) };
    expect(textOf({ message: 'Card payments fail.', promises }, late)).not.toContain('14:13');
  });

  it('says an apology unaltered, with the time where there is room', () => {
    const words = 'At 14:00 UTC we promised an update by 14:30 UTC. We did not post it, and we are sorry.';
    const apology = { kind: 'apology' as const, automated: true };
    expect(textOf({ ...apology, message: words }, { root: false })).toBe(`${words}\n\n14:03 UTC`);
    const long = `${words} ${'We have not given a reason yet. '.repeat(6)}`.trim();
    expect(weightOf(long)).toBeGreaterThan(270);
    expect(textOf({ ...apology, message: long }, { root: false })).toBe(long);
  });

  it('is cut between words, and the time and the promise stay', () => {
    const message = 'Payments by card are refused for every second customer. '.repeat(20);
    const text = textOf({ message, promises: { nextUpdateBy: plus(NOW, HOUR_MS) } }, { link: PAGE });
    expect(weightOf(text)).toBeGreaterThan(230);
    expect(text).toMatch(
      /(card|refused|every|second|customer|by|are|for|Payments)…\n\n14:03 UTC · Next update by 15:03 UTC\.\n/,
    );
  });

  it('says its time more finely where the text would repeat itself', () => {
    expect(textOf({ message: 'Still looking.' }, { precision: 'second' })).toContain('14:03:27 UTC');
    expect(textOf({ message: 'Still looking.' }, { precision: 'number' })).toContain('14:03:27 UTC, no. 1');
  });
});

describe("a person's words on X", () => {
  it('mention nobody', () => {
    for (const text of ['@support knows', 'ask @support or @example/ops', '＠support', 'a.@b']) {
      expect(neutral(text, false)).not.toMatch(MENTION);
    }
  });

  it('make no link by accident', () => {
    expect(linksIn(neutral('restart with run.sh, see readme.md of v1.2.io', true))).toEqual([]);
    expect(neutral('restart with run.sh', false).replaceAll('\u200b', '')).toBe('restart with run.sh');
  });

  it('keep a link where one is wanted, and its address where none is', () => {
    expect(neutral('see https://example.com/a.html', true)).toBe('see https://example.com/a.html');
    expect(neutral('see https://example.com/a.html', false).replaceAll('\u200b', '')).toBe('see example.com/a.html');
  });

  it('carry no control or direction characters', () => {
    expect(neutral('a\u202eb\u0000c\r\nd', false)).toBe('abc\nd');
  });
});

it('a text is as long as X allows at the limit that the channel and our wording name, and too long one letter on', () => {
  const fits = (letters: number) => weightOf('a'.repeat(letters)) <= MAX_WEIGHT;
  for (const limit of [X.limit, X_LIMIT]) expect([fits(limit), fits(limit + 1)]).toEqual([true, false]);
});

describe('any text', () => {
  const anyMessage = fc.oneof(
    fc.string({ unit: 'grapheme', maxLength: 600, size: 'max' }),
    fc.string({ unit: 'binary', maxLength: 600, size: 'max' }),
    fc
      .array(
        fc.constantFrom(
          'run.sh',
          '@team',
          'https://example.com/x',
          'payments',
          '支払いが',
          '👩‍🚒',
          '…',
          '\n',
          'ec2.eu-west-1.amazonaws.com',
        ),
        { maxLength: 120, size: 'max' },
      )
      .map((parts) => parts.join(' ')),
  );

  it('fits, keeps its time, mentions nobody and links only where a link is wanted', () => {
    fc.assert(
      fc.property(anyMessage, anyMessage, fc.boolean(), fc.boolean(), (message, title, root, linked) => {
        const text = textOf({ message, title }, { root, ...(linked ? { link: PAGE } : {}) });
        expect(weightOf(text)).toBeLessThanOrEqual(270);
        expect(text).toContain('14:03 UTC');
        expect(text).not.toMatch(MENTION);
        if (!linked) expect(linksIn(text)).toEqual([]);
        else expect(text).toContain(PAGE);
      }),
    );
  });
});
