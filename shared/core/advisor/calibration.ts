import { ADVISED_STATUSES, type AdvisedStatus } from './past.ts';

/** The quantiles that are advised: in half, four fifths, ... of the cases the incident is over by then. */
export const LEVELS = [0.5, 0.8, 0.9, 0.95] as const;

/** How far each level is moved, per status, so that the share kept is what its name says. Twelve numbers. */
export type Calibration = Readonly<Record<AdvisedStatus, readonly number[]>>;

/** How much one advice that turned out right or wrong moves its level; twice this gains nothing more. */
const STEP = 0.004;
/** The largest share of the room around a level that calibration may use: the four levels can never cross. */
const ROOM = 0.3;

export const uncalibrated: Calibration = Object.fromEntries(
  ADVISED_STATUSES.map((status) => [status, LEVELS.map(() => 0)]),
) as unknown as Calibration;

/** The levels to read the sample at, in this status. */
export const calibratedLevels = (calibration: Calibration, status: AdvisedStatus): number[] =>
  LEVELS.map((level, index) => level + (calibration[status][index] ?? 0));

/** What was learnt when an incident ended: for each level, whether it was over by the time that had been advised. */
export function learnt(calibration: Calibration, status: AdvisedStatus, kept: readonly boolean[]): Calibration {
  const moved = LEVELS.map((level, index) => {
    const shift = (calibration[status][index] ?? 0) + STEP * (level - (kept[index] ? 1 : 0));
    return Math.min(Math.max(shift, -ROOM * Math.min(level, 1 - level)), ROOM * (1 - level));
  });
  return { ...calibration, [status]: moved };
}
