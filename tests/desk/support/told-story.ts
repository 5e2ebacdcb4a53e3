import { evolve } from '../../../shared/core/evolve.ts';
import { type Incident, type ReportedIncident, unreported } from '../../../shared/core/incident.ts';
import { entryOf, type Step } from '../../support/story.ts';

export { at, opened, reopened, resolved, type Step, update } from '../../support/story.ts';

/** The incident that a story tells. */
export function told(steps: readonly Step[], id = 'i1'): ReportedIncident {
  const incident = steps.reduce<Incident>((before, step) => {
    const entry = entryOf(before, step);
    return entry === 'nothing' ? before : evolve(before, entry);
  }, unreported(id));
  if (incident.phase === 'unreported') throw new Error('nothing was told');
  return incident;
}
