import { plain } from '../../core/hidden-characters.ts';
import type { RoomWords } from '../../ports/carrier.ts';

const ELLIPSIS = '…';

/** `text` in at most `length` UTF-16 units, cut between words where there are some, and never within a character. */
export function cut(text: string, length: number): string {
  if (text.length <= length) return text;
  const room = text.slice(0, Math.max(0, length - ELLIPSIS.length)).replace(/[\ud800-\udbff]$/, '');
  const word = room.replace(/\s+\S*$/, '');
  return `${(word.length > room.length / 2 ? word : room).trimEnd()}${ELLIPSIS}`;
}

/** `made` of as much of `text` as stays within `room`: what marks or escapes letters makes a text longer by an unknown number. */
export function fitted(text: string, room: number, made: (text: string) => string): string {
  for (let length = Math.max(0, room); length > 0; length = Math.floor(length * 0.9)) {
    const candidate = made(cut(text, length));
    if (candidate.length <= room) return candidate;
  }
  return '';
}

/** As a room may see it: no hidden characters, no mountains of empty lines. */
export const tidy = (text: string): string =>
  plain(text)
    .replaceAll(/\r\n?/g, '\n')
    .replaceAll(/\n{3,}/g, '\n\n')
    .trim();

/** A headline: its line breaks are spaces. */
export const oneLine = (text: string, length: number): string => cut(tidy(text).replaceAll(/\s+/g, ' '), length);

/** What there is to follow, the most useful first. */
export const linksOf = ({ goesOn, page, stop }: RoomWords): RoomWords['page'][] =>
  [...(goesOn === undefined ? [] : [goesOn]), page, stop].map(({ label, url }) => ({
    label: oneLine(label, 150),
    url,
  }));

/** What stands below the headline, in the order in which it is read. */
export const paragraphsOf = ({ message, workaround }: RoomWords): string[] =>
  [message, workaround ?? ''].filter(Boolean);
