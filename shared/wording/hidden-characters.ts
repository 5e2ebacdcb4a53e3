import { type HiddenCharacter, hiddenIn, plain } from '../core/hidden-characters.ts';

/** How Unicode calls those that somebody may have typed on purpose. */
const NAMES: Readonly<Record<number, string>> = {
  0: 'null',
  7: 'bell',
  8: 'backspace',
  27: 'escape',
  127: 'delete',
  133: 'next line',
  155: 'control sequence introducer',
  157: 'operating system command',
  173: 'soft hyphen',
  8203: 'zero width space',
  8234: 'left-to-right embedding',
  8235: 'right-to-left embedding',
  8236: 'pop directional formatting',
  8237: 'left-to-right override',
  8238: 'right-to-left override',
  8288: 'word joiner',
  8294: 'left-to-right isolate',
  8295: 'right-to-left isolate',
  8296: 'first strong isolate',
  8297: 'pop directional isolate',
  65279: 'byte order mark',
};

/** How many are named one by one; whoever takes these out takes out the rest as well. */
const NAMED_AT_MOST = 3;

/** As much of the words before as finds the place. */
const WORDS_BEFORE = 24;

/**
 * Why `text` is refused: each character that nobody sees by its number and name, at which place it stands, behind which
 * words, and what to do. Undefined if there is none. The sentence itself holds none of them.
 */
export function hiddenReason(text: string): string | undefined {
  const hidden = hiddenIn(text);
  if (hidden.length === 0) return undefined;
  const [which, them] = hidden.length === 1 ? ['a character', 'it'] : [`${hidden.length} characters`, 'them'];
  const places = hidden.slice(0, NAMED_AT_MOST).map((one) => placeOf(text, one));
  const more = hidden.length > NAMED_AT_MOST ? [`${hidden.length - NAMED_AT_MOST} more`] : [];
  return `holds ${which} that nobody sees, which can make a text read otherwise than it does here: ${[...places, ...more].join('; ')}. Take ${them} out; the words stay as they are`;
}

function placeOf(text: string, { code, place, index }: HiddenCharacter): string {
  const before = plain(text.slice(0, index)).replace(/\s+/g, ' ').trim();
  const words = [...before].slice(-WORDS_BEFORE).join('').trim();
  return `${nameOf(code)} as character ${place}, ${words === '' ? 'before the first word' : `after “${words}”`}`;
}

/** `U+202E (right-to-left override)` */
function nameOf(code: number): string {
  const number = `U+${code.toString(16).toUpperCase().padStart(4, '0')}`;
  return `${number} (${NAMES[code] ?? sortOf(code)})`;
}

const sortOf = (code: number): string =>
  code < 0xa0 ? 'control character' : code >= 0xe0000 && code <= 0xe007f ? 'tag character' : 'invisible character';
