import { type SimulationOptions, simulateX, type Variant } from './simulation.ts';

export const VARIANTS = [
  'as built',
  'blind retry',
  'without looking',
  'without reserves',
  'intent cleared first',
  'one post each',
  'joint post lost',
] as const satisfies readonly Variant[];

/** What a number of days of one X account came to. `urgent`: resolutions and apologies; `late`: over 30 minutes. */
export type DaysOnX = {
  steps: number;
  urgent: number;
  late: number;
  violations: { seed: number; step: number; invariant: string; detail: string }[];
};

/** Of resolutions and apologies, so many may be late while X works. */
const LATE_SHARE = 1 / 1000;

/** The worst account that was seen, on the busiest day: what reserves are for. */
const NARROW: SimulationOptions = { postsPerDay: 17, busy: true };

/** Two days of each seed: one where X refuses repeated texts, and one where nothing but ourselves prevents them. */
export async function daysOfSeed(seed: number, variant: Variant = 'as built'): Promise<DaysOnX> {
  const narrow = variant === 'without reserves' ? NARROW : {};
  const days: DaysOnX = { steps: 0, urgent: 0, late: 0, violations: [] };
  for (const duplicateFilter of [true, false]) {
    const day = await simulateX(seed, { ...narrow, variant, duplicateFilter });
    days.steps += day.steps;
    days.urgent += day.urgent;
    days.late += day.late.length;
    days.violations.push(...day.violations.map((one) => ({ seed, step: day.steps, ...one })));
  }
  return days;
}

/** Lateness is judged over all seeds together: one late post in a thousand is the measure, not one in a day. */
export const tooLate = ({ urgent, late }: Pick<DaysOnX, 'urgent' | 'late'>): boolean => late > urgent * LATE_SHARE;
