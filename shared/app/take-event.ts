import { commandKey, incidentIdFor } from '../contract/identity.ts';
import type { ParserPorts } from '../contract/incident-commands.ts';
import { checkComponents, openCommand, parseBody, updateCommand } from '../contract/parse.ts';
import { opensRestricted } from '../contract/restricted-opening.ts';
import { statusChangeOpen, statusChangeUpdate } from '../contract/schemas.ts';
import { approvalNeeded } from '../core/approval.ts';
import { plainParts } from '../core/hidden-characters.ts';
import type { DraftRecords } from '../ports/drafts.ts';
import type { SiteIndex } from '../ports/site-index.ts';
import { propose } from './drafts.ts';
import { openRestricted } from './open-restricted.ts';
import { maintenanceOn } from './read-incidents.ts';
import { type CommandPorts, type CommandRequest, type CommandResult, runCommand } from './run-command.ts';

export type EventPorts = CommandPorts & ParserPorts & { drafts: DraftRecords; siteIndex: SiteIndex };

/** A `candor.status-change` event of the bus. Whoever may put events there changes a status. */
export type StatusChangeEvent = { id: string; source: string; detail: unknown };

/**
 * What the detail of a status change says, without characters that nobody sees: a machine sent it, and could not mend
 * them. Throws a `Problem` that names every field that is wrong.
 */
export function parseStatusChange(sent: unknown, components: ReadonlySet<string>) {
  const { value: detail, changed: cleaned } = plainParts(sent);
  const forIncident = typeof detail === 'object' && detail !== null && 'incident' in detail;
  const body = forIncident ? parseBody(statusChangeUpdate, detail) : parseBody(statusChangeOpen, detail);
  checkComponents(body.components, components);
  return { body, cleaned };
}

/**
 * Carries out a status change that came as an event. The event's id is the idempotency key, so an event that is
 * delivered twice is one entry. One that names an actor speaks for a person; any other is a machine, and keeps nothing.
 * Throws a `Problem` or a `Refusal` where it cannot be: the queue keeps the event for a person to look at.
 */
export async function takeStatusChange(ports: EventPorts, event: StatusChangeEvent): Promise<CommandResult> {
  const { body, cleaned } = parseStatusChange(event.detail, ports.components);
  if (cleaned.length > 0)
    ports.warn('characters that nobody sees were taken out of an event', { event: event.id, cleaned });
  const subject = `event:${event.source}`;
  const key = commandKey(subject, event.id, {
    method: 'EVENT',
    path: 'candor.status-change',
    body: JSON.stringify(event.detail),
  });
  const { actor, override, ...said } = body;
  const by = { subject, actor: actor ?? event.source, person: actor !== undefined, door: 'event' as const };
  const speaker = {
    author: actor === undefined ? ('machine' as const) : ('person' as const),
    ...(actor === undefined ? {} : { actor }),
    via: 'intake' as const,
    overrides: override ?? [],
  };
  const { incident: _incident, ...typed } = { incident: undefined, ...said };
  const proposed = { ...typed, ...(override === undefined ? {} : { override }) };
  if (!('incident' in body) && opensRestricted(body))
    return openRestricted(ports, { incident: incidentIdFor(subject, event.id), body: proposed, key, speaker, by });
  const result = await runCommand(ports, {
    incident: 'incident' in body ? body.incident : incidentIdFor(subject, event.id),
    speaker,
    key,
    command: (now) => ('incident' in body ? updateCommand(body, now) : openCommand(body, now)),
    withheld: await withheldFor(ports, body),
  });
  if (result.type !== 'withheld') return result;
  await propose(ports, {
    name: 'incident' in body ? 'update' : 'open',
    incident: result.before,
    body: proposed,
    key,
    reason: result.reason,
    by,
  });
  return result;
}

type Body = ReturnType<typeof parseStatusChange>['body'];

/** A machine that reports what is being worked on asks a person first; else the rules are those for everybody. */
async function withheldFor(ports: EventPorts, body: Body): Promise<NonNullable<CommandRequest['withheld']>> {
  const reports = body.actor === undefined && !('incident' in body);
  const affected = (body.components ?? []).map(({ id }) => id);
  const work = reports ? await maintenanceOn(ports, affected) : undefined;
  const question = work === undefined ? undefined : ({ reason: 'under-maintenance', maintenance: work } as const);
  return (command, incident) => approvalNeeded(command, incident, ports.policy.approval) ?? question;
}
