import type { Config } from '../../config/config-schema.ts';
import type { LogLine } from '../../core/chain.ts';
import { severity } from '../../core/components.ts';
import type { ComponentStatus, Impact, Status } from '../../core/entry.ts';
import { epochMs, type Instant } from '../../core/instant.ts';
import { begunAt } from '../../core/maintenance.ts';
import type { PublicIncident, PublicMaintenance } from '../../core/public-incident.ts';
import { REDACTED } from '../../wording/incident.ts';
import { workaroundParagraph } from '../../wording/site.ts';
import type { SiteContext } from '../context.ts';
import { incidentPath } from '../paths.ts';
import { promiseRow, standingRows } from '../promise-rows.ts';
import { beganAt, type CurrentComponent, nameIn, titleAt, titleOf } from '../site-index-state.ts';
import { shortId, updateId } from './ids.ts';

// Objects of Statuspage's API v2, for the clients that exist. Field order follows the vendor's own documents.

export const pageObject = ({ config, siteUrl }: SiteContext, updatedAt: Instant) => ({
  id: shortId('page', config.brand.name),
  name: config.brand.name,
  url: siteUrl,
  time_zone: config.brand.timeZone,
  updated_at: updatedAt,
});

/** One row per component, then one per group; positions count from 1 inside a group, and among the ungrouped and groups. */
export function componentRows(config: Config, current: readonly CurrentComponent[]) {
  const pageId = shortId('page', config.brand.name);
  const common = { showcase: false, start_date: null, page_id: pageId, only_show_if_degraded: false };
  const siblings = (group: string | undefined) => current.filter((one) => one.group === group);
  const rows = current.map((component) => ({
    id: component.id,
    name: component.name,
    status: component.status,
    created_at: FIRST_DAY,
    updated_at: component.since ?? FIRST_DAY,
    position: siblings(component.group).indexOf(component) + 1,
    description: component.description ?? null,
    ...common,
    group_id: component.group ?? null,
    group: false,
  }));
  const top = siblings(undefined).length;
  const groups = config.groups.map((group, index) => ({
    id: group.id,
    name: group.name,
    status: worstOf(siblings(group.id).map((one) => one.status)),
    created_at: FIRST_DAY,
    updated_at:
      siblings(group.id)
        .flatMap((one) => one.since ?? [])
        .toSorted()
        .at(-1) ?? FIRST_DAY,
    position: top + index + 1,
    description: null,
    ...common,
    group_id: null,
    group: true,
    components: siblings(group.id).map((one) => one.id),
  }));
  return [...rows, ...groups];
}

/** The config does not say since when a component exists, and clients need a date that never changes. */
const FIRST_DAY: Instant = '2026-01-01T00:00:00.000Z';

/** An incident of API v2: updates newest first, its components in their present state. Times are posted times. */
export function incidentObject(context: SiteContext, incident: PublicIncident, rows: ReturnType<typeof componentRows>) {
  const open = incident.promises.filter((row) => row.state === 'open');
  return {
    id: incident.id,
    name: titleOf(incident),
    status: publicStatus(incident),
    created_at: incident.openedAt,
    updated_at: incident.head.at,
    monitoring_at: lastTurn(incident.entries, 'monitoring') ?? null,
    resolved_at: incident.endedAt ?? null,
    // Clients count by impact: what was opened in error had none.
    impact: incident.phase === 'retracted' ? ('none' as const) : incident.impact,
    shortlink: `${context.siteUrl}${incidentPath(incident.id)}`,
    started_at: beganAt(incident),
    page_id: shortId('page', context.config.brand.name),
    incident_updates: incident.entries.map((line) => updateObject(context, incident, line)).toReversed(),
    components: rows.filter((row) => incident.components.some((one) => one.id === row.id)),
    reminder_intervals: null,
    next_update_by: open.findLast((row) => row.promise === 'nextUpdateBy')?.at ?? null,
    restore_by: open.findLast((row) => row.promise === 'restoreBy')?.at ?? null,
    promises: standingRows(incident, context.now).map(({ row, standing }) => promiseRow(row, standing)),
    ...importedFields(incident),
  };
}

/** What the other system's API said, where ours would say it otherwise; clients know these values already. */
function importedFields({ imported }: PublicIncident) {
  if (!imported) return {};
  const { createdAt, updatedAt, startedAt, monitoringAt, resolvedAt, impact, from } = imported;
  return {
    impact: impact as Impact,
    created_at: createdAt,
    updated_at: updatedAt,
    started_at: startedAt ?? createdAt,
    monitoring_at: monitoringAt ?? null,
    resolved_at: resolvedAt ?? null,
    imported_from: from,
  };
}

function importedUpdateFields({ imported }: PublicIncident, { seq }: LogLine) {
  const update = imported?.updates[seq - 1];
  if (!update) return {};
  const { id, body, createdAt, updatedAt, affected: named } = update;
  const affected_components =
    named?.map((one) => ({ code: one.id, name: one.name, old_status: one.from, new_status: one.to })) ?? null;
  return { id, body, created_at: createdAt, updated_at: updatedAt, affected_components };
}

/** A maintenance of API v2: an incident with its two times, and with the vendor's own impact. */
export const maintenanceObject = (
  context: SiteContext,
  maintenance: PublicMaintenance,
  rows: ReturnType<typeof componentRows>,
) => ({
  ...incidentObject(context, maintenance, rows),
  impact: 'maintenance' as const,
  started_at: begunAt(maintenance) ?? maintenance.scheduledFor,
  scheduled_for: maintenance.scheduledFor,
  scheduled_until: maintenance.scheduledUntil,
  confirmed: maintenance.confirmed,
});

export type IncidentObject = ReturnType<typeof incidentObject> | ReturnType<typeof maintenanceObject>;

/** What has ended by retraction or merging is not open, and v2 has only these words for that. */
export function publicStatus(incident: PublicIncident): Status {
  if (incident.phase === 'open' || incident.type === 'maintenance') return incident.status;
  return incident.status === 'postmortem' ? 'postmortem' : 'resolved';
}

/** Whoever follows updates one by one hears of the end by the last: what is retracted or merged is resolved from then on. */
export function lineStatus({ entries }: PublicIncident, { seq, status }: LogLine): Status {
  const end = entries.find(({ kind }) => kind === 'retracted' || kind === 'merged');
  return end !== undefined && seq >= end.seq ? 'resolved' : status;
}

/** Fields of our own are left out where they say nothing: the newest fifty incidents are written with every update. */
function updateObject({ config, siteUrl }: SiteContext, incident: PublicIncident, line: LogLine) {
  const title = titleAt(incident, line.seq);
  const redactedAt = incident.entries.find((one) => one.kind === 'redaction' && one.corrects === line.seq)?.at;
  return {
    id: updateId(incident.id, line.seq),
    status: lineStatus(incident, line),
    body: bodyText(line, siteUrl),
    incident_id: incident.id,
    created_at: line.at,
    updated_at: redactedAt ?? line.at,
    display_at: line.at,
    affected_components: affected(config, incident, line),
    deliver_notifications: true,
    custom_tweet: null,
    tweet_id: null,
    kind: line.kind,
    ...(line.automated ? { automated: true } : {}),
    ...(line.happenedAt === undefined ? {} : { happened_at: line.happenedAt }),
    ...(title === titleOf(incident) ? {} : { title }),
    ...importedUpdateFields(incident, line),
  };
}

/**
 * The words of an entry as plain text or Markdown, with what readers can do now behind them, and where it goes on if that
 * is elsewhere.
 */
export function bodyText(line: LogLine, siteUrl: string): string {
  if (line.message === undefined) return REDACTED;
  const there = line.into === undefined ? [] : [`${siteUrl}${incidentPath(line.into)}`];
  return [line.message, ...(line.workaround ? [workaroundParagraph(line.workaround)] : []), ...there].join('\n\n');
}

/** Null, not an empty list, where an entry names no component: that is what the vendor sends. */
function affected(config: Config, incident: PublicIncident, line: LogLine) {
  if (!line.components || line.components.length === 0) return null;
  return line.components.map(({ id, status }) => ({
    code: id,
    name: nameIn(incident, config, id),
    old_status: statusBefore(incident, line.seq, id),
    new_status: status,
  }));
}

/** What the incident said of a component before entry `seq`. */
export function statusBefore(incident: PublicIncident, seq: number, component: string): ComponentStatus {
  const earlier = incident.entries.findLast(
    (line) => line.seq < seq && line.components?.some((one) => one.id === component),
  );
  return earlier?.components?.find((one) => one.id === component)?.status ?? 'operational';
}

/** When an incident last turned to a status; undefined if it never had it. */
function lastTurn(entries: readonly LogLine[], status: Status): Instant | undefined {
  return entries.findLast((line, index) => line.status === status && entries[index - 1]?.status !== status)?.at;
}

const worstOf = (statuses: readonly ComponentStatus[]): ComponentStatus =>
  statuses.toSorted((a, b) => severity(b) - severity(a))[0] ?? 'operational';

/** The older document `/incidents/<id>.json`: updates oldest first, and the fields that its readers look for. */
export function incidentDocument(incident: IncidentObject) {
  const postmortem = incident.incident_updates.find((update) => update.status === 'postmortem');
  return {
    ...incident,
    incident_updates: incident.incident_updates.toReversed(),
    backfilled: epochMs(incident.started_at) < epochMs(incident.created_at),
    impact_override: null,
    postmortem_body: postmortem?.body ?? null,
    postmortem_body_last_updated_at: postmortem?.updated_at ?? null,
    postmortem_ignored: false,
    postmortem_notified_subscribers: false,
    postmortem_notified_twitter: false,
    postmortem_published_at: postmortem?.created_at ?? null,
  };
}
