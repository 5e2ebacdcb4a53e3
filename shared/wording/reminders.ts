import type { PromiseRow, ReportedIncident } from '../core/incident.ts';
import { type Instant, msBetween } from '../core/instant.ts';
import type { Reminder } from '../core/reminders/reminder.ts';
import type { ReminderMessage } from '../ports/reminders.ts';
import { ascii } from './ascii.ts';
import { capital } from './capital.ts';
import type { Voice } from './sentences.ts';
import { promisedTime, sayDuration } from './time.ts';

/** Where a reminder's links lead. */
export type Places = { consoleUrl: string; siteUrl: string };

/** A reminder as a person reads it at night: what is due, when, what was said last, and where to act. */
export function reminderMessage(
  voice: Voice,
  incident: ReportedIncident,
  reminder: Reminder,
  now: Instant,
  places: Places,
  readyText?: string,
): Omit<ReminderMessage, 'to'> {
  const isDrill = incident.handling === 'drill';
  const publicPage = isDrill ? [] : [`${places.siteUrl}/incidents/${incident.id}`];
  const { subject, text, kind, promise } = words(voice, incident, reminder, now, readyText);
  return {
    kind,
    incident: incident.id,
    ...(promise === undefined ? {} : { promise }),
    subject: isDrill ? `DRILL. ${subject}` : subject,
    text: isDrill ? `${DRILL} ${text}` : text,
    links: [`${places.consoleUrl}/incidents/${incident.id}`, ...publicPage],
  };
}

/** First of all, so that nobody takes an exercise for the real thing. */
const DRILL = 'This is a drill; nothing of it is public.';

function words(
  voice: Voice,
  incident: ReportedIncident,
  reminder: Reminder,
  now: Instant,
  readyText: string | undefined,
) {
  const title = `“${incident.title}”`;
  switch (reminder.about) {
    case 'promise': {
      const { row } = reminder;
      const what = whatIsDue(row, incident);
      const when = promisedTime(voice, row.at, now, msBetween(row.madeAt, row.at));
      const left = msBetween(now, row.at);
      const state =
        left > 0 ? `is due by ${when}, in ${soon(voice, left)}` : `was due by ${when} and has not been given`;
      return {
        kind: 'reminder' as const,
        promise: row.promise,
        subject: left > 0 ? `Due in ${soon(voice, left)}: ${what}` : `Late: ${what}`,
        text: `${capital(what)} for ${title} ${state}. ${consequence(row, incident)}`,
      };
    }
    case 'apology':
      return {
        kind: 'page' as const,
        subject: `The pipeline has apologised: ${ascii(incident.title, 60)}`,
        text: `A promised time for ${title} passed, and the pipeline has apologised in public. ${
          reminder.last
            ? 'It will not speak again by itself and has promised no further time. Only a person can.'
            : 'If the next time passes as well, it apologises once more and then goes quiet.'
        }`,
      };
    case 'beginning':
      return {
        kind: 'reminder' as const,
        subject: `Begins in ${soon(voice, msBetween(now, reminder.scheduledFor))}: ${ascii(incident.title, 60)}`,
        text: `The maintenance ${title} is announced to begin at ${promisedTime(voice, reminder.scheduledFor, now)}, and then begins by itself. If it does not take place, cancel or move it before.`,
      };
    case 'unconfirmed':
      return {
        kind: 'reminder' as const,
        subject: `Is it over? ${ascii(incident.title, 60)}`,
        text: `The maintenance ${title} ended on schedule at ${promisedTime(voice, reminder.endedAt, now)}, because its planned end came and nobody had said anything since it began. The site says that this is not confirmed. Complete it to confirm it; if something is broken, open an incident.`,
      };
    case 'silence':
      if (reminder.unattended)
        return {
          kind: 'page' as const,
          subject: `Nobody has confirmed it: ${ascii(incident.title, 60)}`,
          text: `A monitor has spoken in public about ${title}; the last that was said is: “${incident.entries.at(-1)?.content?.message ?? ''}” Nobody has confirmed it, and no next update is promised. Look, and say what is so. This page comes every 30 minutes until somebody posts or says to be on it.`,
        };
      return {
        kind: 'page' as const,
        subject: `No word for ${sayDuration(voice, msBetween(incident.silence.since, now))}: ${ascii(incident.title, 60)}`,
        text: `Nobody has posted to ${title} since ${promisedTime(voice, incident.silence.since, now)}. The pipeline says nothing more by itself. This page comes every 30 minutes until somebody posts.${readyText === undefined ? '' : ` A promised time has passed and was not answered. A text that you may post: ${readyText}`}`,
      };
  }
}

function whatIsDue(row: PromiseRow, incident: ReportedIncident): string {
  switch (row.promise) {
    case 'nextUpdateBy':
      return 'the next update';
    case 'restoreBy':
      return incident.type === 'maintenance' ? 'the planned end of the maintenance' : 'the promised restoration';
    case 'reportBy':
      return 'the promised report';
  }
}

function consequence(row: PromiseRow, incident: ReportedIncident): string {
  if (incident.handling === 'restricted') return 'This incident is restricted: nothing goes out by itself.';
  if (incident.type === 'maintenance' && row.promise === 'restoreBy') {
    return 'Complete it, or extend it with another time. If nobody says anything, the pipeline speaks by itself.';
  }
  return row.promise === 'restoreBy'
    ? 'If nobody says that it is back or gives another time, an apology goes out by itself.'
    : 'If nobody posts, an apology goes out by itself.';
}

/** What is near is said to the second. */
const soon = (voice: Voice, ms: number): string => sayDuration(voice, ms, true);

/** The times that a reminder names. */
export function timesIn(reminder: Reminder, { silence }: Pick<ReportedIncident, 'silence'>): readonly Instant[] {
  switch (reminder.about) {
    case 'promise':
      return [reminder.row.at];
    case 'silence':
      return [silence.since];
    case 'beginning':
      return [reminder.scheduledFor];
    case 'unconfirmed':
      return [reminder.endedAt];
    case 'apology':
      return [];
  }
}
