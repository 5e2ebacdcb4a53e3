import type { PromiseName } from '../core/entry.ts';
import { msBetween } from '../core/instant.ts';
import type { PublicIncident, PublicMaintenance, PublicOutage } from '../core/public-incident.ts';
import type { SiteFile } from '../ports/site-store.ts';
import { STATUS_MEANS } from '../wording/incident.ts';
import { type MaintenanceSupportFacts, maintenanceSupportLines } from '../wording/maintenance-support-lines.ts';
import { type SupportFacts, supportLines } from '../wording/support-lines.ts';
import type { SiteContext } from './context.ts';
import { plain } from './html.ts';
import { begunAt } from './maintenances.ts';
import { FRESH, incidentPath } from './paths.ts';
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
  title: withoutFullStop(oneLine(titleOf(incident))),
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
        nextUpdateBy: promised(maintenance, 'nextUpdateBy'),
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
      mergedAway: incident.phase === 'merged',
    };
  }
  return {
    ...common,
    over: false,
    means: STATUS_MEANS[incident.status],
    workaround: todo(incident),
    restoreBy: promised(incident, 'restoreBy'),
    saidBackAt: incident.status === 'monitoring' ? lastTurn(incident) : undefined,
    nextUpdateBy: promised(incident, 'nextUpdateBy'),
  };
}

/** The first sentence of what readers can do, as it goes on inside one of ours. */
function todo(incident: PublicIncident): string | undefined {
  const workaround = workaroundOf(incident);
  return workaround === undefined ? undefined : firstSentence(oneLine(plain(workaround)));
}

function promised(incident: PublicIncident, name: PromiseName) {
  const row = incident.promises.findLast((one) => one.promise === name && one.state === 'open');
  return row && { at: row.at, spanMs: msBetween(row.madeAt, row.at) };
}

const lastTurn = (incident: PublicIncident) =>
  incident.entries.findLast(
    (line, index) => line.status === 'monitoring' && incident.entries[index - 1]?.status !== 'monitoring',
  )?.at;

const oneLine = (text: string): string => text.replace(/\s+/g, ' ').trim();

const sentences = new Intl.Segmenter('en', { granularity: 'sentence' });

const firstSentence = (text: string): string =>
  withoutFullStop(([...sentences.segment(text)][0]?.segment ?? '').trim());

const withoutFullStop = (text: string): string => text.replace(/[.!?…]+$/, '');
