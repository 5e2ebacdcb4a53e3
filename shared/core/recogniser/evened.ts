// biome-ignore lint/suspicious/noControlCharactersInRegex: the range of ASCII begins with them.
const BEYOND_ASCII = /[^\u0000-\u007f]/;
const SPACES = /[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]/g;
const MINUSES = /[\u2010\u2011\u2212\ufe63\uff0d]/g;

/**
 * A text with the spaces, signs and apostrophes that editors put in place of those on a keyboard turned back, one
 * for one, so that places in it stay what they are. The dash of a span (U+2013) stays.
 */
export const evened = (text: string): string => (BEYOND_ASCII.test(text) ? replaced(text) : text);

const replaced = (text: string): string =>
  text.replace(SPACES, ' ').replace(MINUSES, '-').replaceAll('\uff0b', '+').replace(/[‘’]/g, "'");
