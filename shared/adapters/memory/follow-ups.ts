import type { FollowUp, FollowUps } from '../../ports/follow-ups.ts';
import { atOnce, stored } from './table.ts';

/** Loops in memory, as the table keeps them. */
export function memoryFollowUps(followUps = new Map<string, Map<string, FollowUp>>()): FollowUps {
  const on = (incident: string) => followUps.get(incident) ?? new Map<string, FollowUp>();
  const keep = (incident: string, followUp: FollowUp) => {
    followUps.set(incident, new Map([...on(incident), [followUp.id, stored(followUp)]]));
    return followUp;
  };
  return {
    of: (incident) => atOnce(() => [...on(incident).values()].toSorted((a, b) => (a.at < b.at ? -1 : 1))),
    add: (incident, followUp) => atOnce(() => on(incident).get(followUp.id) ?? keep(incident, followUp)),
    answer: (incident, id, answered) =>
      atOnce(() => {
        const followUp = on(incident).get(id);
        if (followUp === undefined || followUp.answered) return followUp;
        return keep(incident, { ...followUp, answered });
      }),
  };
}
