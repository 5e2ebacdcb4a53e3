import { replayed } from '../core/evolve.ts';
import { isLive } from '../core/incident.ts';
import { type Instant, msBetween } from '../core/instant.ts';
import { TOO_OLD_TO_APOLOGISE_MS } from '../core/policy.ts';
import type { Control, ControlRecord } from '../ports/control.ts';
import type { IncidentLog } from '../ports/incident-log.ts';

/** `table`: the name of the table that this runs on, to notice a restored copy. */
export type BlindPorts = { log: IncidentLog; control: ControlRecord; table: string };

/**
 * After an hour without a sweep in which a promise fell due, and on a restored table, the pipeline knows too little of
 * the present to speak by itself. It freezes until a person releases it.
 */
export async function freezeIfBlind(
  ports: BlindPorts,
  control: Control,
  due: readonly string[],
  now: Instant,
): Promise<Control> {
  const reason = await whyBlind(ports, control, due, now);
  if (reason === undefined || control.frozen) return control;
  const frozen = { since: now, reason, by: 'pipeline' };
  await ports.control.freeze(frozen);
  return { ...control, frozen };
}

async function whyBlind(ports: BlindPorts, control: Control, due: readonly string[], now: Instant) {
  if (control.table !== undefined && control.table !== ports.table) {
    return `this table is a restored copy of ${control.table}; check what is public before you release`;
  }
  const last = control.lastSweepAt;
  if (last === undefined || msBetween(last, now) < TOO_OLD_TO_APOLOGISE_MS) return undefined;
  for (const id of due) {
    const incident = replayed(id, await ports.log.load(id));
    const missed =
      isLive(incident) && incident.promises.some((row) => row.state === 'open' && row.at > last && row.at < now);
    if (missed)
      return `no sweep ran since ${last}, and a promise fell due meanwhile; check what is public before you release`;
  }
  return undefined;
}
