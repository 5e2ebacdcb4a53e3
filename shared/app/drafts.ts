import { COMMANDS, type CommandName } from '../contract/command-names.ts';
import { incidentIdFor } from '../contract/identity.ts';
import { Problem } from '../contract/problem.ts';
import { type ApprovalReason, decideBy, isAlarmsQuestion, onTimeoutOf } from '../core/approval.ts';
import type { Incident } from '../core/incident.ts';
import { DAY_MS, MINUTE_MS, plus } from '../core/instant.ts';
import { type CommandDraft, type DraftRecords, draftedBody, versionOf } from '../ports/drafts.ts';
import type { CommandKey } from '../ports/incident-log.ts';
import { etagOf } from './etag.ts';
import { type PersonCommandPorts, runPersonCommand } from './person-command.ts';
import type { CommandPorts, CommandResult } from './run-command.ts';

/** A draft waits this long where the config says nothing. */
export const TIMEOUT_MS = 15 * MINUTE_MS;

/** Nobody will decide any more what nobody has decided within a day. */
export const FORGOTTEN_AFTER_MS = DAY_MS;

export type Proposal = {
  name: CommandName;
  incident: Incident;
  body: unknown;
  key: CommandKey;
  reason: ApprovalReason;
  by: CommandDraft['proposedBy'];
  /** How long it waits for a decision, if not as long as the config says. */
  timeoutMs?: number;
};

/**
 * Keeps a command as a draft and has people told. The same request makes the same draft, whatever became of it.
 * Throws a `Problem` if its key stands for another request.
 */
export async function propose(
  ports: Pick<CommandPorts, 'clock' | 'policy' | 'nudges' | 'warn'> & { drafts: DraftRecords },
  { name, incident, body, key, reason, by, timeoutMs }: Proposal,
): Promise<CommandDraft> {
  const now = ports.clock.now();
  const rules = ports.policy.approval;
  const reported = incident.phase === 'unreported' ? undefined : incident;
  const draft = await ports.drafts.propose({
    id: draftIdFor(key),
    incident: incident.id,
    command: name,
    text: JSON.stringify(body),
    reason,
    proposedBy: by,
    proposedAt: now,
    seen: reported === undefined ? null : etagOf(reported),
    decideBy: decideBy(reported, now, timeoutMs ?? rules?.timeoutMs ?? TIMEOUT_MS),
    onTimeout: onTimeoutOf(reason, rules),
    key,
    state: 'waiting',
  });
  if (draft.key.bodyHash !== key.bodyHash) throw keyReused();
  await ports.nudges
    .nudge([incident.id], ['people'])
    .catch((error) => ports.warn('nobody was told of a draft; the sweep tells them', error));
  return draft;
}

/** A request makes one draft, which is named after its key. */
export const draftIdFor = ({ keyHash }: CommandKey): string => incidentIdFor('draft', keyHash);

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

/** Who approves, and what they override of the lint. `seen`: the state that they have read, as an ETag. */
export type Approval = { by: string; overrides?: readonly string[]; seen?: string | undefined };

/**
 * Has a draft said. Its own key makes the entry: approved twice, or sent again by its author, it is one entry. What
 * cannot be said any more is refused, and the draft stays until somebody drops it; so it does where something was said
 * since it was written, unless whoever approves says that they have read that.
 */
export async function approve(ports: DraftPorts, draft: CommandDraft, approval: Approval): Promise<CommandResult> {
  const { proposedBy } = draft;
  const result = await sayDraft(ports, draft, {
    ...(proposedBy.person ? { actor: proposedBy.actor, approvedBy: approval.by } : { actor: approval.by }),
    ifMatch: approval.seen ?? draft.seen ?? undefined,
    overrides: approval.overrides ?? [],
  });
  if (result.type === 'added' || result.type === 'unchanged')
    await decided(ports, draft, 'approved', approval.by, result);
  return result;
}

/** Other words for a draft that waits, and who chose them. `seen`: the state that they have read, as an ETag. */
export type Edit = { body: Record<string, unknown>; by: CommandDraft['proposedBy']; seen?: string | undefined };

/**
 * Puts other words in the place of a draft's. They are checked as if they were said, and wait again for somebody else
 * than their author. What asks about announced work stays a question, unless its new words take a second person: then
 * they are their author's like any others. Answers what spoke against them, or 'edited', or 'late' if somebody decided or edited meanwhile.
 */
export async function edit(
  ports: DraftPorts,
  draft: CommandDraft,
  { body, by, seen }: Edit,
): Promise<'edited' | 'late' | Exclude<CommandResult, { type: 'withheld' }>> {
  const { id, command, incident, key, reason } = draft;
  const checked = await runPersonCommand(ports, {
    name: nameOf(command),
    incident,
    body,
    key,
    actor: by.actor,
    ifMatch: seen,
    waits: reason,
  });
  if (checked.type !== 'withheld') return checked;
  const now = ports.clock.now();
  const reported = checked.before.phase === 'unreported' ? undefined : checked.before;
  const edited = await ports.drafts.edit(id, versionOf(draft), {
    text: JSON.stringify(body),
    reason: checked.reason,
    proposedBy: isAlarmsQuestion(checked.reason) ? draft.proposedBy : by,
    proposedAt: now,
    seen: seen ?? draft.seen,
    decideBy: decideBy(reported, now, ports.policy.approval?.timeoutMs ?? TIMEOUT_MS),
    onTimeout: onTimeoutOf(checked.reason, ports.policy.approval),
    version: versionOf(draft) + 1,
  });
  if (!edited) return 'late';
  await ports.nudges
    .nudge([incident], ['people'])
    .catch((error) => ports.warn('nobody was told of an edited draft; the sweep tells them', error));
  return 'edited';
}

/** What happens to a draft that nobody has decided: the config may have it said as it is. */
export async function timeOut(ports: DraftPorts, draft: CommandDraft): Promise<void> {
  const now = ports.clock.now();
  if (draft.onTimeout === 'publish' && now >= draft.decideBy) {
    const { actor } = draft.proposedBy;
    const result = await sayDraft(ports, draft, { actor, approvedBy: 'time-out', ifMatch: draft.seen ?? undefined });
    if (result.type === 'added' || result.type === 'unchanged')
      await decided(ports, draft, 'published', 'time-out', result);
    // It was written before what was said since: a person reads it, and from now on people are paged.
    if (result.type === 'changed-meanwhile') await escalated(ports, draft);
  } else if (now >= plus(draft.proposedAt, FORGOTTEN_AFTER_MS)) {
    await ports.drafts.decide(draft.id, 'dropped', { by: 'pipeline', at: now, note: 'nobody decided within a day' });
  }
}

const escalated = ({ drafts }: DraftPorts, draft: CommandDraft): Promise<boolean> =>
  drafts.edit(draft.id, versionOf(draft), { onTimeout: 'escalate' });

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
  const name = COMMANDS.find((one) => one === command);
  if (name === undefined) throw new Error(`a draft of the unknown command "${command}"`);
  return name;
}
