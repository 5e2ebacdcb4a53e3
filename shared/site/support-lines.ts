import { begunAt } from '../core/maintenance.ts';
import type { PublicIncident, PublicMaintenance, PublicOutage } from '../core/public-incident.ts';
import { clockOf } from '../core/standing.ts';
import type { SiteFile } from '../ports/site-store.ts';
import { statusMeans } from '../wording/incident.ts';
import { type MaintenanceSupportFacts, maintenanceSupportLines } from '../wording/maintenance-support-lines.ts';
import { type SupportFacts, supportLines } from '../wording/support-lines.ts';
import type { SiteContext } from './context.ts';
import { plain } from './html.ts';
import { FRESH, incidentPath } from './paths.ts';
import { firstSentence, withoutFullStop } from './plain-text.ts';
import { beganAt, componentName, titleOf, workaroundOf } from './site-index-state.ts';

export const supportLinesPath = (id: string): string => `${incidentPath(id)}/say.txt`;

/** Three sentences about an incident, one a line, for people and machines that speak to our customers. */
export const supportLinesFile = (context: SiteContext, incident: PublicIncident): SiteFile => ({
  key: supportLinesPath(incident.id).slice(1),
  body: `${(
    incident.type === 'maintenance'
      ? maintenanceSupportLines(context.voice, maintenanceFactsOf(context, incident))
      : supportLines(context.voice, factsOf(context, incident))
  ).join('\n')}\n`,
  contentType: 'text/plain; charset=utf-8',
  cacheControl: FRESH,
});

const commonOf = ({ config, siteUrl, now }: SiteContext, incident: PublicIncident) => ({
  title: withoutFullStop(titleOf(incident).replace(/\s+/g, ' ').trim()),
  url: `${siteUrl}${incidentPath(incident.id)}`,
  now,
  affected: incident.components.map(({ id }) => plain(componentName(config, id))),
});

function maintenanceFactsOf(context: SiteContext, maintenance: PublicMaintenance): MaintenanceSupportFacts {
  const { phase, scheduledFor, scheduledUntil, confirmed } = maintenance;
  const common = { ...commonOf(context, maintenance), scheduledFor, scheduledUntil, workaround: todo(maintenance) };
  switch (phase) {
    case 'open':
      return {
        ...common,
        phase,
        begunAt: begunAt(maintenance) ?? scheduledFor,
        next: clockOf(maintenance, 'nextUpdateBy', context.now),
      };
    case 'completed':
      return { ...common, phase, confirmed, endedAt: maintenance.endedAt ?? maintenance.head.at };
    default:
      return { ...common, phase };
  }
}

function factsOf(context: SiteContext, incident: PublicOutage): SupportFacts {
  const common = { ...commonOf(context, incident), beganAt: beganAt(incident) };
  if (incident.phase !== 'open') {
    const endedAt = incident.endedAt ?? incident.head.at;
    return {
      ...common,
      over: true,
      endedAt,
      inError: incident.phase === 'retracted',
      mergedInto: incident.phase === 'merged' ? otherOf(context) : undefined,
    };
  }
  return {
    ...common,
    over: false,
    means: statusMeans(incident),
    workaround: todo(incident),
    restore: clockOf(incident, 'restoreBy', context.now),
    next: clockOf(incident, 'nextUpdateBy', context.now),
  };
}

const otherOf = ({ goesOnIn, siteUrl }: SiteContext) =>
  goesOnIn === undefined
    ? ({ unknown: true } as const)
    : { title: withoutFullStop(goesOnIn.title), url: `${siteUrl}${incidentPath(goesOnIn.id)}` };

/** The first sentence of what readers can do, as it goes on inside one of ours. */
function todo(incident: PublicIncident): string | undefined {
  const workaround = workaroundOf(incident);
  return workaround === undefined ? undefined : firstSentence(workaround);
}
