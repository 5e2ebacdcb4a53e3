import { type Calibration, calibratedLevels, learnt, uncalibrated } from '../../../shared/core/advisor/calibration.ts';
import { type AdvisedStatus, durationMs, type ResolvedIncident } from '../../../shared/core/advisor/past.ts';
import { remaining } from '../../../shared/core/advisor/remaining.ts';
import { quantiles } from '../../../shared/core/advisor/weighted.ts';
import { MINUTE_MS, msBetween } from '../../../shared/core/instant.ts';
import { type Decision, decisionsOf } from './decisions.ts';
import { plainAdvice } from './plain.ts';
import type { Timeline } from './timeline.ts';

/** What both advisors said at one decision; times in ms. `plainMs` is empty if the plain one knew nothing. */
export type Answered = Decision & { matches: number; advisedMs: readonly number[]; plainMs: readonly number[] };

/**
 * Goes through the incidents strictly in the order of time: an answer rests only on what had been resolved before its
 * minute, and calibration learns from an answer only when its incident ends.
 */
export function replayed(timelines: readonly Timeline[]): Answered[] {
  const ends = timelines.map((_, index) => index).toSorted((a, b) => compare(timelines[a]!, timelines[b]!));
  const decisions = timelines
    .flatMap(decisionsOf)
    .toSorted((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : a.incident - b.incident));
  const history: ResolvedIncident[] = [];
  const shown = new Map<number, { status: AdvisedStatus; kept: boolean[] }[]>();
  let calibration: Calibration = uncalibrated;
  let ended = 0;
  const answers: Answered[] = [];
  for (const decision of decisions) {
    for (; ended < ends.length && timelines[ends[ended]!]!.resolvedAt < decision.at; ended++) {
      const index = ends[ended]!;
      history.unshift(timelines[index]!);
      for (const { status, kept } of shown.get(index) ?? []) calibration = learnt(calibration, status, kept);
      shown.delete(index);
    }
    const answer = answered(decision, timelines, ends.slice(ended), history, calibration);
    answers.push(answer);
    const kept = answer.advisedMs.map((ms) => decision.leftMs <= ms);
    shown.set(decision.incident, [...(shown.get(decision.incident) ?? []), { status: decision.status, kept }]);
  }
  return answers;
}

function answered(
  decision: Decision,
  timelines: readonly Timeline[],
  unresolved: readonly number[],
  history: readonly ResolvedIncident[],
  calibration: Calibration,
): Answered {
  const open = unresolved
    .filter((index) => index !== decision.incident && timelines[index]!.openedAt <= decision.at)
    .map((index) => ({ ageMs: msBetween(timelines[index]!.openedAt, decision.at) }));
  const { sample } = remaining({ ...decision, history, open });
  const advised = quantiles(sample, calibratedLevels(calibration, decision.status));
  const plain = plainAdvice(history, decision.elapsedMs);
  return {
    ...decision,
    matches: plain.matches,
    advisedMs: advised.map((value) => Math.exp(value) * MINUTE_MS),
    plainMs: plain.quantilesMs,
  };
}

const compare = (a: Timeline, b: Timeline): number =>
  a.resolvedAt < b.resolvedAt ? -1 : a.resolvedAt > b.resolvedAt ? 1 : durationMs(a) - durationMs(b);
