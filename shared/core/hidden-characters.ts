/**
 * What nobody sees in a text, although a screen obeys it or a machine reads it: controls but tab and line breaks, what
 * turns the direction of words, and what has no shape (among it the tag characters, which spell whole sentences). An
 * approver could read something else than the public does. Ordinary writing needs some that are not seen either, and
 * they stay: marks of direction (Arabic, Hebrew), joiners (Persian, Indic scripts, emoji), variation selectors. U+FFFE
 * and U+FFFF would take the whole feed from every reader, because XML cannot carry them.
 */
const HIDDEN =
  '(?:[\\p{Cc}--[\\t\\n\\r]]|[\\p{Default_Ignorable_Code_Point}--[\\u200c-\\u200f\\u061c\\p{Variation_Selector}]]|[\\u202a-\\u202e\\u2066-\\u2069\\ufff9-\\ufffb\\ufffe\\uffff])';

/** The flags of Scotland, Wales and the like: a black flag, the letters of a region in tag characters, and their end. */
const FLAG = '\\u{1f3f4}[\\u{e0061}-\\u{e007a}]{2}[\\u{e0030}-\\u{e0039}\\u{e0061}-\\u{e007a}]{1,4}\\u{e007f}';

const FLAG_OR_HIDDEN = new RegExp(`(${FLAG})|${HIDDEN}`, 'gv');
const MAY_HOLD = new RegExp(HIDDEN, 'v');

/** One such character: which, and as which character of the text it stands, counted from 1 in code points. */
export type HiddenCharacter = { code: number; place: number; index: number };

/** Those of `text`, in order. */
export function hiddenIn(text: string): HiddenCharacter[] {
  if (!MAY_HOLD.test(text)) return [];
  let [place, from] = [1, 0];
  return [...text.matchAll(FLAG_OR_HIDDEN)].flatMap(({ 0: found, 1: flag, index }) => {
    if (flag !== undefined) return [];
    place += [...text.slice(from, index)].length;
    from = index;
    return [{ code: found.codePointAt(0) ?? 0, place, index }];
  });
}

/**
 * `text` as it may be shown anywhere: without what nobody sees, and without halves of characters. What a person was
 * allowed to say is not changed by it.
 */
export const plain = (text: string): string => {
  const whole = text.toWellFormed();
  return MAY_HOLD.test(whole) ? whole.replace(FLAG_OR_HIDDEN, '$1') : whole;
};

/** No body of ours is nested deeper; what is, is refused by its schema. */
const DEEPEST = 40;

/** A JSON value of somebody else with every text in it made plain, and the paths of those that were not. */
export function plainParts<T>(value: T): { value: T; changed: readonly string[] } {
  const changed: string[] = [];
  const made = (part: unknown, path: readonly string[]): unknown => {
    if (typeof part === 'string') {
      const clean = plain(part);
      if (clean !== part) changed.push(path.join('.'));
      return clean;
    }
    if (typeof part !== 'object' || part === null || path.length > DEEPEST) return part;
    if (Array.isArray(part)) return part.map((one, index) => made(one, [...path, String(index)]));
    return Object.fromEntries(Object.entries(part).map(([name, one]) => [name, made(one, [...path, plain(name)])]));
  };
  return { value: made(value, []) as T, changed };
}

/** `text` with each of them replaced, for whoever shows that they are there. */
export const hiddenReplaced = (text: string, by: (code: number) => string): string =>
  text.replace(FLAG_OR_HIDDEN, (found: string, flag: string | undefined) => flag ?? by(found.codePointAt(0) ?? 0));
