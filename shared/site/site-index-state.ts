import type { Config } from '../config/config-schema.ts';
import type { LogLine } from '../core/chain.ts';
import { severity } from '../core/components.ts';
import type { ComponentStatus } from '../core/entry.ts';
import type { Instant } from '../core/instant.ts';
import type { PublicIncident } from '../core/public-incident.ts';
import type { SiteIndexView } from '../ports/site-index.ts';
import { UNTITLED } from '../wording/incident.ts';
import { plain } from './html.ts';

export { beganAt, workaroundOf } from '../core/public-incident.ts';
export { titleOf } from '../wording/incident.ts';

/** A component of the config with the state that it is in now, and since when that has been said. */
export type CurrentComponent = Config['components'][number] & { status: ComponentStatus; since: Instant | undefined };

/** Names of what these incidents concern, in the order of the config. */
export function workedOn(incidents: readonly PublicIncident[], config: Config): string[] {
  const ids = new Set(incidents.flatMap((incident) => incident.components.map((component) => component.id)));
  return config.components.filter((component) => ids.has(component.id)).map((component) => component.name);
}

export const isOpen = (incident: PublicIncident): boolean => incident.phase === 'open';

/**
 * Every component as the open incidents leave it: the worst that any of them still says. `since` is when one of `all`
 * last spoke of it, open or not.
 */
export function currentComponents(
  config: Config,
  open: readonly PublicIncident[],
  all: readonly PublicIncident[] = open,
): CurrentComponent[] {
  return config.components.map((component) => {
    const said = open.flatMap((incident) => incident.components.filter((state) => state.id === component.id));
    const worst = said.toSorted((a, b) => severity(b.status) - severity(a.status))[0];
    const spoken = all.flatMap((incident) => lastSaid(incident, component.id) ?? []);
    return { ...component, status: worst?.status ?? 'operational', since: spoken.toSorted().at(-1) };
  });
}

/** When an incident last changed what is said of a component; its end puts every component back. */
function lastSaid(incident: PublicIncident, component: string): Instant | undefined {
  const line = incident.entries.findLast((one) => one.components?.some((state) => state.id === component));
  return line && incident.endedAt && incident.endedAt > line.at ? incident.endedAt : line?.at;
}

/** Name of a component; one that the config no longer lists keeps its id. */
export const componentName = (config: Config, id: string): string =>
  config.components.find((component) => component.id === id)?.name ?? id;

/** Name of a component that an incident speaks of: an imported one knows it by the name that it had there. */
export function nameIn(incident: PublicIncident, config: Config, id: string): string {
  const told = incident.imported?.updates.flatMap((update) => update.affected ?? []).find((one) => one.id === id);
  return config.components.some((component) => component.id === id) ? componentName(config, id) : (told?.name ?? id);
}

/** The title as it was when entry `seq` was said: a feed entry keeps the title under which it went out. */
export function titleAt(incident: PublicIncident, seq: number): string {
  const titled = incident.entries.findLast((line) => line.seq <= seq && line.title !== undefined);
  return plain(titled?.title ?? '') || UNTITLED;
}

/** Open incidents and the newest ones, each once, newest first. */
export function known(siteIndex: SiteIndexView): PublicIncident[] {
  const byId = new Map([...siteIndex.open, ...siteIndex.newest].map((incident) => [incident.id, incident]));
  return [...byId.values()].filter((incident) => !incident.imported?.removed).toSorted(newestFirst);
}

export const newestFirst = (a: PublicIncident, b: PublicIncident): number =>
  a.openedAt === b.openedAt ? (a.id < b.id ? 1 : -1) : a.openedAt < b.openedAt ? 1 : -1;

/** The last time that anything was said, or `fallback` on a site that has said nothing yet. */
export const lastWordAt = (incidents: readonly PublicIncident[], fallback: Instant): Instant =>
  incidents
    .map((incident) => incident.head.at)
    .toSorted()
    .at(-1) ?? fallback;

/** All entries of these incidents, newest first. */
export const allLines = (incidents: readonly PublicIncident[]): { incident: PublicIncident; line: LogLine }[] =>
  incidents
    .flatMap((incident) => incident.entries.map((line) => ({ incident, line })))
    .toSorted((a, b) => (a.line.at < b.line.at ? 1 : a.line.at > b.line.at ? -1 : b.line.seq - a.line.seq));

/** `2026-11`: the month that an incident was first reported in, in UTC. */
export const monthOf = (incident: Pick<PublicIncident, 'openedAt'>): string => incident.openedAt.slice(0, 7);

/** The site index shows this many of the newest incidents. */
const INDEX_HOLDS = 50;

/** True if no incident of that month can lie beyond what the site index shows. */
export function holdsWholeMonth(siteIndex: SiteIndexView, month: string): boolean {
  const oldest = siteIndex.newest.at(-1);
  return siteIndex.newest.length < INDEX_HOLDS || (oldest !== undefined && monthOf(oldest) < month);
}
