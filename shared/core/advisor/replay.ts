import { type Instant, instant, MINUTE_MS, msBetween } from '../instant.ts';
import { type Calibration, calibratedLevels, learnt, uncalibrated } from './calibration.ts';
import { type Decision, decisionsOf } from './decisions.ts';
import type { AdvisedStatus, ResolvedIncident } from './past.ts';
import { remaining, type Situation } from './remaining.ts';
import { quantiles } from './weighted.ts';

/** What was advised at one decision, in ms for each level, and what was known then: the newest resolution first. */
export type Answered = Decision & { advisedMs: readonly number[] };

/** The remaining time in ms at each level. */
export function advisedMs(situation: Situation, calibration: Calibration): number[] {
  const { sample } = remaining(situation);
  return quantiles(sample, calibratedLevels(calibration, situation.status)).map((value) => Math.exp(value) * MINUTE_MS);
}

/**
 * Goes through incidents strictly in the order of time: an answer rests only on what had been resolved before its
 * minute, and calibration learns from an answer only when its incident ends. `alongside` sees what each answer rests
 * on, so that another advisor can be asked the same.
 */
export function replayed<T>(
  incidents: readonly ResolvedIncident[],
  alongside: (decision: Decision, history: readonly ResolvedIncident[]) => T,
): { answers: (Answered & { other: T })[]; calibration: Calibration } {
  const ends = incidents.map((_, index) => index).toSorted((a, b) => compare(incidents[a]!, incidents[b]!));
  const decisions = incidents
    .flatMap(decisionsOf)
    .toSorted((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : a.incident - b.incident));
  const history: ResolvedIncident[] = [];
  const shown = new Map<number, { status: AdvisedStatus; kept: boolean[] }[]>();
  let calibration = uncalibrated;
  let ended = 0;
  const endBefore = (minute: Instant) => {
    for (; ended < ends.length && incidents[ends[ended]!]!.resolvedAt < minute; ended++) {
      const index = ends[ended]!;
      history.unshift(incidents[index]!);
      for (const { status, kept } of shown.get(index) ?? []) calibration = learnt(calibration, status, kept);
    }
  };
  const answers = decisions.map((decision) => {
    endBefore(decision.at);
    const open = ends
      .slice(ended)
      .filter((index) => index !== decision.incident && incidents[index]!.openedAt <= decision.at)
      .map((index) => ({ ageMs: msBetween(incidents[index]!.openedAt, decision.at) }));
    const advised = advisedMs({ ...decision, history, open }, calibration);
    const kept = advised.map((ms) => decision.leftMs <= ms);
    shown.set(decision.incident, [...(shown.get(decision.incident) ?? []), { status: decision.status, kept }]);
    return { ...decision, advisedMs: advised, other: alongside(decision, history) };
  });
  endBefore(END_OF_TIME);
  return { answers, calibration };
}

const END_OF_TIME = instant(8.64e15);

/** What calibration has learnt from a history; the answers that were never shown count as if they had been. */
export const calibrationFrom = (history: readonly ResolvedIncident[]): Calibration =>
  replayed(history, () => undefined).calibration;

const compare = (a: ResolvedIncident, b: ResolvedIncident): number =>
  a.resolvedAt < b.resolvedAt ? -1 : a.resolvedAt > b.resolvedAt ? 1 : a.durationMs - b.durationMs;
