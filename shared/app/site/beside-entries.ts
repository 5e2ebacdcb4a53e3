import type { Config } from '../../config/config-schema.ts';
import type { Deliveries } from '../../core/delivery.ts';
import type { Entry } from '../../core/entry.ts';
import { replayed } from '../../core/evolve.ts';
import { importedIncident } from '../../core/imported.ts';
import type { Instant } from '../../core/instant.ts';
import { type PublicIncident, publicIncident } from '../../core/public-incident.ts';
import { X } from '../../core/x/facts.ts';
import type { Control } from '../../ports/control.ts';
import type { DeliveryRecords } from '../../ports/deliveries.ts';
import type { Imports } from '../../ports/imports.ts';
import type { IncidentLog } from '../../ports/incident-log.ts';
import { shownBesideEntries } from '../../site/shown.ts';
import { titleOf } from '../../site/site-index-state.ts';
import { continuesIn } from '../../wording/merging.ts';

export type BesidePorts = { config: Config; log: Pick<IncidentLog, 'load'>; imports: Pick<Imports, 'read'> };

/** What the pages of an incident say at a time besides its entries, and what that is made of. */
export type BesideEntries = {
  goesOnIn: { id: string; title: string } | undefined;
  /** What X was told; undefined where X is not live: then nobody waits for it. */
  onX: Deliveries | undefined;
  /** All of it as one text, to compare with what was shown before. */
  shown: string;
};

/** `onX`: the deliveries on X as they were read. */
export async function besideEntries(
  ports: BesidePorts,
  incident: PublicIncident,
  { control, onX: told, now }: { control: Control; onX: Deliveries; now: Instant },
): Promise<BesideEntries> {
  const onX = xIsLive(ports, control) ? told : undefined;
  const goesOnIn = await otherOf(ports, incident);
  return { goesOnIn, onX, shown: shownBesideEntries(incident, { goesOnIn, onX }, now) };
}

/** What the pages showed besides the entries when they were last written; undefined if they lack the newest entry. */
export function shownBefore(onSite: Deliveries, { head }: PublicIncident): string | undefined {
  const last = onSite.get(head.seq);
  return last?.state === 'delivered' ? last.shown : undefined;
}

/** Where a merged incident goes on, by the title that the public knows; undefined where the other is not public. */
async function otherOf(
  ports: Pick<BesidePorts, 'imports' | 'log'>,
  incident: PublicIncident,
): Promise<{ id: string; title: string } | undefined> {
  const id = continuesIn(incident);
  if (id === undefined) return undefined;
  const other = await toldOf(ports, id, await ports.log.load(id));
  return other && { id, title: titleOf(other) };
}

/** The public side of what the log tells of an incident or, where it has nothing, another system; none of a drill. */
export async function toldOf(
  { imports }: Pick<BesidePorts, 'imports'>,
  id: string,
  entries: readonly Entry[],
): Promise<PublicIncident | undefined> {
  const replay = replayed(id, entries);
  if (replay.phase !== 'unreported') return replay.handling === 'drill' ? undefined : publicIncident(replay);
  const imported = await imports.read(id);
  return imported && importedIncident(imported);
}

/** A switch may outlive the channel: one that the config does not name any more is not live. */
export const xIsLive = ({ config }: Pick<BesidePorts, 'config'>, control: Control): boolean =>
  config.channels.includes(X.name) && control.channels[X.name] === 'live';

/** What X was told of an incident; nothing is read for a channel that the config does not name. */
export const deliveriesOnX = async (
  { config, deliveries }: { config: Config; deliveries: Pick<DeliveryRecords, 'of'> },
  incident: string,
): Promise<Deliveries> => (config.channels.includes(X.name) ? deliveries.of(incident, X.name) : new Map());
