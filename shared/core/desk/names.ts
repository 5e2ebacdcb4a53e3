import { hashOf } from '../chain.ts';
import { epochMs, type Instant, instant } from '../instant.ts';
import type { Author, DeskSource, Heard } from './mention.ts';

// Our own names for what was heard and who said it: no id of a far side stands in an address, a log line or a hook.

/** How much of a hash names something: 48 bits, for some thousand mentions a day. */
const NAMED_BY = 12;

/** Milliseconds since the epoch in base 36, in as many digits until the year 5188. */
const TIME_DIGITS = 9;

/** Names what was said, for ever: its time, which finds it in the table, and a hash of what the far side calls it. */
export const mentionId = ({ source, theirs, at }: Pick<Heard, 'source' | 'theirs' | 'at'>): string =>
  `${timeInId(at)}-${hashOf({ source, theirs }).slice(0, NAMED_BY)}`;

/** A time as ids begin with it: later ones sort behind earlier ones. */
export const timeInId = (at: Instant): string => epochMs(at).toString(36).padStart(TIME_DIGITS, '0');

/** When what this id names was said; undefined of a text that is no id of ours. */
export function saidAtOf(id: string): Instant | undefined {
  const [, time] = /^([0-9a-z]{9})-[0-9a-f]{12}$/.exec(id) ?? [];
  const ms = time === undefined ? Number.NaN : Number.parseInt(time, 36);
  return ms <= LAST_MS ? instant(ms) : undefined;
}

/** The last millisecond that has an ISO time with four digits for its year. */
const LAST_MS = Date.UTC(9999, 11, 31);

/** Names who speaks at a source. Two accounts of one person are two people here: nobody is matched across sources. */
export const personId = (source: DeskSource, { theirs }: Pick<Author, 'theirs'>): string =>
  hashOf({ source, author: theirs }).slice(0, 16);

/** Consonants and digits that are told apart over the phone: no name is a word, and none is misheard as another. */
const LETTERS = '23456789BCDFGHJKLMNPQRSTVWXZ';
const CASE_LENGTH = 5;

/**
 * What a case is called: `K7QXF`, made from whose it is and in which incident. `generation`: how many such names were
 * taken already by another case.
 */
export function caseName(incident: string, person: string, generation = 0): string {
  let rest = BigInt(`0x${hashOf({ incident, person, generation }).slice(0, 16)}`);
  let name = '';
  for (let letters = 0; letters < CASE_LENGTH; letters += 1) {
    name += LETTERS[Number(rest % BigInt(LETTERS.length))];
    rest /= BigInt(LETTERS.length);
  }
  return name;
}

/** A case as somebody typed it, or undefined if it is none. */
export function readCase(text: string): string | undefined {
  const name = text.trim().toUpperCase();
  return name.length === CASE_LENGTH && [...name].every((letter) => LETTERS.includes(letter)) ? name : undefined;
}
