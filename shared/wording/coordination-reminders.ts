import type { ApprovalReason } from '../core/approval.ts';
import type { Instant } from '../core/instant.ts';
import { msBetween } from '../core/instant.ts';
import type { KeptStop } from '../core/kept.ts';
import type { CoordinationReminder } from '../core/reminders/coordination.ts';
import type { ReminderMessage } from '../ports/reminders.ts';
import { ascii } from './ascii.ts';
import type { Voice } from './sentences.ts';
import { promisedTime, sayDuration } from './time.ts';

/** What a reminder within the house needs to name. */
export type CoordinationNames = {
  title: string;
  to: string;
  from: string;
  /** Whom a handover passes by. */
  replaced: string;
  message?: string;
  /** True of a restricted incident: that something waits is said, and not what. */
  confidential?: boolean;
};

type AlarmAsks = (title: string) => { subject: string; text: string; rings: boolean };

/** What an alarm asks of a person; what else waits is read by a second person. `rings`: it wakes somebody up. */
const ALARM_ASKS: Partial<Record<ApprovalReason['reason'], AlarmAsks>> = {
  alarm: (title) => ({
    subject: `A monitor reports: ${title}`,
    text: `A monitor reports “${title}”. Its rule leaves it to a person to say so: nothing is public yet.`,
    rings: true,
  }),
  'nobody-reached': (title) => ({
    subject: `Is anybody there? A monitor reports: ${title}`,
    text: `A monitor reports “${title}”, and nobody is known to be reached. If nobody decides, it is said in public as not confirmed, with no time for the next update.`,
    rings: true,
  }),
  'alarm-cleared': (title) => ({
    subject: `Back? Monitors see no problem: ${title}`,
    text: `Monitors see no problem with “${title}” any more. The public is not told before a person says so.`,
    rings: false,
  }),
};

/** Why a kept text was not posted at its time. */
export const KEPT_STOPPED: Readonly<Record<KeptStop, string>> = {
  over: 'the incident is not open any more.',
  'said-since': 'something was said after it was kept.',
  frozen: 'the pipeline is frozen.',
  late: 'the pipeline came to it too late.',
  'second-person': 'a second person has to read it by now.',
  asked: 'the rules ask about its words as they would have been read then.',
  refused: 'what it says could not be said any more.',
  'author-left': 'whoever wrote it has left the house.',
};

/** A reminder of what people owe each other, as a person reads it at night. */
export function coordinationMessage(
  voice: Voice,
  reminder: CoordinationReminder,
  { title, to, from, replaced, message, confidential = false }: CoordinationNames,
  now: Instant,
): Pick<ReminderMessage, 'kind' | 'subject' | 'text'> {
  switch (reminder.about) {
    case 'draft': {
      const { decideBy, onTimeout, why } = reminder;
      const left = msBetween(now, decideBy);
      const late = left <= 0;
      const asked = why === undefined ? undefined : ALARM_ASKS[why];
      if (asked !== undefined) {
        const { subject, text, rings } = asked(title);
        const says = message === undefined || confidential ? '' : ` The text that waits: ${message}`;
        return {
          kind: late || rings ? 'page' : 'reminder',
          subject: ascii(late ? `Undecided: ${subject}` : subject, 90),
          text: `${text} To be decided by ${promisedTime(voice, decideBy, now)}.${says}`,
        };
      }
      const then =
        onTimeout === 'publish'
          ? 'Then it is published as it is.'
          : 'Nothing is published before somebody has read it.';
      return {
        kind: late ? 'page' : 'reminder',
        subject: late ? 'Overdue: a text to approve' : `To approve within ${sayDuration(voice, left)}: a text`,
        text: `A text ${confidential ? 'about a restricted incident' : `for “${title}”`} waits for a second person${late ? `; it was to be decided by ${promisedTime(voice, decideBy, now)}` : `, by ${promisedTime(voice, decideBy, now)}`}. ${then}${confidential ? ' Read it in the console.' : message === undefined ? '' : ` It says: ${message}`}`,
      };
    }
    case 'kept': {
      const when = promisedTime(voice, reminder.publishAt, now);
      return {
        kind: 'page',
        subject: `Not posted: a text kept for ${ascii(when, 40)}`,
        text: `A text ${confidential ? 'about a restricted incident' : `for “${title}”`} was to be posted at ${when}, and was not: ${KEPT_STOPPED[reminder.because]} Nothing of it is public. Read it, then post it, change it or drop it.`,
      };
    }
    case 'left-draft':
      return {
        kind: 'reminder',
        subject: `A text that ${ascii(from, 40)} left behind`,
        text: reminder.kept
          ? `${from} has left the house, and a text that they kept ${confidential ? 'about a restricted incident' : `for “${title}”`} is posted by nobody any more. Nothing of it is public. It is yours now to change it, and so take it over, or to drop it.`
          : `${from} has left the house, and a text of theirs ${confidential ? 'about a restricted incident' : `for “${title}”`} still waits for a second person. It is yours now to see that somebody approves, changes or drops it.`,
      };
    case 'handover':
      if (reminder.left)
        return {
          kind: 'reminder',
          subject: `Nobody has it: ${ascii(to, 40)} is asked to take it`,
          text: `${from} has left the house and had “${title}”, with every promise that is open. ${to} is asked to take it; until then nobody has it.`,
        };
      return {
        kind: 'reminder',
        subject: `Handover to ${ascii(to, 40)} is not accepted`,
        text: `${from} hands “${title}” over to ${to}, with every promise that is open. It is ${from}'s until ${to} accepts it.`,
      };
    case 'passed-by':
      return {
        kind: 'reminder',
        subject: `Not yours to take: handed to ${ascii(to, 40)}`,
        text: `${from} hands “${title}” over to ${to}, in place of ${replaced}. You need not take it.`,
      };
    case 'loops':
      return {
        kind: 'reminder',
        subject: `${reminder.references.length} still to answer`,
        text: `“${title}” was resolved a day ago, and somebody still waits for an answer of their own${confidential ? '; the console says who' : `: ${reminder.references.join(', ')}`}. Answer them, and say so.`,
      };
  }
}

/** The times that such a reminder names. */
export function timesWithin(reminder: CoordinationReminder): readonly Instant[] {
  if (reminder.about === 'draft') return [reminder.decideBy];
  return reminder.about === 'kept' ? [reminder.publishAt] : [];
}
