import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type ActionLink, readLink, signLink } from '../../shared/core/action-link.ts';
import { at } from '../support/story.ts';

const KEY = 'a key of enough letters for a signature';
const LINK: ActionLink = {
  action: 'no-news',
  incident: 'k3j9x2m4p7qa',
  etag: '"1-0123456789abcdef"',
  to: 'ada',
  reminder: '0001#nextUpdateBy#PT5M#ada',
  expiresAt: at('11:00'),
};

describe('an action link', () => {
  const token = signLink(LINK, KEY);

  it('says what it allows, until it expires', () => {
    expect(readLink(token, KEY, at('10:59:59'))).toEqual(LINK);
    expect(readLink(token, KEY, at('11:00'))).toBe('expired');
  });

  it('fits into an address as it stands', () => {
    expect(encodeURIComponent(token)).toBe(token);
  });

  it('is forged when any letter of it is another', () => {
    const letters = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.'];
    fc.assert(
      fc.property(fc.nat(token.length - 1), fc.constantFrom(...letters), (place, letter) => {
        fc.pre(token[place] !== letter);
        expect(readLink(token.slice(0, place) + letter + token.slice(place + 1), KEY, at('10:30'))).toBe('forged');
      }),
      { numRuns: 500 },
    );
  });

  it('is forged when its last letter is another that stands for the same bits', () => {
    const taken = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'].filter(
      (letter) => readLink(token.slice(0, -1) + letter, KEY, at('10:30')) !== 'forged',
    );
    expect(taken).toEqual([token.at(-1)]);
  });

  it('is forged when it is cut off, extended, made up or signed by another key', () => {
    const other = signLink(LINK, 'another key of enough letters, but not ours');
    const unsigned = Buffer.from(JSON.stringify(Object.values(LINK))).toString('base64url');
    for (const wrong of [
      '',
      '.',
      token.slice(0, -1),
      `${token}A`,
      `${token}.`,
      `${token}.x`,
      other,
      unsigned,
      `${unsigned}.`,
    ]) {
      expect(readLink(wrong, KEY, at('10:30'))).toBe('forged');
    }
    fc.assert(fc.property(fc.string(), (text) => readLink(text, KEY, at('10:30')) === 'forged'));
  });

  it('is never signed with a key that anybody could guess', () => {
    expect(() => signLink(LINK, '')).toThrow('too short');
    expect(() => readLink(token, 'short', at('10:30'))).toThrow('too short');
  });
});
