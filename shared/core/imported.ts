import { hashOf, type LogLine } from './chain.ts';
import { CHAIN_VERSION, type EntryKind, IMPACTS, type Impact, isOverStatus, type MaintenanceStatus } from './entry.ts';
import type { ImportedIncident, ImportedUpdate } from './imported-incident.ts';
import type { PublicIncident } from './public-incident.ts';

/** An imported incident as it is kept. `rev` counts its changes; a removed one keeps its place and says nothing. */
export type ImportRecord = { incident: ImportedIncident; hash: string; rev: number; removed?: true };

/** Names a version of an imported incident: the same for the same words. */
export const importHash = (incident: ImportedIncident): string =>
  hashOf(JSON.parse(JSON.stringify(incident))).slice(0, 16);

/** The public side of an imported incident, in the form that pages, feeds and documents take. */
export function importedIncident({ incident, rev, removed }: ImportRecord): PublicIncident {
  const { id, title, createdAt, resolvedAt } = incident;
  const updates = removed ? [] : incident.updates;
  const last = incident.updates.at(-1) as ImportedUpdate;
  const isOver = removed || isOverStatus(incident.status);
  const states = new Map(updates.flatMap((update) => (update.affected ?? []).map((one) => [one.id, one.to] as const)));
  for (const component of removed ? [] : incident.components)
    if (!states.has(component)) states.set(component, 'operational');
  const common = {
    id,
    title: removed ? '' : title,
    status: incident.status,
    impact: impactOf(incident.impact),
    components: [...states].map(([component, status]) => ({ id: component, status })),
    openedAt: createdAt,
    ...(isOver ? { endedAt: resolvedAt ?? last.displayAt } : {}),
    head: { seq: rev, hash: '', at: last.displayAt },
    entries: incident.updates
      .map((update, index) => lineOf(incident, update, index))
      .map((line) => (removed ? withoutWords(line) : line)),
    promises: [],
    imported: removed ? { ...incident, title: '', updates: [], removed } : incident,
  };
  if (incident.scheduledFor === undefined || incident.scheduledUntil === undefined)
    return { ...common, type: 'outage', phase: isOver ? 'resolved' : 'open' };
  return {
    ...common,
    type: 'maintenance',
    phase: maintenancePhase(incident.status as MaintenanceStatus),
    scheduledFor: incident.scheduledFor,
    scheduledUntil: incident.scheduledUntil,
    confirmed: true,
  };
}

function withoutWords({ title: _title, message: _message, components: _components, ...line }: LogLine): LogLine {
  return line;
}

function maintenancePhase(status: MaintenanceStatus) {
  switch (status) {
    case 'scheduled':
      return 'scheduled';
    case 'in_progress':
    case 'verifying':
      return 'open';
    case 'cancelled':
      return 'cancelled';
    default:
      return 'completed';
  }
}

const impactOf = (impact: string): Impact => IMPACTS.find((one) => one === impact) ?? 'none';

/** A line without hashes: it stands in no chain. */
function lineOf(incident: ImportedIncident, update: ImportedUpdate, index: number): LogLine {
  const before = incident.updates[index - 1];
  const began = [incident.startedAt, incident.createdAt, update.displayAt]
    .filter((at) => at !== undefined)
    .toSorted()[0];
  const backdated = index === 0 && began !== undefined && began < incident.createdAt;
  return {
    v: CHAIN_VERSION,
    incident: incident.id,
    seq: index + 1,
    prev: null,
    kind: kindOf(incident, update, before),
    at: update.displayAt,
    ...(backdated ? { happenedAt: began } : {}),
    automated: false,
    status: update.status,
    impact: impactOf(incident.impact),
    ...(update.affected ? { components: update.affected.map(({ id, to }) => ({ id, status: to })) } : {}),
    promises: {},
    settles: [],
    contentHash: '',
    privateHash: '',
    hash: '',
    ...(index === 0 ? { title: incident.title } : {}),
    // The one tag that such texts really hold; documents for machines keep it.
    message: update.body.replace(/<br\s*\/?>/gi, '\n'),
  };
}

function kindOf(
  { scheduledFor }: ImportedIncident,
  { status }: ImportedUpdate,
  before: ImportedUpdate | undefined,
): EntryKind {
  if (scheduledFor !== undefined) return 'maintenance';
  if (status === 'resolved' || status === 'postmortem') return status;
  if (before === undefined) return 'opened';
  return before.status === 'resolved' || before.status === 'postmortem' ? 'reopened' : 'update';
}
