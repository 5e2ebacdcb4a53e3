import { config } from '../config/config.ts';
import { spoken } from '../config/voice.ts';
import type { Entry } from '../core/entry.ts';
import type { ReportedIncident } from '../core/incident.ts';
import { incidentPath } from '../site/paths.ts';
import { roomWords } from '../wording/rooms.ts';
import { systemClock } from './connect.ts';

/** What a room would be told, as text. */
export const roomText = (siteUrl: string) => async (incident: ReportedIncident, entry: Entry) => {
  const names = new Map(config.components.map(({ id, name }) => [id, name]));
  const { headline, message, workaround, lines } = roomWords(spoken, {
    incident,
    entry,
    brand: config.brand.name,
    affected: incident.components.map(({ id }) => names.get(id) ?? id),
    pageUrl: `${siteUrl}${incidentPath(incident.id)}`,
    stopUrl: siteUrl,
    now: systemClock.now(),
  });
  return [headline, message, ...(workaround === undefined ? [] : [workaround]), lines.join('\n')].join('\n\n');
};
