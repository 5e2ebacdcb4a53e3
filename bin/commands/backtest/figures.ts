import { LEVELS } from '../../../shared/core/advisor/calibration.ts';
import { POINTS } from '../../../shared/core/advisor/decisions.ts';
import type { Answered as Advised } from '../../../shared/core/advisor/replay.ts';
import { MINUTE_MS } from '../../../shared/core/instant.ts';
import type { PlainAdvice } from './plain.ts';

/** From this many matches on the plain advisor has something to go by: *warm*. Below, down to one: *cold*. */
const WARM = 10;
/** The loss is the mean over P50, P80 and P90; P95 is shown, not judged. */
const JUDGED = 3;

/** What both advisors said at one decision. */
export type Answered = Advised & { other: PlainAdvice };

/** Shares kept in percent, losses on ln(minutes left); both advisors answered the same n decisions. */
export type Figures = {
  n: number;
  kept: Kept;
  pinballLog: number;
  plain: { kept: Kept; pinballLog: number };
  gainPercent: number;
};
export type Kept = { p50: number; p80: number; p90: number; p95: number };

/** What a back-test prints. `alone` counts decisions at which the plain advisor had nothing to say. */
export function figuresOf(incidents: number, answers: readonly Answered[]) {
  const warm = answers.filter(({ other }) => other.matches >= WARM);
  const cold = answers.filter(({ other }) => other.matches > 0 && other.matches < WARM);
  const alone = answers.filter(({ other }) => other.matches === 0);
  return {
    incidents,
    warm: {
      ...compared(warm),
      byPoint: Object.fromEntries(
        POINTS.map((point) => [point, compared(warm.filter((answer) => answer.point === point))]),
      ),
    },
    cold: compared(cold),
    alone: { n: alone.length, ...scored(alone, 'own') },
  };
}

function compared(answers: readonly Answered[]): Figures {
  const own = scored(answers, 'own');
  const plain = scored(answers, 'plain');
  const gainPercent = answers.length === 0 ? 0 : rounded(100 * (1 - own.loss / plain.loss), 2);
  return {
    n: answers.length,
    kept: own.kept,
    pinballLog: own.pinballLog,
    plain: { kept: plain.kept, pinballLog: plain.pinballLog },
    gainPercent,
  };
}

function scored(answers: readonly Answered[], of: 'own' | 'plain') {
  const share = (level: number) =>
    rounded((100 * answers.filter((answer) => answer.leftMs <= said(answer, of)[level]!).length) / answers.length, 1);
  const losses = answers.map((answer) => pinball(answer, of));
  const loss = losses.reduce((sum, one) => sum + one, 0) / answers.length;
  const kept: Kept = { p50: share(0), p80: share(1), p90: share(2), p95: share(3) };
  return { kept, pinballLog: rounded(loss, 4), loss };
}

function pinball(answer: Answered, of: 'own' | 'plain'): number {
  const actual = logMinutes(answer.leftMs);
  const losses = LEVELS.slice(0, JUDGED).map((level, index) => {
    const over = actual - logMinutes(said(answer, of)[index]!);
    return over >= 0 ? level * over : (level - 1) * over;
  });
  return losses.reduce((sum, one) => sum + one, 0) / losses.length;
}

const said = (answer: Answered, of: 'own' | 'plain') => (of === 'own' ? answer.advisedMs : answer.other.quantilesMs);
const logMinutes = (ms: number): number => Math.log(Math.max(1, ms / MINUTE_MS));
const rounded = (value: number, digits: number): number => (Number.isNaN(value) ? 0 : Number(value.toFixed(digits)));
