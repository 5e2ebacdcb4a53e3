import { keyReused, propose } from '../app/drafts.ts';
import { openRestricted } from '../app/open-restricted.ts';
import { type PersonCommandPorts, runPersonCommand } from '../app/person-command.ts';
import { proposedBefore, wordsIn } from '../app/proposed-before.ts';
import { begunAlike } from '../app/read-incidents.ts';
import { mergedWith, type RemainsPorts, remainsIn, removeRedacted } from '../app/redaction.ts';
import type { CommandResult } from '../app/run-command.ts';
import { begins, type CommandName, commandOfPath } from '../contract/command-names.ts';
import { commandKey, idempotencyKey, incidentIdFor } from '../contract/identity.ts';
import type { IncidentCommandName } from '../contract/incident-command-names.ts';
import { lintAsks } from '../contract/lint-asks.ts';
import { maintenanceFindings } from '../contract/maintenance-schemas.ts';
import { Problem } from '../contract/problem.ts';
import { opensRestricted } from '../contract/restricted-opening.ts';
import type { BusyHours } from '../core/busy-hours.ts';
import type { Entry, Together } from '../core/entry.ts';
import { replayed } from '../core/evolve.ts';
import type { ReportedIncident } from '../core/incident.ts';
import { SAID_AGAIN_WITHIN_MS } from '../core/lint/said-before.ts';
import { withoutRedacted } from '../core/redaction.ts';
import type { SiteIndex } from '../ports/site-index.ts';
import { draftView } from './draft-view.ts';
import { entryView, type IncidentView, incidentView, remainsView } from './views.ts';

/** A POST as it reached us, its sender known. */
export type IncomingCommand = {
  method: string;
  path: string;
  text: string;
  body: unknown;
  subject: string;
  actor: string;
  door: 'signed-in' | 'client';
  idempotencyKey: string | undefined;
  ifMatch: string | undefined;
  /** `Prefer: handling=strict`: words that this person said a moment ago are asked about, not only hinted at. */
  strict?: boolean;
  /** Of a resolution: the act that ends several incidents with the same words. */
  together?: Together;
  /** Settles once the client may go on; nothing is written before. */
  admitted?: Promise<void> | undefined;
};

/** What the house knows about its own service: the ids that a statement may name, and when it is needed most. */
export type AcceptPorts = PersonCommandPorts &
  RemainsPorts & {
    /** Where what began lately is looked up; without it nobody is told that they reported it already. */
    siteIndex?: SiteIndex | undefined;
    busyHours?: BusyHours | undefined;
  };

/** The answer to an accepted command: 201 with the incident, 200 where nothing was left to do, 202 with a draft. */
export type Accepted = { status: 200 | 201 | 202; body: object; headers: Record<string, string> };

/** `POST /v1/incidents`. The id comes from the key, so an opening that is retried collides with itself. */
export const acceptOpening = (ports: AcceptPorts, request: IncomingCommand): Promise<Accepted> =>
  opensRestricted(request.body) ? acceptRestricted(ports, request) : accept(ports, request, 'open');

/** `POST /v1/incidents/{id}/<command>` */
export const acceptForIncident = (
  ports: AcceptPorts,
  request: IncomingCommand,
  id: string,
  name: IncidentCommandName,
): Promise<Accepted> => accept(ports, request, commandOfPath[name], id);

/** `POST /v1/maintenances` */
export const acceptSchedule = (ports: AcceptPorts, request: IncomingCommand): Promise<Accepted> =>
  accept(ports, request, 'schedule');

/** `POST /v1/maintenances/{id}/updates` */
export const acceptForMaintenance = (ports: AcceptPorts, request: IncomingCommand, id: string): Promise<Accepted> =>
  accept(ports, request, 'maintenance-update', id);

/**
 * `POST /v1/incidents` of a restricted incident: 201, with the entry in our words and the draft of what was typed, which
 * a second person reads first.
 */
async function acceptRestricted(ports: AcceptPorts, request: IncomingCommand): Promise<Accepted> {
  const { subject, actor, door, body, admitted } = request;
  const sent = idempotencyKey(request.idempotencyKey);
  const result = await openRestricted(ports, {
    incident: incidentIdFor(subject, sent),
    body,
    key: commandKey(subject, sent, { method: request.method, path: request.path, body: request.text }),
    speaker: { author: 'person', actor, via: 'api' },
    by: { subject, actor, person: true, door },
    admitted,
  });
  const answered = answer(ports, result);
  return result.type === 'added'
    ? { ...answered, body: { ...answered.body, draft: draftView(result.draft) } }
    : answered;
}

async function accept(
  ports: AcceptPorts,
  request: IncomingCommand,
  name: CommandName,
  incident?: string,
): Promise<Accepted> {
  const { subject, actor, door, body } = request;
  const sent = idempotencyKey(request.idempotencyKey);
  const key = commandKey(subject, sent, { method: request.method, path: request.path, body: request.text });
  const id = incident === undefined || begins(name) ? incidentIdFor(subject, sent) : incident;
  const { ifMatch, admitted, together, strict: asksWhenSaidBefore } = request;
  const { log, siteIndex, clock } = ports;
  const looksUp = siteIndex !== undefined && begins(name);
  const elsewhere = looksUp
    ? begunAlike({ log, siteIndex }, clock.now(), SAID_AGAIN_WITHIN_MS, wordsIn(body))
    : undefined;
  const wish = { name, incident: id, body, key, actor, ifMatch, admitted, elsewhere, asksWhenSaidBefore, together };
  const result = await runPersonCommand(ports, wish);
  if (name === 'redact' && (result.type === 'added' || result.type === 'unchanged')) return removed(ports, id, result);
  if (result.type !== 'withheld') return answer(ports, result);

  const again = asksWhenSaidBefore
    ? await proposedBefore(ports.drafts, { command: name, incident: id, key, actor, body }, clock.now())
    : undefined;
  if (again) throw lintAsks([again], [again]);
  const by = { subject, actor, person: true, door };
  const draft = await propose(ports, { name, incident: result.before, body, key, reason: result.reason, by });
  return { status: 202, body: { draft: draftView(draft) }, headers: { location: `/v1/drafts/${draft.id}` } };
}

/**
 * A redaction says so first and removes second; from its entry on nothing shows the text any more. The answer names what
 * is out of reach. Asked for again, it completes what a crash may have left.
 */
async function removed(
  ports: AcceptPorts,
  id: string,
  result: Extract<CommandResult, { type: 'added' | 'unchanged' }>,
): Promise<Accepted> {
  await removeRedacted(ports, id);
  // As of its entry, like every answer, but without what the removal took along: apologies that quoted the text.
  const { seq } = result.incident.head;
  const entries = withoutRedacted(await ports.log.load(id)).slice(0, seq);
  const accepted = answer(ports, { ...result, incident: replayed(id, entries) as ReportedIncident });
  const remains = await remainsIn(ports, [id, ...mergedWith(result.incident.entries)]);
  return { ...accepted, body: { ...accepted.body, remains: remains.map(remainsView) } };
}

/** What a command is answered with that was carried out or could not be. Throws a `Problem` where it could not be. */
export function answer(
  { voice, busyHours, clock }: Pick<AcceptPorts, 'voice' | 'busyHours' | 'clock'>,
  result: Exclude<CommandResult, { type: 'withheld' }>,
): Accepted {
  switch (result.type) {
    case 'added': {
      // As of the entry: whoever sends the command again gets the same answer.
      const view = incidentView(result.incident, result.entry.at);
      const made = view.promises.filter((row) => row.seq === result.entry.seq);
      const findings = [...result.findings, ...maintenanceFindings(voice, result.incident, busyHours)];
      return accepted(201, { ...view, entry: entryView(result.entry), made, findings });
    }
    case 'unchanged':
      return accepted(200, { ...incidentView(result.incident, clock.now()), unchanged: true });
    case 'asked':
      throw lintAsks(result.asked, result.findings);
    case 'key-reused':
      throw keyReused();
    case 'changed-meanwhile':
      throw changedMeanwhile(result);
  }
}

/** What a request with `If-Match` is refused with once the incident has moved on. */
export const changedMeanwhile = (changed: { currentEtag: string; entriesSince: readonly Entry[] }): Problem =>
  new Problem({
    type: 'changed-meanwhile',
    title: 'Somebody else has posted meanwhile',
    status: 412,
    detail: 'Nothing was posted. Read what is new, and send it again with the current ETag if it still fits.',
    currentEtag: changed.currentEtag,
    entriesSince: changed.entriesSince.map(entryView),
  });

const accepted = (status: 200 | 201, body: IncidentView & Record<string, unknown>): Accepted => ({
  status,
  body,
  headers: { etag: body.etag, location: `/v1/incidents/${body.id}` },
});
