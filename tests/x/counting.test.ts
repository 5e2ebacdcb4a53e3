import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { linksIn } from '../../shared/core/x/links.ts';
import { lengthInDns } from '../../shared/core/x/punycode.ts';
import { weightOf } from '../../shared/core/x/weight.ts';

type Link = [url: string, from: number, to: number];
type Counted = {
  texts: { text: string; weight: number; links: Link[]; full: Link[] }[];
  letters: [from: number, to: number, weight: number][];
  emojiFollowedBy: string[];
  emoji: Record<string, string>;
  flags: Record<string, string>;
};

/** What X's own library answered, from which our rule was taken (docs/adr/0062). */
const counted: Counted = JSON.parse(readFileSync('tests/fixtures/x/counted.json', 'utf8'));

const found = (...given: Parameters<typeof linksIn>): Link[] =>
  linksIn(...given).map(({ url, start, end }) => [url, start, end]);

describe('what X counts', () => {
  it('is the weight of every text that its own library weighed', () => {
    const ours = counted.texts.map(({ text }) => ({ text, weight: weightOf(text) }));
    expect(ours).toEqual(counted.texts.map(({ text, weight }) => ({ text, weight })));
    expect(counted.texts.length).toBeGreaterThan(600);
  });

  it('is any letter between two others as the library counted it, composed where it can be', () => {
    const other = counted.letters.flatMap(([from, to, weight]) =>
      [...new Set([from, from + 1, Math.floor((from + to) / 2), to])]
        .filter((point) => point <= to)
        .map((point) => ({ point, ours: weightOf(`a${String.fromCodePoint(point)}b`) - 2, weight }))
        .filter(({ ours }) => ours !== weight),
    );
    expect(other).toEqual([]);
    expect(counted.letters.at(-1)?.[1]).toBe(0x10ffff);
  });

  it('is an emoji as one, with tones, signs and companions, as far as the library knew it', () => {
    for (const [weights, emoji] of Object.entries(counted.emoji))
      for (const one of emoji.split(' '))
        expect([one, counted.emojiFollowedBy.map((next) => weightOf(one + next)).join(' ')]).toEqual([one, weights]);
    const letterA = 0x1f1e6;
    for (const [first, weights] of Object.entries(counted.flags)) {
      const from = letterA + first.charCodeAt(0) - 'A'.charCodeAt(0);
      const ours = Array.from(weights, (_, second) => weightOf(String.fromCodePoint(from, letterA + second)));
      expect([first, ours.join('')]).toEqual([first, weights]);
    }
  });

  it('is the same however a text is composed, and grows with every text that is set apart from it', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'grapheme' }), (one, other) => {
        expect(weightOf(one.normalize('NFD'))).toBe(weightOf(one));
        expect(weightOf(`${one}\n${other}`)).toBe(weightOf(one) + 1 + weightOf(other));
      }),
    );
  });
});

describe('what X makes a link of', () => {
  it('is what its own library found, where it found it', () => {
    const ours = counted.texts.map(({ text }) => ({ text, links: found(text), full: found(text, { bare: false }) }));
    expect(ours).toEqual(counted.texts.map(({ text, links, full }) => ({ text, links, full })));
    expect(counted.texts.filter(({ links }) => links.length > 0).length).toBeGreaterThan(200);
  });

  it('stands where the name ends an address, also where it stood before without ending one', () => {
    // The library said from 0 to 5, which is part of a word.
    expect(found('é.comma 支é.com')).toEqual([['é.com', 9, 14]]);
  });

  it('has names as long as the DNS takes them', () => {
    // RFC 3492, 7.1: (A), (B), (I) and (L) among others.
    const names: [string, string][] = [
      ['ليهمابتكلموشعربي؟', 'egbpdaj6bu4bxfgehfvwxn'],
      ['他们为什么不说中文', 'ihqwcrb4cv8a8dqg056pqjye'],
      ['почемужеонинеговорятпорусски', 'b1abfaaepdrnnbgefbadotcwatmq2g4l'],
      ['3年B組金八先生', '3B-ww4c5e180e575a65lsy2b'],
      ['bücher', 'bcher-kva'],
    ];
    for (const [name, kept] of names) expect([name, lengthInDns(name)]).toEqual([name, `xn--${kept}`.length]);
    expect(lengthInDns('example')).toBe(7);
  });
});
