import type { Instant } from '../core/instant.ts';
import { cutAtWord } from './cut-at-word.ts';
import { quotable } from './mail/typed.ts';
import type { Voice } from './sentences.ts';
import { PAGE } from './site.ts';
import { promisedTime } from './time.ts';

/** What a correction takes back, in its own words as far as `most` characters: whoever was told the one is told the other. */
export function correctedSentence(
  voice: Voice,
  wrong: { at: Instant; message?: string | undefined },
  now: Instant,
  most: number,
): string {
  const quote = wrong.message === undefined ? '' : `: “${cutAtWord(quotable(wrong.message), most)}”`;
  return `${PAGE.corrects} ${promisedTime(voice, wrong.at, now)}${quote}`;
}
