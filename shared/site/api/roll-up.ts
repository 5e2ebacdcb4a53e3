import type { ComponentStatus, Impact } from '../../core/entry.ts';
import type { PublicMaintenance, PublicOutage } from '../../core/public-incident.ts';
import { MAINTENANCE } from '../../wording/maintenance.ts';

export type RollUp = { indicator: 'none' | 'minor' | 'major' | 'critical' | 'maintenance'; description: string };

const BY_IMPACT: Record<Impact, RollUp> = {
  // Somebody opened an incident and it is not over: whatever its impact, the page is not all green.
  none: { indicator: 'minor', description: 'Partially Degraded Service' },
  minor: { indicator: 'minor', description: 'Minor Service Outage' },
  major: { indicator: 'major', description: 'Partial System Outage' },
  critical: { indicator: 'critical', description: 'Major System Outage' },
};

const RANK: Record<RollUp['indicator'], number> = { none: 0, maintenance: 1, minor: 2, major: 3, critical: 4 };

/**
 * The one status of the whole page, in the vendor's words: from the components, lifted by what is open. `work` is under
 * way or not confirmed; the vendor has no word for the latter, and `none` would be green.
 */
export function rollUp(
  components: readonly ComponentStatus[],
  open: readonly PublicOutage[],
  work: readonly PublicMaintenance[] = [],
): RollUp {
  const said = byComponents(components);
  const fromComponents = said.indicator === 'none' ? byWork(work) : said;
  return open
    .map((incident) => BY_IMPACT[incident.impact])
    .reduce((worst, one) => (RANK[one.indicator] > RANK[worst.indicator] ? one : worst), fromComponents);
}

function byWork(work: readonly PublicMaintenance[]): RollUp {
  if (work.length === 0) return { indicator: 'none', description: 'All Systems Operational' };
  const isUnderWay = work.some((one) => one.phase === 'open');
  return { indicator: 'maintenance', description: isUnderWay ? 'Service Under Maintenance' : MAINTENANCE.unconfirmed };
}

function byComponents(components: readonly ComponentStatus[]): RollUp {
  const all = (status: ComponentStatus) => components.length > 0 && components.every((one) => one === status);
  const any = (status: ComponentStatus) => components.includes(status);
  if (all('major_outage')) return { indicator: 'critical', description: 'Major System Outage' };
  if (any('major_outage') || all('partial_outage')) return { indicator: 'major', description: 'Partial System Outage' };
  if (any('partial_outage')) return { indicator: 'minor', description: 'Minor Service Outage' };
  if (any('degraded_performance')) return { indicator: 'minor', description: 'Partially Degraded Service' };
  if (any('under_maintenance')) return { indicator: 'maintenance', description: 'Service Under Maintenance' };
  return { indicator: 'none', description: 'All Systems Operational' };
}
