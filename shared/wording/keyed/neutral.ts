import { tidied, ZERO_WIDTH_SPACE } from '../post/typed.ts';
import { addressesIn } from './addresses.ts';

/** An @ that may begin a name. Behind a letter it stands in an address of mail, which must work when it is copied. */
const MENTION = /(?<![\p{L}\p{N}_])[@＠](?=[\p{L}\p{N}_])/gu;

/**
 * A person's words without side effects: nobody is mentioned. Addresses of pages stay as they were typed; a bare `run.sh`
 * becomes no link anywhere, because it needs a facet or a scheme. A `#` stays too: it notifies nobody, and whoever types
 * one in a public statement means the tag.
 */
export function neutral(text: string): string {
  const words = tidied(text);
  const addresses = addressesIn(words);
  // A path may begin with one (`https://example.social/@ops`), and mentions nobody.
  const isPath = (at: number) => words[at - 1] === '/' && addresses.some(({ from, to }) => from < at && at < to);
  return words.replaceAll(MENTION, (sign: string, at: number) => (isPath(at) ? sign : `@${ZERO_WIDTH_SPACE}`));
}

/** The same on one line, for a title. */
export const neutralLine = (text: string): string => neutral(text).replaceAll(/\s+/g, ' ');
