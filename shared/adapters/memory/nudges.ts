import type { Instant } from '../../core/instant.ts';
import type { Listener, Nudges } from '../../ports/nudges.ts';
import { atOnce } from './table.ts';

/** What was asked for, in order. */
export type Nudge =
  | { type: 'incident'; incident: string; whom?: readonly Listener[] }
  | { type: 'site' }
  | { type: 'look'; incident: string; at: Instant; seq?: number };

/** Nudges as a list that grows; whoever gave the list delivers, loses or repeats them. */
export function memoryNudges(sent: Nudge[] = []): Nudges {
  return {
    nudge: (incidents, whom) =>
      atOnce(() => {
        for (const incident of incidents) sent.push({ type: 'incident', incident, ...(whom && { whom }) });
      }),
    nudgeSite: () => atOnce(() => void sent.push({ type: 'site' })),
    lookAt: (incident, at, _now, seq) =>
      atOnce(() => {
        for (const one of at) sent.push({ type: 'look', incident, at: one, ...(seq !== undefined && { seq }) });
      }),
  };
}
