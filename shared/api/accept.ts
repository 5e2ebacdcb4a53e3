import { readIncident } from '../app/read-incidents.ts';
import { type CommandPorts, type CommandResult, runCommand } from '../app/run-command.ts';
import type { BusyHours } from '../core/busy-hours.ts';
import { refuse } from '../core/refusal.ts';
import { quotedBy } from '../wording/apologies.ts';
import { type CommandParser, type IncidentCommandName, incidentParsers, openParser } from './command-routes.ts';
import { commandKey, idempotencyKey, incidentIdFor } from './identity.ts';
import { lintAsks } from './lint-asks.ts';
import { maintenanceFindings, maintenanceUpdateParser, scheduleParser } from './maintenance.ts';
import { Problem } from './problem.ts';
import { entryView, incidentView } from './views.ts';

/** A POST as it reached us, its sender known. */
export type IncomingCommand = {
  method: string;
  path: string;
  text: string;
  body: unknown;
  subject: string;
  actor: string;
  idempotencyKey: string | undefined;
  ifMatch: string | undefined;
};

/** What the house knows about its own service: the ids that a statement may name, and when it is needed most. */
export type AcceptPorts = CommandPorts & { components: ReadonlySet<string>; busyHours?: BusyHours | undefined };

/** The answer to an accepted command: 201 with the incident, or 200 where nothing was left to do. */
export type Accepted = { status: 200 | 201; body: object; etag: string; incident: string };

/** `POST /v1/incidents`. The id comes from the key, so an opening that is retried collides with itself. */
export function acceptOpening(ports: AcceptPorts, request: IncomingCommand): Promise<Accepted> {
  const key = idempotencyKey(request.idempotencyKey);
  return accept(ports, request, key, incidentIdFor(request.subject, key), openParser);
}

/** `POST /v1/incidents/{id}/<command>` */
export function acceptForIncident(
  ports: AcceptPorts,
  request: IncomingCommand,
  id: string,
  name: IncidentCommandName,
): Promise<Accepted> {
  return accept(ports, request, idempotencyKey(request.idempotencyKey), id, incidentParsers[name]);
}

/** `POST /v1/maintenances` */
export function acceptSchedule(ports: AcceptPorts, request: IncomingCommand): Promise<Accepted> {
  const key = idempotencyKey(request.idempotencyKey);
  return accept(ports, request, key, incidentIdFor(request.subject, key), scheduleParser);
}

/** `POST /v1/maintenances/{id}/updates` */
export const acceptForMaintenance = (ports: AcceptPorts, request: IncomingCommand, id: string): Promise<Accepted> =>
  accept(ports, request, idempotencyKey(request.idempotencyKey), id, maintenanceUpdateParser);

async function accept(
  ports: AcceptPorts,
  request: IncomingCommand,
  key: string,
  incident: string,
  parse: CommandParser,
): Promise<Accepted> {
  const overrides: string[] = [];
  const target = parse === incidentParsers.merge ? await mergeTarget(ports, request.body) : undefined;
  const result = await runCommand(ports, {
    incident,
    speaker: { author: 'person', actor: request.actor, via: 'api', overrides },
    key: commandKey(request.subject, key, { method: request.method, path: request.path, body: request.text }),
    ...(request.ifMatch === undefined ? {} : { ifMatch: request.ifMatch }),
    command: (now) => {
      const parsed = parse(request.body, now, ports.components);
      if (parsed.command.type === 'Merge' && !target) refuse('no-such-target', 'into');
      overrides.splice(0, overrides.length, ...parsed.overrides);
      return parsed.command;
    },
  });
  await redactIfAsked(ports, request, key, result);
  return answer(result, ports.busyHours);
}

/**
 * Whether a reader who is sent on to the other incident finds one that goes on there. Merging is the one command that
 * names a second incident; it is read here, because the core sees one incident at a time.
 */
async function mergeTarget({ log }: AcceptPorts, body: unknown): Promise<boolean> {
  const into = (body as { into?: unknown } | null)?.into;
  const incident = typeof into === 'string' ? await readIncident(log, into) : undefined;
  return incident !== undefined && incident.phase !== 'retracted' && incident.phase !== 'merged';
}

/**
 * A redaction says so first and removes second, and takes along every apology that quotes the text: a crash in between
 * is mended by repeating the command.
 */
async function redactIfAsked(ports: AcceptPorts, request: IncomingCommand, key: string, result: CommandResult) {
  if (result.type === 'unchanged' && request.path.endsWith('/redactions')) {
    // Somebody asked for it before, with another key: what a crash may have left behind goes now.
    const { seq } = request.body as { seq: number };
    return await ports.log.redact(result.incident.id, seq);
  }
  if (result.type !== 'added' || result.entry.kind !== 'redaction' || result.entry.corrects === undefined) return;
  const { incident, entry } = result;
  const message = entry.content?.message ?? '';
  for (const seq of quotedBy(incident, result.entry.corrects)) {
    const quoted = await runCommand(ports, {
      incident: incident.id,
      speaker: { author: 'person', actor: request.actor, via: 'api' },
      key: commandKey(request.subject, `${key}#${seq}`, { method: 'REDACT', path: incident.id, body: String(seq) }),
      command: () => ({ type: 'Redact', seq, message }),
    });
    if (quoted.type === 'added') await ports.log.redact(incident.id, seq);
  }
  await ports.log.redact(incident.id, result.entry.corrects);
}

function answer(result: CommandResult, busyHours: BusyHours | undefined): Accepted {
  switch (result.type) {
    case 'added': {
      const view = incidentView(result.incident);
      const made = result.incident.promises.filter((row) => row.seq === result.entry.seq);
      return {
        status: 201,
        body: {
          ...view,
          entry: entryView(result.entry),
          made,
          findings: [...result.findings, ...maintenanceFindings(result.incident, busyHours)],
        },
        etag: view.etag,
        incident: view.id,
      };
    }
    case 'unchanged': {
      const view = incidentView(result.incident);
      return { status: 200, body: { ...view, unchanged: true }, etag: view.etag, incident: view.id };
    }
    case 'asked':
      throw lintAsks(result.asked, result.findings);
    case 'key-reused':
      throw new Problem({
        type: 'idempotency-key-reused',
        title: 'This Idempotency-Key was used for something else',
        status: 422,
        detail:
          'The first request with this key had another path or body, and was carried out. Send this one with a new key.',
        errors: [{ field: 'Idempotency-Key', reason: 'was used with another body' }],
      });
    case 'changed-meanwhile':
      throw new Problem({
        type: 'changed-meanwhile',
        title: 'Somebody else has posted meanwhile',
        status: 412,
        detail: 'Nothing was posted. Read what is new, and send it again with the current ETag if it still fits.',
        currentEtag: result.currentEtag,
        entriesSince: result.entriesSince.map(entryView),
      });
  }
}
