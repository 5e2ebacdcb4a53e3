import type { Instant } from '../../core/instant.ts';
import type { Nudges } from '../../ports/nudges.ts';
import { atOnce } from './table.ts';

/** What was asked for, in order. */
export type Nudge =
  | { type: 'incident'; incident: string }
  | { type: 'site' }
  | { type: 'look'; incident: string; at: Instant };

/** Nudges as a list that grows; whoever gave the list delivers, loses or repeats them. */
export function memoryNudges(sent: Nudge[] = []): Nudges {
  return {
    nudge: (incidents) =>
      atOnce(() => void sent.push(...incidents.map((incident) => ({ type: 'incident' as const, incident })))),
    nudgeSite: () => atOnce(() => void sent.push({ type: 'site' })),
    lookAt: (incident, at) =>
      atOnce(() => void sent.push(...at.map((one) => ({ type: 'look' as const, incident, at: one })))),
  };
}
