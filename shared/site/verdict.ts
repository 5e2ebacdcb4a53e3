import type { Config } from '../config/config-schema.ts';
import type { ComponentStatus, Impact } from '../core/entry.ts';
import type { Instant } from '../core/instant.ts';
import type { PublicIncident, PublicMaintenance, PublicOutage } from '../core/public-incident.ts';
import type { SiteIndexView } from '../ports/site-index.ts';
import { COMPONENT_WORDS } from '../wording/incident.ts';
import { MAINTENANCE } from '../wording/maintenance.ts';
import { VERDICT } from '../wording/site.ts';
import { activeMaintenances, isOverrunning, openOutages, unconfirmedMaintenances } from './maintenances.ts';
import { type CurrentComponent, currentComponents, newestFirst, titleOf, workedOn } from './site-index-state.ts';

/** How the page looks as a whole. Each has a shape of its own, so that nothing is said by colour alone. */
export type Level = 'clear' | 'maintenance' | 'watching' | 'minor' | 'major' | 'critical';

export type Verdict = { level: Level; headline: string };

const COMPONENT_LEVEL: Record<ComponentStatus, number> = {
  operational: 0,
  under_maintenance: 0,
  degraded_performance: 1,
  partial_outage: 2,
  major_outage: 3,
};
const IMPACT_LEVEL: Record<Impact, number> = { none: 0, minor: 1, major: 2, critical: 3 };
const LEVELS: readonly Level[] = ['minor', 'minor', 'major', 'critical'];

/**
 * The one thing that the site says. Announced work is told apart from incidents, gives way to them, and is neither green
 * while it goes on nor before a person has said that it is over.
 */
export function siteVerdict(siteIndex: SiteIndexView, config: Config, now: Instant): Verdict {
  const open = openOutages(siteIndex);
  if (open.length > 0) return verdictOf(open, currentComponents(config, siteIndex.open));
  const active = activeMaintenances(siteIndex);
  if (active.length > 0) return maintenanceVerdict(active, config, now);
  return maintenanceVerdict(unconfirmedMaintenances(siteIndex), config, now);
}

/** What work alone makes of the page: under way, longer than planned, or not confirmed. */
export function maintenanceVerdict(maintenances: readonly PublicMaintenance[], config: Config, now: Instant): Verdict {
  if (maintenances.length === 0) return { level: 'clear', headline: VERDICT.clear };
  const what = maintenances.some((one) => isOverrunning(one, now))
    ? MAINTENANCE.overrun
    : maintenances.some((one) => one.phase === 'open')
      ? MAINTENANCE.inProgress
      : MAINTENANCE.unconfirmed;
  return { level: 'maintenance', headline: VERDICT.about(what, workedOn(maintenances, config)) };
}

/**
 * What open incidents make of the page. Never `clear` while one is open, also not while it is being watched. The worst
 * word is said of what it is true of, and of nothing else; where no component is named, the worst incident's title leads.
 */
export function verdictOf(open: readonly PublicOutage[], components: readonly CurrentComponent[]): Verdict {
  if (open.length === 0) return { level: 'clear', headline: VERDICT.clear };
  if (open.every((incident) => incident.status === 'monitoring')) return watching(open, components);

  const down = components.filter((component) => COMPONENT_LEVEL[component.status] > 0);
  const worstDown = Math.max(0, ...down.map(({ status }) => COMPONENT_LEVEL[status]));
  const acute = worstFirst(open).filter((incident) => incident.status !== 'monitoring');
  const [worst] = acute;
  const byImpact = IMPACT_LEVEL[worst!.impact];
  const level = LEVELS[Math.max(worstDown, byImpact)]!;
  if (down.length === 0) return { level, headline: VERDICT.titled(titleOf(worst!), acute.length - 1) };

  const named = new Set(
    worstDown >= byImpact
      ? down.filter(({ status }) => COMPONENT_LEVEL[status] === worstDown).map(({ id }) => id)
      : acute.filter(({ impact }) => impact === worst!.impact).flatMap((one) => one.components.map(({ id }) => id)),
  );
  const [first, others] = [down.filter(({ id }) => named.has(id)), down.filter(({ id }) => !named.has(id))];
  if (first.length === 0) return { level, headline: VERDICT.titled(titleOf(worst!), acute.length - 1) };
  const what = worstDown >= byImpact ? COMPONENT_WORDS[first[0]!.status] : VERDICT.byImpact[worst!.impact];
  const names = (some: readonly CurrentComponent[]) => some.map(({ name }) => name);
  return { level, headline: VERDICT.about(what, names(first), names(byWorst(others))) };
}

const byWorst = (components: readonly CurrentComponent[]) =>
  components.toSorted((a, b) => COMPONENT_LEVEL[b.status] - COMPONENT_LEVEL[a.status]);

/**
 * Open incidents as a reader needs them: by impact and the worst that each says of a component, the newest first among
 * equals, and last what is only being watched.
 */
export function worstFirst<Some extends PublicIncident>(open: readonly Some[]): Some[] {
  const badness = ({ status, impact, components }: PublicIncident): number =>
    status === 'monitoring'
      ? -1
      : Math.max(IMPACT_LEVEL[impact], ...components.map((component) => COMPONENT_LEVEL[component.status]));
  return open.toSorted((a, b) => badness(b) - badness(a) || newestFirst(a, b));
}

function watching(open: readonly PublicIncident[], components: readonly CurrentComponent[]): Verdict {
  const touched = new Set(open.flatMap((incident) => incident.components.map((component) => component.id)));
  const names = components.filter((component) => touched.has(component.id)).map((component) => component.name);
  return { level: 'watching', headline: VERDICT.about(VERDICT.watching, names) };
}
