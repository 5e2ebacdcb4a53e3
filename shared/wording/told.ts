import { epochMs, type Instant, instant, MINUTE_MS } from '../core/instant.ts';
import type { Progress } from '../core/subscribers/progress.ts';
import type { Voice } from './sentences.ts';
import { promisedTime } from './time.ts';

/** How many were told one statement, for people of the house: `told 12,400 of 31,020, the rest by 14:52 UTC; 3 unknown`. */
export function toldWords(
  voice: Voice,
  { of, told, unknown, refused, quarantined, restBy }: Progress,
  now: Instant,
  isDone: boolean,
): string {
  if (of === 0 && told === 0) return 'nobody to tell: no subscriber asked for this';
  const rest =
    restBy !== undefined
      ? `, the rest by ${promisedTime(voice, toTheMinute(restBy), now)}`
      : isDone
        ? ''
        : ', more to come';
  const others = [
    ...(unknown === 0 ? [] : [`${number(unknown)} unknown: it may have reached them`]),
    ...(refused === 0 ? [] : [`${number(refused)} refused by the far side`]),
    ...(quarantined === 0 ? [] : [`${number(quarantined)} quarantined`]),
  ];
  return [`told ${number(told)} of ${number(of)}${rest}`, ...others].join('; ');
}

/** The next full minute: whoever is told "by 14:52" is told by then. */
const toTheMinute = (at: Instant): Instant => instant(Math.ceil(epochMs(at) / MINUTE_MS) * MINUTE_MS);

const number = (n: number): string => n.toLocaleString('en');
