import { type CommandName, commandParsers } from '../contract/commands.ts';
import { incidentIdFor } from '../contract/identity.ts';
import { Problem } from '../contract/problem.ts';
import { type ApprovalReason, decideBy, onTimeoutOf } from '../core/approval.ts';
import type { Incident } from '../core/incident.ts';
import { DAY_MS, MINUTE_MS, plus } from '../core/instant.ts';
import { type CommandDraft, type DraftRecords, draftedBody } from '../ports/drafts.ts';
import type { CommandKey } from '../ports/incident-log.ts';
import { etagOf } from './etag.ts';
import { type PersonCommandPorts, runPersonCommand } from './person-command.ts';
import type { CommandPorts, CommandResult } from './run-command.ts';

/** A draft waits this long where the config says nothing. */
const TIMEOUT_MS = 15 * MINUTE_MS;

/** Nobody will decide any more what nobody has decided within a day. */
export const FORGOTTEN_AFTER_MS = DAY_MS;

export type Proposal = {
  name: CommandName;
  incident: Incident;
  body: unknown;
  key: CommandKey;
  reason: ApprovalReason;
  by: CommandDraft['proposedBy'];
};

/**
 * Keeps a command as a draft and has people told. The same request makes the same draft, whatever became of it.
 * Throws a `Problem` if its key stands for another request.
 */
export async function propose(
  ports: Pick<CommandPorts, 'clock' | 'policy' | 'nudges' | 'warn'> & { drafts: DraftRecords },
  { name, incident, body, key, reason, by }: Proposal,
): Promise<CommandDraft> {
  const now = ports.clock.now();
  const rules = ports.policy.approval;
  const reported = incident.phase === 'unreported' ? undefined : incident;
  const draft = await ports.drafts.propose({
    id: incidentIdFor('draft', key.keyHash),
    incident: incident.id,
    command: name,
    text: JSON.stringify(body),
    reason,
    proposedBy: by,
    proposedAt: now,
    seen: reported === undefined ? null : etagOf(reported),
    decideBy: decideBy(reported, now, rules?.timeoutMs ?? TIMEOUT_MS),
    onTimeout: onTimeoutOf(reason, rules),
    key,
    state: 'waiting',
  });
  if (draft.key.bodyHash !== key.bodyHash) throw keyReused();
  await ports.nudges
    .nudge([incident.id])
    .catch((error) => ports.warn('nobody was told of a draft; the sweep tells them', error));
  return draft;
}

export const keyReused = (): Problem =>
  new Problem({
    type: 'idempotency-key-reused',
    title: 'This Idempotency-Key was used for something else',
    status: 422,
    detail:
      'The first request with this key had another path or body, and was carried out. Send this one with a new key.',
    errors: [{ field: 'Idempotency-Key', reason: 'was used with another body' }],
  });

export type DraftPorts = PersonCommandPorts & { drafts: DraftRecords };

/** Who approves, and what they override of the lint. */
export type Approval = { by: string; overrides?: readonly string[]; ifMatch?: string | undefined };

/**
 * Has a draft said. Its own key makes the entry: approved twice, or sent again by its author, it is one entry. What
 * cannot be said any more is refused, and the draft stays until somebody drops it.
 */
export async function approve(ports: DraftPorts, draft: CommandDraft, approval: Approval): Promise<CommandResult> {
  const { proposedBy } = draft;
  const result = await sayDraft(ports, draft, {
    ...(proposedBy.person ? { actor: proposedBy.actor, approvedBy: approval.by } : { actor: approval.by }),
    ifMatch: approval.ifMatch,
    overrides: approval.overrides ?? [],
  });
  if (result.type === 'added' || result.type === 'unchanged')
    await decided(ports, draft, 'approved', approval.by, result);
  return result;
}

/** What happens to a draft that nobody has decided: the config may have it said as it is. */
export async function timeOut(ports: DraftPorts, draft: CommandDraft): Promise<void> {
  const now = ports.clock.now();
  if (draft.onTimeout === 'publish' && now >= draft.decideBy) {
    const result = await sayDraft(ports, draft, { actor: draft.proposedBy.actor, approvedBy: 'time-out' });
    if (result.type === 'added' || result.type === 'unchanged')
      await decided(ports, draft, 'published', 'time-out', result);
  } else if (now >= plus(draft.proposedAt, FORGOTTEN_AFTER_MS)) {
    await ports.drafts.decide(draft.id, 'dropped', { by: 'pipeline', at: now, note: 'nobody decided within a day' });
  }
}

type How = { actor: string; approvedBy?: string; ifMatch?: string | undefined; overrides?: readonly string[] };

const sayDraft = (ports: DraftPorts, draft: CommandDraft, how: How): Promise<CommandResult> =>
  runPersonCommand(ports, {
    name: nameOf(draft.command),
    incident: draft.incident,
    body: draftedBody(draft),
    key: draft.key,
    approved: true,
    ...how,
  });

async function decided(
  { drafts, clock }: DraftPorts,
  { id }: CommandDraft,
  state: 'approved' | 'published',
  by: string,
  result: CommandResult,
): Promise<void> {
  const seq = result.type === 'added' ? { seq: result.entry.seq } : {};
  await drafts.decide(id, state, { by, at: clock.now(), ...seq });
}

function nameOf(command: string): CommandName {
  if (!Object.hasOwn(commandParsers, command)) throw new Error(`a draft of the unknown command "${command}"`);
  return command as CommandName;
}
