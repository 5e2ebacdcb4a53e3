import type { Instant } from '../core/instant.ts';
import type { Clock } from '../core/standing.ts';
import type { Voice } from './sentences.ts';
import { listed } from './site.ts';
import { HOLDS_UNTIL_NEWER, LOOK_FIRST, validUntilUpdate, whole } from './support-lines.ts';

/** What support, shops and chatbots need to know of announced work to speak for us. Times are instants. */
export type MaintenanceSupportFacts = {
  title: string;
  url: string;
  now: Instant;
  affected: readonly string[];
  scheduledFor: Instant;
  scheduledUntil: Instant;
  workaround: string | undefined;
} & (
  | { phase: 'scheduled' | 'cancelled' }
  | { phase: 'open'; begunAt: Instant; next: Clock }
  | { phase: 'completed'; confirmed: boolean; endedAt: Instant }
);

/** Three sentences about work that was announced, of which the last says until when they hold. */
export function maintenanceSupportLines(voice: Voice, facts: MaintenanceSupportFacts): [string, string, string] {
  const { now, url, scheduledFor, scheduledUntil } = facts;
  const what = `“${facts.title}”${facts.affected.length === 0 ? '' : `, which affects ${listed(facts.affected)}`}`;
  const todo = facts.workaround ? `; what you can do: ${facts.workaround}` : '';
  switch (facts.phase) {
    case 'scheduled': {
      const plan = `We have announced maintenance: ${what}, planned from ${whole(voice, scheduledFor)} until ${whole(voice, scheduledUntil)}.`;
      if (scheduledFor <= now)
        return [plan, `Its beginning has passed, and nobody has said yet that it has begun${todo}.`, LOOK_FIRST(url)];
      return [
        plan,
        `It has not begun${todo}.`,
        `This holds until ${whole(voice, scheduledFor)}, when it is planned to begin, unless something newer stands at ${url}.`,
      ];
    }
    case 'open': {
      const begun = `Announced maintenance is under way since ${whole(voice, facts.begunAt)}: ${what}.`;
      const isLate = scheduledUntil <= now;
      const end = isLate
        ? `It was planned to end by ${whole(voice, scheduledUntil)}, and we have not said that it has`
        : `It is planned to end by ${whole(voice, scheduledUntil)}`;
      if (facts.next.is === 'running' || isLate)
        return [begun, `${end}${todo}.`, validUntilUpdate(voice, facts.next, url)];
      return [
        begun,
        `${end}${todo}.`,
        `This holds until ${whole(voice, scheduledUntil)}, unless something newer stands at ${url}.`,
      ];
    }
    case 'completed':
      if (facts.confirmed)
        return [
          `Announced maintenance is done: ${what}; we said so at ${whole(voice, facts.endedAt)}.`,
          'If something still fails for you, please tell us.',
          HOLDS_UNTIL_NEWER(url),
        ];
      return [
        `The planned end of announced maintenance has come: ${what}.`,
        `Nobody has confirmed since ${whole(voice, scheduledUntil)} that the work is done.`,
        LOOK_FIRST(url),
      ];
    case 'cancelled':
      return [
        `Announced maintenance does not take place: ${what}.`,
        `It was planned from ${whole(voice, scheduledFor)} until ${whole(voice, scheduledUntil)}.`,
        HOLDS_UNTIL_NEWER(url),
      ];
  }
}
