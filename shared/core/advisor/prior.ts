import type { AdvisedStatus } from './past.ts';
import type { Weighted } from './weighted.ts';

/**
 * How long other teams' incidents still lasted: the centre of ln(minutes left) by age and status, and ten values around
 * it. Fitted on seven companies, equally weighted; honest on average, not for each team.
 */
const CENTRE = 4.3;
const PER_LOG_AGE = 0.42;
const BY_STATUS = { investigating: 0, identified: -0.2, monitoring: -1.1 } as const;
const AROUND = [-2.5, -1.4, -0.9, -0.5, -0.17, 0.16, 0.53, 0.95, 1.5, 2.95] as const;

/** One value counts a little more than one incident of the team's own: a short history knows its tail least. */
const WEIGHT = 1.2;

/** Ages are compared on this scale: 5 and 10 minutes lie far apart, 500 and 505 do not. */
export const logAge = (minutes: number): number => Math.log(1 + minutes / 15);

/** Ten made-up incidents, as ln(minutes left), that stand for other teams' experience. */
export const otherTeams = (status: AdvisedStatus, ageMinutes: number): Weighted[] =>
  AROUND.map((offset) => ({
    value: CENTRE + PER_LOG_AGE * logAge(ageMinutes) + BY_STATUS[status] + offset,
    weight: WEIGHT,
  }));
