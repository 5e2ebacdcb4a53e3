import { commandKey, incidentIdFor } from '../api/identity.ts';
import { checkComponents, openCommand, parseBody, updateCommand } from '../api/parse.ts';
import { statusChangeOpen, statusChangeUpdate } from '../api/schemas.ts';
import { type CommandPorts, type CommandResult, runCommand } from './run-command.ts';

/** A `candor.status-change` event of the bus. Whoever may put events there changes a status. */
export type StatusChangeEvent = { id: string; source: string; detail: unknown };

/** What the detail of a status change says. Throws a `Problem` that names every field that is wrong. */
export function parseStatusChange(detail: unknown, components: ReadonlySet<string>) {
  const forIncident = typeof detail === 'object' && detail !== null && 'incident' in detail;
  const body = forIncident ? parseBody(statusChangeUpdate, detail) : parseBody(statusChangeOpen, detail);
  checkComponents(body.components, components);
  return body;
}

/**
 * Carries out a status change that came as an event. The event's id is the idempotency key, so an event that is
 * delivered twice is one entry. One that names an actor speaks for a person; any other is a machine, and keeps nothing.
 * Throws a `Problem` or a `Refusal` where it cannot be: the queue keeps the event for a person to look at.
 */
export async function takeStatusChange(
  ports: CommandPorts & { components: ReadonlySet<string> },
  event: StatusChangeEvent,
): Promise<CommandResult> {
  const body = parseStatusChange(event.detail, ports.components);
  const subject = `event:${event.source}`;
  return runCommand(ports, {
    incident: 'incident' in body ? body.incident : incidentIdFor(subject, event.id),
    speaker: {
      author: body.actor === undefined ? 'machine' : 'person',
      ...(body.actor === undefined ? {} : { actor: body.actor }),
      via: 'intake',
      overrides: body.override ?? [],
    },
    key: commandKey(subject, event.id, {
      method: 'EVENT',
      path: 'candor.status-change',
      body: JSON.stringify(event.detail),
    }),
    command: (now) => ('incident' in body ? updateCommand(body, now) : openCommand(body, now)),
  });
}
