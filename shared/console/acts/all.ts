import type { ApiIncident } from '../../client/types.ts';
import type { Act } from './act.ts';
import { moveReport, postmortem, reopen, resolve } from './closing.ts';
import { correct, merge, redact, retract } from './corrections.ts';
import { maintenanceSteps, schedule } from './maintenance.ts';
import { open } from './open.ts';
import { update, withdrawEta } from './update.ts';

/** What begins something new. */
export const BEGINNINGS: readonly Act[] = [open, schedule];

/** What can be done to an incident or a maintenance as a whole, most needed first. */
const ACTS: readonly Act[] = [
  update,
  resolve,
  reopen,
  withdrawEta,
  postmortem,
  moveReport,
  retract,
  merge,
  ...maintenanceSteps,
];

/** What can be done to one of its entries. */
const ENTRY_ACTS: readonly Act[] = [correct, redact];

export const actsOn = (incident: ApiIncident): readonly Act[] => ACTS.filter((act) => act.fits(incident));

export const actNamed = (name: string): Act | undefined =>
  [...BEGINNINGS, ...ACTS, ...ENTRY_ACTS].find((act) => act.name === name);
