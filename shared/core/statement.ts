import { FURTHEST_DAYS, type Speaker, type Words } from './command.ts';
import type { PromiseName, Settlement } from './entry.ts';
import type { ReportedIncident } from './incident.ts';
import { DAY_MS, type Instant, plus } from './instant.ts';
import { refuse } from './refusal.ts';

// What every statement is made of, of an outage as of a maintenance.

export const words = ({ message, workaround }: Words) => ({
  message,
  ...(workaround === undefined ? {} : { workaround }),
});

/** What the house keeps of a speaker. */
export const speakerPart = ({ actor, approvedBy, via, overrides }: Speaker) => ({
  ...(actor === undefined ? {} : { actor }),
  ...(approvedBy === undefined ? {} : { approvedBy }),
  via,
  ...(overrides === undefined || overrides.length === 0 ? {} : { overrides }),
});

/** Refuses a promised time that is not after `at`, or too far ahead to mean anything. `field` is what the author wrote. */
export function checkClock(
  name: PromiseName,
  promised: Instant | null | undefined,
  at: Instant,
  field: string = name,
): void {
  if (promised === undefined || promised === null) return;
  if (promised <= at) refuse('promise-in-the-past', field);
  if (promised > plus(at, FURTHEST_DAYS[name] * DAY_MS)) refuse('promise-too-far', field);
}

/** The words of a statement that may mend the title. */
export const titled = ({ title, ...said }: Words & { title?: string }) => ({
  ...(title === undefined ? {} : { title }),
  ...words(said),
});

/** An entry that says something about an incident without changing its state or its clocks. */
export const unchanged = (incident: ReportedIncident, speaker: Speaker) => ({
  automated: speaker.author !== 'person',
  status: incident.status,
  impact: incident.impact,
  promises: {},
  settles: [] as Settlement[],
  private: speakerPart(speaker),
});

/** Refuses what is said to have happened after `at`. */
export function checkHappened(happenedAt: Instant | undefined, at: Instant): void {
  if (happenedAt !== undefined && happenedAt > at) refuse('happened-in-the-future', 'happenedAt');
}
