import { COUNTRY_DOMAINS, GENERIC_DOMAINS } from './top-level-domains.ts';

/*
 * What X makes a link of, after its own library (twitter-text 3.1.0, Apache-2.0, licences/). Without the flag "u", and so in
 * UTF-16 units as the original: what is a letter there is one here. A class is written without its brackets.
 */
const NO_CHARACTERS = String.raw`\ufffe\ufeff\uffff`;
const DIRECTIONS = String.raw`\u202a-\u202e\u061c\u200e\u200f\u2066-\u2069`;
const SPACES = String.raw`\t-\r \x85\xa0\u1680\u180e\u2000-\u200a\u2028\u2029\u202f\u205f\u3000`;
const PUNCTUATION = String.raw`!'#%&\(\)*+,\\\-./:;<=>?@\[\]^_{|}~$`;
const LATIN = String.raw`\xc0-\xd6\xd8-\xf6\xf8-\xff\u0100-\u024f\u0253\u0254\u0256\u0257\u0259\u025b\u0263\u0268\u026f\u0272\u0289\u028b\u02bb\u0300-\u036f\u1e00-\u1eff`;
const CYRILLIC = String.raw`\u0400-\u04ff`;

const LETTER = `[^${PUNCTUATION}${SPACES}${NO_CHARACTERS}${DIRECTIONS}]`;
const partWith = (within: string) => `(?:(?:${LETTER}(?:${within}|${LETTER})*)?${LETTER}\\.)`;
const anyOf = (names: readonly string[]) => `(?:(?:${names.join('|')})(?=[^0-9a-zA-Z@+-]|$))`;
const ENDS = `(?:${anyOf(GENERIC_DOMAINS)}|${anyOf(COUNTRY_DOMAINS)}|(?:xn--[\\-0-9a-z]+))`;
const DOMAIN = `(?:${partWith('[_-]')}*${partWith('-')}${ENDS})`;

const IN_PATH = String.raw`[a-z${CYRILLIC}0-9!*';:=+,.$/%#\[\]\-\u2013_~@|&${LATIN}]`;
const IN_BRACKETS = `\\((?:${IN_PATH}+|(?:${IN_PATH}*\\(${IN_PATH}+\\)${IN_PATH}*))\\)`;
const ENDS_PATH = `(?:[+\\-a-z${CYRILLIC}0-9=_#/${LATIN}]|(?:${IN_BRACKETS}))`;
const PATH = `(?:(?:${IN_PATH}*(?:${IN_BRACKETS}${IN_PATH}*)*${ENDS_PATH})|(?:@${IN_PATH}+/))`;
const QUERY = String.raw`\?[a-z0-9!?*'@();:&=+$/%#\[\]\-_.,~|]*[a-z0-9\-_&=#/]`;

const BEFORE = `(?:[^A-Za-z0-9@\uff20$#\uff03${NO_CHARACTERS}]|[${DIRECTIONS}]|^)`;

/** An address, and what stands before it. */
export const ADDRESS = new RegExp(
  `(?<before>${BEFORE})(?<url>(?<scheme>https?://)?(?<domain>${DOMAIN})(?::[0-9]+)?(?<path>/${PATH}*)?(?:${QUERY})?)`,
  'gi',
);

/** A domain in Latin letters, of which a bare address is made. */
export const LATIN_DOMAIN = new RegExp(`(?:(?:[\\-a-z0-9${LATIN}]+)\\.)+${ENDS}`, 'gi');

/** An address that X has shortened already, up to the end of what is its own. */
export const SHORTENED = new RegExp(`^https?://t\\.co/(?<slug>[a-z0-9]+)(?:${QUERY})?`, 'i');

/** Behind these nothing is an address that does not begin with its scheme. */
export const BARS_BARE = /[-_./]$/;
