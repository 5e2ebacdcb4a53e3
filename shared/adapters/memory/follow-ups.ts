import type { Loop, LoopRecords } from '../../ports/follow-ups.ts';
import { atOnce, stored } from './table.ts';

/** Loops in memory, as the table keeps them. */
export function memoryLoops(loops = new Map<string, Map<string, Loop>>()): LoopRecords {
  const on = (incident: string) => loops.get(incident) ?? new Map<string, Loop>();
  const keep = (incident: string, loop: Loop) => {
    loops.set(incident, new Map([...on(incident), [loop.id, stored(loop)]]));
    return loop;
  };
  return {
    of: (incident) => atOnce(() => [...on(incident).values()].toSorted((a, b) => (a.at < b.at ? -1 : 1))),
    add: (incident, loop) => atOnce(() => on(incident).get(loop.id) ?? keep(incident, loop)),
    answer: (incident, id, answered) =>
      atOnce(() => {
        const loop = on(incident).get(id);
        if (loop === undefined || loop.answered) return loop;
        return keep(incident, { ...loop, answered });
      }),
  };
}
