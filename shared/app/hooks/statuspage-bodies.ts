import type { ReportedIncident } from '../../core/incident.ts';
import { publicIncident } from '../../core/public-incident.ts';
import type { SignedCall } from '../../ports/carrier.ts';
import { pageStatus } from '../../site/api/documents.ts';
import { shortId } from '../../site/api/ids.ts';
import { incidentDocument, incidentObject, maintenanceObject, statusBefore } from '../../site/api/statuspage.ts';
import type { SiteInput } from '../../site/context.ts';
import { asOf, callId, firstFitting, shortened, TEXT_LENGTHS } from './bodies.ts';

/**
 * One statement in the shape of Statuspage's own webhooks: a call about the incident, and one for each component whose state
 * it changes, each by itself, as theirs are. Receivers tell them apart by `incident` and `component_update`. Updates are
 * newest first; the oldest are left out where all of them are too much.
 */
export function statuspageCalls(
  site: SiteInput,
  incident: ReportedIncident,
  seq: number,
  endUrl: string,
): SignedCall[] {
  const then = publicIncident(asOf(incident, seq));
  const { page, components: rows, status } = pageStatus(site);
  const common = {
    meta: { unsubscribe: endUrl, documentation: `${site.siteUrl}/`, generated_at: site.now },
    page: { id: page.id, status_indicator: status.indicator, status_description: status.description, url: page.url },
  };
  const line = then.entries.at(-1)!;
  const object = then.type === 'maintenance' ? maintenanceObject(site, then, rows) : incidentObject(site, then, rows);
  const { incident_updates: updates, promises: _ours, ...fields } = incidentDocument(object);
  const newestFirst = updates.toReversed();
  const bodies = TEXT_LENGTHS.flatMap((length) =>
    [50, 10, 3, 1].map(
      (most) => () =>
        JSON.stringify({
          ...common,
          incident: {
            ...NEVER,
            ...fields,
            incident_updates: newestFirst.slice(0, most).map((one) => ({ ...one, body: shortened(one.body, length) })),
          },
        }),
    ),
  );
  const changed = (line.components ?? []).filter((one) => statusBefore(then, seq, one.id) !== one.status);
  return [
    { id: callId(incident.id, seq), body: firstFitting(bodies) },
    ...changed.flatMap(({ id, status: now }) => {
      const row = rows.find((one) => one.id === id);
      if (row === undefined) return [];
      const update = {
        id: shortId('component-update', incident.id, seq, id),
        component_id: id,
        component_type: 'Component',
        created_at: line.at,
        old_status: statusBefore(then, seq, id),
        new_status: now,
      };
      const component = { ...row, status: now, updated_at: line.at };
      return [
        {
          id: `${callId(incident.id, seq)}-${id}`,
          body: JSON.stringify({ ...common, component_update: update, component }),
        },
      ];
    }),
  ];
}

/** What their bodies name of every incident, and ours never have. */
const NEVER = {
  scheduled_for: null,
  scheduled_until: null,
  scheduled_remind_prior: false,
  scheduled_reminded_at: null,
  scheduled_auto_in_progress: false,
  scheduled_auto_completed: false,
} as const;
