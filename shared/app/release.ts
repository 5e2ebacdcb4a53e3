import { DAY_MS, plus } from '../core/instant.ts';
import type { Clock } from '../ports/clock.ts';
import type { ControlRecord } from '../ports/control.ts';
import type { IncidentLog } from '../ports/incident-log.ts';
import type { Nudges } from '../ports/nudges.ts';

type Ports = { log: IncidentLog; nudges: Nudges; clock: Clock };

/** No promise is further away, so that nothing on the watch list is. */
const FURTHEST_MS = 91 * DAY_MS;

/** The sweep brings up the rest, each in its time. */
const AT_MOST = 200;

/** Lifts the freeze: the sweep decides again from the present, and the channels say what was held back. */
export async function release(ports: Ports & { control: ControlRecord }): Promise<void> {
  await ports.control.freeze(undefined);
  await lookAtAllWatched(ports);
}

/** Something that held back many was switched: everything that has something ahead of it is looked at now. */
export async function lookAtAllWatched(ports: Ports): Promise<void> {
  const now = ports.clock.now();
  const watched = await ports.log.due(plus(now, FURTHEST_MS), AT_MOST);
  const incidents = [...new Set(watched.map((one) => one.incident))];
  if (incidents.length === 0) return;
  await ports.nudges.nudge(incidents);
  await Promise.all(incidents.map((incident) => ports.nudges.lookAt(incident, [now], now)));
}
