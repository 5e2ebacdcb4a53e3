import { plus } from '../core/instant.ts';
import type { Clock } from '../ports/clock.ts';
import type { ControlRecord } from '../ports/control.ts';
import type { IncidentLog } from '../ports/incident-log.ts';
import type { Nudges } from '../ports/nudges.ts';
import { LOOK_AHEAD_MS } from './run-command.ts';

/** Lifts the freeze, and has everything that is watched looked at now: the sweep decides again from the present. */
export async function release(ports: {
  control: ControlRecord;
  log: IncidentLog;
  nudges: Nudges;
  clock: Clock;
}): Promise<void> {
  await ports.control.freeze(undefined);
  const now = ports.clock.now();
  const watched = await ports.log.due(plus(now, LOOK_AHEAD_MS), 100);
  for (const incident of new Set(watched.map((one) => one.incident))) await ports.nudges.lookAt(incident, [now], now);
}
