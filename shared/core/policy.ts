import type { ApprovalRules } from './approval.ts';
import type { Impact, Status } from './entry.ts';
import { HOUR_MS, MINUTE_MS, SECOND_MS } from './instant.ts';
import type { Shift } from './people/duty.ts';
import type { People } from './second-person.ts';

/** What the core must know of the house's rules. Made from the config; cadences in milliseconds. */
export type Policy = {
  cadenceMs: Record<Exclude<Impact, 'none'>, Record<'investigating' | 'identified' | 'monitoring', number>>;
  reminderLeadsMs: readonly number[];
  /** Which statements a second person reads first; those of restricted incidents always. */
  approval?: ApprovalRules;
  /** What people call each component, by its id. */
  componentNames?: ReadonlyMap<string, string>;
  /** Who is behind machines and names, so that nobody is their own second person. */
  people?: People;
  /** Who is on duty when, as the config's weekly table has it. */
  duty?: readonly Shift[];
};

/** Apologies wait for a tenth of the promised span, at least a second and at most two minutes (docs/rules.md, Grace). */
export const graceMs = (spanMs: number): number => Math.min(Math.max(spanMs / 10, SECOND_MS), 2 * MINUTE_MS);

/** A slip noticed later than this is not posted by itself; a person gets the text (docs/rules.md, Too old). */
export const TOO_OLD_TO_APOLOGISE_MS = 60 * MINUTE_MS;

/** The longest time that the pipeline itself promises (docs/rules.md, Apology count). */
export const LONGEST_PIPELINE_PROMISE_MS = 4 * HOUR_MS;

/** A silence gets at most this many automated entries (docs/rules.md, Apology count). */
export const APOLOGIES_PER_SILENCE = 2;

/** After the pipeline has gone quiet, a person is paged this often (docs/rules.md, Silence). */
export const ESCALATION_EVERY_MS = 30 * MINUTE_MS;

/** How long a delivery may take before the sweep nudges again (docs/rules.md, Delivery check). */
export const DELIVERY_CHECK_MS = 20 * SECOND_MS;

/** How long until the next update is due by default. An impact of none has minor's cadence (docs/rules.md, Cadence). */
export function cadenceMs(policy: Policy, impact: Impact, status: Status): number {
  const phases = policy.cadenceMs[impact === 'none' ? 'minor' : impact];
  switch (status) {
    case 'investigating':
    case 'identified':
      return phases[status];
    case 'in_progress':
      return phases.identified;
    case 'monitoring':
    case 'resolved':
    case 'postmortem':
    case 'scheduled':
    case 'verifying':
    case 'completed':
    case 'cancelled':
      return phases.monitoring;
  }
}
