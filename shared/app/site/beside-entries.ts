import type { Config } from '../../config/config-schema.ts';
import type { ChannelFacts } from '../../core/channel/channel.ts';
import { PUBLIC_CHANNELS } from '../../core/channel/shipped.ts';
import type { ChannelTold } from '../../core/channel/standing.ts';
import type { ChannelName, Deliveries } from '../../core/delivery.ts';
import type { Entry } from '../../core/entry.ts';
import { replayed } from '../../core/evolve.ts';
import { importedIncident } from '../../core/imported.ts';
import type { Instant } from '../../core/instant.ts';
import { type PublicIncident, publicIncident } from '../../core/public-incident.ts';
import { channelMode } from '../../ports/channel-mode.ts';
import type { Control } from '../../ports/control.ts';
import type { DeliveryRecords } from '../../ports/deliveries.ts';
import type { PeopleAnswered } from '../../ports/desk.ts';
import type { Imports } from '../../ports/imports.ts';
import type { IncidentLog } from '../../ports/incident-log.ts';
import { shownBesideEntries } from '../../site/shown.ts';
import { titleOf } from '../../site/site-index-state.ts';
import { continuesIn } from '../../wording/merging.ts';

export type BesidePorts = ChannelsOf & {
  log: Pick<IncidentLog, 'load'>;
  imports: Pick<Imports, 'read'>;
  /** Left out where the house does not say how many it has answered: then nobody counts them. */
  answered?: PeopleAnswered | undefined;
};

/** `publicChannels`: those that the config may name; left out, all that there are. */
export type ChannelsOf = { config: Config; publicChannels?: readonly ChannelFacts[] };

/** What the pages of an incident say at a time besides its entries, and what that is made of. */
export type BesideEntries = {
  goesOnIn: { id: string; title: string } | undefined;
  /** What each live channel was told; for one that is not live nobody waits. */
  channels: readonly ChannelTold[];
  /** People whom the desk has answered about an incident that is over; 0 where that is not said. */
  answered: number;
  /** All of it as one text, to compare with what was shown before. */
  shown: string;
};

/** `entries`: its own, as they were read. `told`: the deliveries as they were read, by channel. */
export async function besideEntries(
  ports: BesidePorts,
  incident: PublicIncident,
  { entries, control, told, now }: { entries: readonly Entry[]; control: Control; told: DeliveriesBy; now: Instant },
): Promise<BesideEntries> {
  const channels = toldLive(ports, control, told);
  const [goesOnIn, answered] = await Promise.all([otherOf(ports, incident), answeredIn(ports, incident, entries)]);
  return { goesOnIn, channels, answered, shown: shownBesideEntries(incident, { goesOnIn, channels, answered }, now) };
}

/** What the pages showed besides the entries when they were last written; undefined if they lack the newest entry. */
export function shownBefore(onSite: Deliveries, { head }: PublicIncident): string | undefined {
  const last = onSite.get(head.seq);
  return last?.state === 'delivered' ? last.shown : undefined;
}

/**
 * While an incident is open the number would change with each answer, and the page with it. Of a restricted one nothing but
 * its public words is said, which the public side does not know, and the entries do.
 */
async function answeredIn(
  { answered }: BesidePorts,
  { id, phase }: PublicIncident,
  entries: readonly Entry[],
): Promise<number> {
  if (answered === undefined || phase !== 'resolved') return 0;
  const incident = replayed(id, entries);
  return incident.phase !== 'unreported' && incident.handling === 'normal' ? answered.in(id) : 0;
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

/** What channels did with the entries of one incident. */
export type DeliveriesBy = ReadonlyMap<ChannelName, Deliveries>;

/** Those that say a statement once for everybody, and that the config names. Whoever follows is told apart. */
const named = ({ config, publicChannels = PUBLIC_CHANNELS }: ChannelsOf): ChannelFacts[] =>
  publicChannels.filter(({ name, atOnce }) => atOnce !== 'person' && config.channels.some((one) => one === name));

/** A switch may outlive the channel: one that the config does not name any more is not live. */
export const live = (of: ChannelsOf, control: Control): ChannelFacts[] =>
  named(of).filter((channel) => channelMode(control, channel) === 'live');

/** What of this those were told that are live. */
export const toldLive = (of: ChannelsOf, control: Control, told: DeliveriesBy): ChannelTold[] =>
  live(of, control).map((is) => ({ is, deliveries: told.get(is.name) ?? new Map() }));

/** What the channels that the config names were told of an incident, in one query, or none where it names none. */
export async function deliveriesByChannel(
  { deliveries, ...of }: ChannelsOf & { deliveries: Pick<DeliveryRecords, 'of' | 'onAll'> },
  incident: string,
): Promise<DeliveriesBy> {
  const [first, ...others] = named(of);
  if (first === undefined) return new Map();
  // Of one alone less is read.
  return others.length > 0
    ? deliveries.onAll(incident)
    : new Map([[first.name, await deliveries.of(incident, first.name)]]);
}
