import { config } from '../../shared/config/config.ts';
import { policyOf } from '../../shared/config/policy.ts';
import { HOUR_MS, MINUTE_MS, SECOND_MS } from '../../shared/core/instant.ts';
import type { Policy } from '../../shared/core/policy.ts';
import type { Manners } from './queue.ts';
import type { Random } from './random.ts';
import type { Hazards } from './worker.ts';

/** Which part of the system a run is about; the functions of the others stay away, so that it goes deeper. */
export type Part = 'all' | 'x' | 'promises' | 'site';

/** How many of twenty seeds are about what. Rendering pages takes most of the time, so most do without. */
const USUAL_PARTS: Record<Part, number> = { promises: 10, x: 7, site: 2, all: 1 };

/** What a seed stands for: how long, how bad, and what people do. */
export type Scenario = {
  part: Part;
  policy: Policy;
  /** How long people act and things go wrong, in virtual ms; then all is calm and what is left has time to happen. */
  busyMs: number;
  calmMs: number;
  incidents: number;
  /** How often a commander speaks before they stop. */
  actions: { min: number; max: number };
  hazards: Hazards;
  manners: Manners;
  /** How likely it is that a nudge never arrives on one channel. */
  lostNudges: number;
  indexLagMs: number;
  skewMs: number;
  /** False if nobody confirmed that reminders arrive. */
  armed: boolean;
  /** When an operator freezes, and for how long. */
  freeze?: { fromMs: number; forMs: number };
  /** When neither schedule nor look queue work. */
  blackout?: { fromMs: number; forMs: number };
  /** How often X gets a new fault; undefined if it behaves. */
  xFaultEveryMs?: number;
  xRefusesDuplicates: boolean;
};

/** Long enough for X's longest gate and for the next round of everybody. */
const CALM_MS = 35 * MINUTE_MS;

/** The site waits for nobody but the sweep. */
const SHORT_CALM_MS = 12 * MINUTE_MS;

/** The scenario of a seed. Some are quiet, some are wild, so that each kind of trouble is also seen by itself. */
export function scenarioOf(random: Random, asked?: Part): Scenario {
  const usual = random.pick(Object.entries(USUAL_PARTS).flatMap(([name, share]) => Array(share).fill(name as Part)));
  const part = asked ?? usual;
  const rendersPages = part === 'site' || part === 'all';
  const wild = random.chance(0.6);
  const usualMs = random.pick(rendersPages ? [5, 10, 20] : [10, 20, 40, 90]) * MINUTE_MS;
  const blackout = random.chance(0.08)
    ? { fromMs: random.int(0, usualMs / 2), forMs: random.pick([5, 20, 70]) * MINUTE_MS }
    : undefined;
  // After a long blackout there is time for somebody to notice.
  const busyMs = Math.max(usualMs, blackout ? blackout.fromMs + blackout.forMs + 10 * MINUTE_MS : 0);
  const freeze = random.chance(0.15)
    ? { fromMs: random.int(0, busyMs), forMs: random.int(1, 20) * MINUTE_MS }
    : undefined;
  return {
    part,
    policy: policyFor(random),
    busyMs,
    calmMs: part === 'site' ? SHORT_CALM_MS : CALM_MS,
    incidents: random.int(1, 3),
    actions: { min: 0, max: random.pick([2, 6, 12]) },
    hazards: {
      crash: wild ? random.pick([0.002, 0.01, 0.03]) : 0,
      error: wild ? random.pick([0.001, 0.01, 0.03]) : 0,
      stall: random.pick([0, 0.01, 0.05]),
    },
    manners: { repeats: wild ? 0.05 : 0, late: wild ? 0.1 : 0 },
    lostNudges: wild ? random.pick([0, 0.05, 0.3]) : 0,
    indexLagMs: random.pick([0, 200, 2_000]),
    skewMs: random.pick([0, 500, 2 * SECOND_MS]),
    armed: random.chance(0.95),
    ...(freeze === undefined ? {} : { freeze }),
    ...(blackout === undefined ? {} : { blackout }),
    ...(wild ? { xFaultEveryMs: random.int(1, 15) * MINUTE_MS } : {}),
    xRefusesDuplicates: random.chance(0.3),
  };
}

/** The commander says one thing and is never heard of again; nothing else goes wrong. */
export const threeDaysOfSilence = (random: Random): Scenario => ({
  part: 'all',
  policy: policyOf(config),
  busyMs: 72 * HOUR_MS,
  calmMs: 0,
  incidents: 1,
  actions: { min: 0, max: 0 },
  hazards: { crash: 0.001, error: 0.001, stall: 0 },
  manners: { repeats: 0.01, late: 0.01 },
  lostNudges: 0.01,
  indexLagMs: random.pick([0, 2_000]),
  skewMs: 500,
  armed: true,
  xRefusesDuplicates: false,
});

/** The house's own cadence, or one so short that promises fall due all the time. */
function policyFor(random: Random): Policy {
  const policy = policyOf(config);
  if (random.chance(0.4)) return policy;
  const phase = () => random.int(1, 10) * MINUTE_MS;
  const impact = () => ({ investigating: phase(), identified: phase(), monitoring: phase() });
  return { ...policy, cadenceMs: { critical: impact(), major: impact(), minor: impact() } };
}
