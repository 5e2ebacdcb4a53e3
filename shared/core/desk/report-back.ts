import type { ReportedIncident } from '../incident.ts';
import { DAY_MS, type Instant, MINUTE_MS, msBetween, plus } from '../instant.ts';
import { type Answer, recipientOf } from './answer.ts';
import type { DeskSource } from './mention.ts';

/** An incident stays resolved for so long before anybody is told that it is over (docs/rules.md, Report back). */
export const STAYED_RESOLVED_MS = 10 * MINUTE_MS;

/** Who was told that it is over is told that it is not, if it comes back within this (docs/rules.md, Report back). */
export const CORRECTED_WITHIN_MS = DAY_MS;

/** That a person ticked to have those told who were answered, after the ending that entry `of` says. */
export type Ticked = { of: number; by: string; at: Instant };

/** How somebody hears that it is over. `none`: they asked to hear nothing more. */
export type Way = 'message' | 'thread' | 'hand' | 'none';

/** Sources in whose threads a program may answer a second time. X takes one answer for one mention. */
const THREADS: readonly DeskSource[] = ['bluesky', 'mastodon'];

/** The rule of X that keeps us from a second answer, as its guidelines say it (2026-02-23). */
export const ONE_REPLY_RULE =
  'X allows programs one reply per interaction, to those who mentioned or quoted us (developer guidelines, 2026-02-23)';

/** All of what somebody was told, oldest first, and what they asked for. */
export type Told = { source: DeskSource; person: string; answers: readonly Answer[]; optedOut: boolean };

/**
 * The way back to somebody. Who wrote to us in private is written to; in threads only where a program may answer twice
 * (`replyTwice`: the house takes it upon itself on X); everybody else is on the list that a person goes through.
 */
export function wayBack(told: Told, { replyTwice, messages }: { replyTwice: boolean; messages: boolean }): Way {
  if (told.optedOut) return 'none';
  const refused = told.answers.some(({ state, why }) => state === 'refused' && (why === 'blocked' || why === 'closed'));
  if (refused) return 'hand';
  const inPrivate = told.answers.some(({ to, way, state }) => (to.direct || way === 'message') && state === 'sent');
  if (inPrivate && messages) return 'message';
  const inPublic = told.answers.some(({ way, state }) => way === 'thread' && state === 'sent');
  if (inPublic && (THREADS.includes(told.source) || (told.source === 'x' && replyTwice))) return 'thread';
  return 'hand';
}

/** Everybody who was answered, each once. Only what went out, or may have, counts. */
export function toldAmong(
  answers: readonly Answer[],
  optedOut: (one: Pick<Answer, 'source' | 'person'>) => boolean,
): Told[] {
  const people = Map.groupBy(answers, recipientOf);
  const heard = (all: readonly Answer[]) =>
    all.some(
      ({ kind, state }) => (kind === 'reply' || kind === 'receipt') && ['sent', 'by-hand', 'unknown'].includes(state),
    );
  return [...people.values()].filter(heard).map((all) => {
    const [{ source, person }] = all as [Answer];
    return {
      source,
      person,
      answers: all.toSorted((a, b) => (a.at < b.at ? -1 : 1)),
      optedOut: optedOut({ source, person }),
    };
  });
}

/** What is owed to those who were told, at `now`. */
export type ReportBackStep =
  | { do: 'nothing' }
  /** The ending that entry `of` says is told. */
  | { do: 'solved'; of: number }
  /** It came back, as entry `of` says; those are told who were told that it is over. */
  | { do: 'correction'; of: number; told: number }
  | { do: 'wait'; until: Instant };

/** The entry that ended the incident last. */
export const endingOf = ({ entries }: Pick<ReportedIncident, 'entries'>): number | undefined =>
  entries.findLast(({ kind }) => kind === 'resolved')?.seq;

/**
 * What is to be told now. Nobody is told without the tick of a person, nobody before it has stayed resolved for ten minutes,
 * and whoever was told wrongly hears it, within a day, without asking.
 */
export function reportBackStep(incident: ReportedIncident, ticked: Ticked | undefined, now: Instant): ReportBackStep {
  if (ticked === undefined || incident.type !== 'outage') return { do: 'nothing' };
  if (incident.phase === 'resolved') {
    if (endingOf(incident) !== ticked.of) return { do: 'nothing' };
    const at = plus(incident.resolvedAt, STAYED_RESOLVED_MS);
    return now < at ? { do: 'wait', until: at } : { do: 'solved', of: ticked.of };
  }
  if (incident.phase !== 'open') return { do: 'nothing' };
  const back = incident.entries.find(({ kind, seq }) => kind === 'reopened' && seq > ticked.of);
  const ended = incident.entries.find(({ seq }) => seq === ticked.of);
  if (back === undefined || ended === undefined) return { do: 'nothing' };
  return msBetween(ended.at, back.at) > CORRECTED_WITHIN_MS
    ? { do: 'nothing' }
    : { do: 'correction', of: back.seq, told: ticked.of };
}
