import type * as z from 'zod';
import type { DraftPorts } from '../app/drafts.ts';
import { editKept, type KeptEdit, keep } from '../app/kept.ts';
import { whoIsBehind } from '../app/machines.ts';
import { postKept } from '../app/say-kept.ts';
import type * as answers from '../contract/answers.ts';
import { commandKey, idempotencyKey } from '../contract/identity.ts';
import { parseBody } from '../contract/parse.ts';
import { keepBody } from '../contract/schemas.ts';
import { isSamePerson } from '../core/second-person.ts';
import { type CommandDraft, proposerOf } from '../ports/drafts.ts';
import type { MachineRecords } from '../ports/machines.ts';
import { type Accepted, answer, changedMeanwhile, type IncomingCommand } from './accept.ts';
import { type Caller, checkMay, doorOf, partyOf } from './caller.ts';
import { isChanged, notYours, saidSince, wasDecided } from './draft-problems.ts';
import { draftView } from './draft-view.ts';

/** `POST /v1/incidents/{id}/drafts`: an update is kept. 201 with the draft; asked again with the same key, the same one. */
export async function acceptKept(ports: DraftPorts, request: IncomingCommand, incident: string): Promise<Accepted> {
  const { subject, actor, door, ifMatch, strict: asksWhenSaidBefore } = request;
  await request.admitted;
  const { body, at } = parseBody(keepBody, request.body);
  const sent = idempotencyKey(request.idempotencyKey);
  const key = commandKey(subject, sent, { method: request.method, path: request.path, body: request.text });
  const by = { subject, actor, person: true, door };
  const result = await keep(ports, { incident, body, at, key, by, ifMatch, asksWhenSaidBefore });
  // Nothing was kept: what spoke against it is answered as of an update.
  if (result.type !== 'kept') return answer(ports, result);
  const { draft } = result;
  return { status: 201, body: { draft: draftView(draft) }, headers: { location: `/v1/drafts/${draft.id}` } };
}

type Ports = DraftPorts & { machines: MachineRecords };

/** Whether `caller` is whose text it is, by whatever door either came. */
export async function isOwnOf(
  ports: Pick<Ports, 'policy' | 'machines'>,
  draft: CommandDraft,
  caller: Caller,
): Promise<boolean> {
  const proposer = proposerOf(draft);
  return isSamePerson(proposer, partyOf(caller), await whoIsBehind(ports, proposer));
}

/** Its author posts it. Whoever wants to post another's changes it first, and it is theirs then. */
export async function postKeptDraft(
  ports: Ports,
  draft: CommandDraft,
  caller: Caller,
  { overrides, seen }: { overrides: readonly string[]; seen: string | undefined },
): Promise<Accepted> {
  checkMay(caller, 'speak');
  if (!(await isOwnOf(ports, draft, caller))) throw notYours(draft);
  const result = await postKept(ports, draft, { overrides, seen });
  const now = (await ports.drafts.read(draft.id)) ?? draft;
  if (result === 'late') throw lateFor(now, draft);
  if (result.type === 'changed-meanwhile') throw seen === undefined ? saidSince(result) : changedMeanwhile(result);
  if (result.type === 'withheld')
    return { status: 202, body: { draft: draftView(now) }, headers: { location: `/v1/drafts/${draft.id}` } };
  const accepted = answer(ports, result);
  return { ...accepted, body: { ...accepted.body, draft: draftView(now) } };
}

/** Other words or another time for a kept text, by its author or by somebody who takes it over. */
export async function editKeptDraft(
  ports: Ports,
  draft: CommandDraft,
  caller: Caller,
  edit: Pick<KeptEdit, 'body' | 'at' | 'seen'>,
): Promise<z.output<typeof answers.draftKept>> {
  checkMay(caller, 'speak');
  const by = { subject: caller.subject, actor: caller.actor, person: true, door: doorOf(caller) };
  const result = await editKept(ports, draft, { ...edit, by, isOwn: await isOwnOf(ports, draft, caller) });
  const now = (await ports.drafts.read(draft.id)) ?? draft;
  if (result === 'edited') return { draft: draftView(now) };
  if (result === 'late') throw lateFor(now, draft);
  if (result.type === 'changed-meanwhile') throw edit.seen === undefined ? saidSince(result) : changedMeanwhile(result);
  if (result.type === 'added' || result.type === 'unchanged') throw wasDecided(now);
  answer(ports, result);
  throw new Error(`an edit of the kept draft ${draft.id} came to nothing: ${result.type}`);
}

/** Somebody was faster: it was decided or edited, or is being posted this moment. */
const lateFor = (now: CommandDraft, then: CommandDraft) =>
  now.state === 'waiting' && now.version !== then.version ? isChanged(now) : wasDecided(now);
