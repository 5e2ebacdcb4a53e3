import { type Instant, msBetween } from '../core/instant.ts';
import type { Voice } from './sentences.ts';
import { listed } from './site.ts';
import { promisedTime, sayClock, sayDate, sayDuration, saysSeconds } from './time.ts';

/** What support, shops and chatbots need to know of an incident to speak for us. Times are instants. */
export type SupportFacts = {
  title: string;
  url: string;
  now: Instant;
  beganAt: Instant;
  affected: readonly string[];
} & (
  | { over: true; endedAt: Instant; inError: boolean; mergedAway: boolean }
  | {
      over: false;
      means: string;
      workaround: string | undefined;
      restoreBy: Promised | undefined;
      saidBackAt: Instant | undefined;
      nextUpdateBy: Promised | undefined;
    }
);

type Promised = { at: Instant; spanMs: number };

/** Three sentences to read to a customer, of which the last says until when they hold. */
export function supportLines(voice: Voice, facts: SupportFacts): [string, string, string] {
  const what = `“${facts.title}”`;
  const who = facts.affected.length === 0 ? '' : `, affecting ${listed(facts.affected)}`;
  if (facts.over) {
    const valid = HOLDS_UNTIL_NEWER(facts.url);
    if (facts.inError)
      return [`${what} was opened in error.`, 'We take back what we said there of our service.', valid];
    if (facts.mergedAway)
      return [`${what} turned out to be part of another incident.`, 'What we know is said there.', valid];
    const lasted = sayDuration(voice, msBetween(facts.beganAt, facts.endedAt));
    return [
      `${what}${who} began at ${whole(voice, facts.beganAt)}, and we said at ${whole(voice, facts.endedAt)} that it is over.`,
      `It lasted ${lasted}; if something still fails for you, please tell us.`,
      valid,
    ];
  }
  return [
    `We have a problem that is not over: ${what}${who}, since ${whole(voice, facts.beganAt)}; ${facts.means}.`,
    `${restored(voice, facts)}${facts.workaround ? `; what you can do now: ${facts.workaround}` : ''}.`,
    validUntilUpdate(voice, facts.nextUpdateBy, facts.now, facts.url),
  ];
}

/** With its date always: whoever reads it aloud may do so on any later day. */
export const whole = (voice: Voice, at: Instant): string => `${sayClock(at)} on ${sayDate(voice, at)}`;

const due = (voice: Voice, { at, spanMs }: Promised): string =>
  `${sayClock(at, saysSeconds(spanMs))} on ${sayDate(voice, at)}`;

function restored(voice: Voice, { restoreBy, saidBackAt, now }: SupportFacts & { over: false }): string {
  if (saidBackAt !== undefined) return `We said at ${promisedTime(voice, saidBackAt, now)} that it should work again`;
  if (restoreBy === undefined) return 'We have given no time by which it will work again';
  if (restoreBy.at <= now)
    return `We expected it to work again by ${due(voice, restoreBy)}, and have not said that it does`;
  return `We expect it to work again by ${due(voice, restoreBy)}`;
}

export const HOLDS_UNTIL_NEWER = (url: string): string => `This holds until something newer stands at ${url}.`;

export const LOOK_FIRST = (url: string): string =>
  `No time is promised for our next update, so please look at ${url} before you rely on this.`;

/** Until when the sentences hold, where it is the next update that ends that. */
export function validUntilUpdate(voice: Voice, next: Promised | undefined, now: Instant, url: string): string {
  if (next === undefined) return LOOK_FIRST(url);
  if (next.at <= now)
    return `Our next update was promised for ${due(voice, next)} and is late, so please look at ${url} before you rely on this.`;
  return `This holds until ${due(voice, next)}, when our next update is due at ${url}.`;
}
