/** RFC 2047 allows 75 characters for an encoded word; this many bytes of UTF-8 stay below it with their frame. */
const BYTES_A_WORD = 45;

/**
 * `Name <address>` as a mail may carry it: SES takes ASCII only, so that a name with other letters becomes encoded words
 * (RFC 2047), and one with punctuation is put in quotation marks (RFC 5322).
 */
export function senderLine(from: string): string {
  const [, name = '', address] = /^(.*?)\s*<([^<>]+)>\s*$/.exec(from) ?? [];
  if (address === undefined) return from;
  return name === '' ? address : `${shownName(name)} <${address}>`;
}

function shownName(name: string): string {
  if (/[^\x20-\x7e]/.test(name)) return encodedWords(name);
  if (/^[\w!#$%&'*+/=?^`{|}~ -]+$/.test(name) || /^".*"$/.test(name)) return name;
  return `"${name.replaceAll(/["\\]/g, '\\$&')}"`;
}

/** No letter is cut in two: each word is read by itself. */
function encodedWords(name: string): string {
  const words: string[] = [];
  let word = '';
  for (const letter of name) {
    if (Buffer.byteLength(word + letter) > BYTES_A_WORD) {
      words.push(word);
      word = '';
    }
    word += letter;
  }
  return [...words, word].map((one) => `=?utf-8?B?${Buffer.from(one).toString('base64')}?=`).join(' ');
}
