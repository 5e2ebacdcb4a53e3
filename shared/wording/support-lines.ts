import type { PromiseRow } from '../core/incident.ts';
import { type Instant, msBetween } from '../core/instant.ts';
import { type Clock, isMissed } from '../core/standing.ts';
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
  | {
      over: true;
      endedAt: Instant;
      inError: boolean;
      mergedInto: { title: string; url: string } | { unknown: true } | undefined;
    }
  | {
      over: false;
      means: string;
      workaround: string | undefined;
      restore: Clock;
      next: Clock;
    }
);

/** Three sentences to read to a customer, of which the last says until when they hold. */
export function supportLines(voice: Voice, facts: SupportFacts): [string, string, string] {
  const what = `“${facts.title}”`;
  const who = facts.affected.length === 0 ? '' : `, affecting ${listed(facts.affected)}`;
  if (facts.over) {
    const valid = HOLDS_UNTIL_NEWER(facts.url);
    if (facts.inError)
      return [`${what} was opened in error.`, 'We take back what we said there of our service.', valid];
    if (facts.mergedInto !== undefined) {
      if ('unknown' in facts.mergedInto)
        return [`${what} turned out to be part of another incident.`, 'What we know is said there.', valid];
      const { title, url } = facts.mergedInto;
      return [`${what} turned out to be part of “${title}”.`, `What we know is said there: ${url}.`, valid];
    }
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
    validUntilUpdate(voice, facts.next, facts.url),
  ];
}

/** With its date always: whoever reads it aloud may do so on any later day. */
export const whole = (voice: Voice, at: Instant): string => `${sayClock(at)} on ${sayDate(voice, at)}`;

const due = (voice: Voice, { at, madeAt }: PromiseRow): string =>
  `${sayClock(at, saysSeconds(msBetween(madeAt, at)))} on ${sayDate(voice, at)}`;

/** When it will work again, as far as that was said. */
function restored(voice: Voice, { restore, now }: SupportFacts & { over: false }): string {
  switch (restore.is) {
    case 'unknown':
      return 'We do not know whether a time was given by which it will work again';
    case 'never':
    case 'declined':
      return 'We have given no time by which it will work again';
    case 'back':
      return `We said at ${promisedTime(voice, restore.since, now)} that it should work again`;
    case 'running':
      return restore.standing === 'late'
        ? `We expected it to work again by ${due(voice, restore.row)}, and have not said that it does`
        : `We expect it to work again by ${due(voice, restore.row)}`;
    case 'closed': {
      const given = due(voice, restore.row);
      if (isMissed(restore.standing))
        return `We said that it would work again by ${given}, missed that, and have given no new time yet`;
      return restore.standing === 'kept' || restore.standing === 'kept-late'
        ? 'It worked again and has failed since, and we have given no new time yet'
        : `We took back the time by which it was to work again, ${given}, and have given no new one yet`;
    }
  }
}

export const HOLDS_UNTIL_NEWER = (url: string): string => `This holds until something newer stands at ${url}.`;

export const LOOK_FIRST = (url: string): string =>
  `No time is promised for our next update, so please look at ${url} before you rely on this.`;

/** Until when the sentences hold, where it is the next update that ends that. */
export function validUntilUpdate(voice: Voice, next: Clock, url: string): string {
  if (next.is === 'closed' && isMissed(next.standing)) {
    return `We missed the time that we gave for our next update, ${due(voice, next.row)}, and promise no other yet, so please look at ${url} before you rely on this.`;
  }
  if (next.is !== 'running') return LOOK_FIRST(url);
  if (next.standing === 'late')
    return `Our next update was promised for ${due(voice, next.row)} and is late, so please look at ${url} before you rely on this.`;
  return `This holds until ${due(voice, next.row)}, when our next update is due at ${url}.`;
}
