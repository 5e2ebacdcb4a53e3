import { emojiIn } from './emoji.ts';
import { linksIn } from './links.ts';

/** Letters that weigh 1, as code points from and to: those of Latin, Greek, Cyrillic, Arabic, Indic and near scripts. */
const LIGHT: readonly (readonly [number, number])[] = [
  [0x0000, 0x10ff],
  [0x2000, 0x200d],
  [0x2010, 0x201f],
  [0x2032, 0x2037],
];

const [LIGHT_WEIGHT, HEAVY_WEIGHT, LINK_WEIGHT] = [1, 2, 23];

/**
 * How long X counts a text (docs.x.com, "Counting characters"; twitter-text, configuration 3): most letters 1, CJK and
 * emoji 2, however many code points an emoji has, any link 23; in NFC.
 */
export function weightOf(text: string): number {
  const normal = text.normalize();
  const links = new Map(linksIn(normal).map(({ start, url }) => [start, url.length]));
  const emoji = emojiIn(normal);
  let weight = 0;
  for (let at = 0; at < normal.length; ) {
    const [link, one] = [links.get(at), emoji.get(at)];
    const point = normal.codePointAt(at) ?? 0;
    weight += link !== undefined ? LINK_WEIGHT : one !== undefined ? HEAVY_WEIGHT : weightOfLetter(point);
    at += link ?? one ?? (point > 0xffff ? 2 : 1);
  }
  return weight;
}

const weightOfLetter = (point: number): number =>
  LIGHT.some(([from, to]) => point >= from && point <= to) ? LIGHT_WEIGHT : HEAVY_WEIGHT;
