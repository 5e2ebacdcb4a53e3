import { FURTHEST_DAYS, type Speaker, type Words } from './command.ts';
import type { ComponentState, PromiseName } from './entry.ts';
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

/** The components before, with what is said of them now on top. */
export function overlaid(
  before: readonly ComponentState[],
  said: readonly ComponentState[],
): readonly ComponentState[] {
  const states = new Map([...before, ...said].map((component) => [component.id, component.status]));
  return [...states].map(([id, status]) => ({ id, status }));
}

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
