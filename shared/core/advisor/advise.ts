import { type Instant, MINUTE_MS, plus } from '../instant.ts';
import { type Calibration, uncalibrated } from './calibration.ts';
import { remaining, type Situation } from './remaining.ts';
import { advisedMs } from './replay.ts';

/** A time by which the incident is over in this share of the cases: in whole minutes from now, and as an instant. */
export type Quantile = { minutes: number; at: Instant };

/** What history says about the time until resolved. Wide intervals are wide: nothing is narrowed to look better. */
export type EtaAdvice = {
  quantiles: Record<'p50' | 'p80' | 'p90' | 'p95', Quantile>;
  basis: {
    /** The team's own resolved incidents that lasted longer than this one has lasted. */
    own: number;
    /** Of its own incidents, those that had this status as long. */
    matching: number;
    /** Resolved incidents that were looked at in all. */
    history: number;
    /** True while the team's own incidents are too few to speak for themselves. */
    prior: boolean;
    label: string;
  };
};

/** From this many own incidents on the advice is called the team's own; other teams' then weigh less than they do. */
const ENOUGH = 15;

/**
 * The time that an open incident still takes, from what was resolved before: P50, P80, P90 and P95. A promise to the
 * public belongs at P80 to P90. `history` is newest resolution first; `calibration` is learnt from it.
 */
export function adviseEta({
  calibration = uncalibrated,
  now,
  ...situation
}: Situation & { calibration?: Calibration; now: Instant }): EtaAdvice {
  const { own, matching } = remaining(situation);
  const [p50, p80, p90, p95] = advisedMs(situation, calibration).map((ms): Quantile => {
    const minutes = Math.max(1, Math.round(ms / MINUTE_MS));
    return { minutes, at: plus(now, minutes * MINUTE_MS) };
  }) as [Quantile, Quantile, Quantile, Quantile];
  const prior = own < ENOUGH;
  const basis = { own, matching, history: situation.history.length, prior, label: labelOf(own, prior) };
  return { quantiles: { p50, p80, p90, p95 }, basis };
}

function labelOf(own: number, prior: boolean): string {
  if (own === 0) return "other teams' experience: you have no resolved incident that lasted this long";
  const incidents = own === 1 ? '1 incident of your own' : `${own} incidents of your own`;
  return prior
    ? `mostly other teams' experience, and ${incidents} that lasted this long`
    : `${incidents} that lasted this long`;
}
