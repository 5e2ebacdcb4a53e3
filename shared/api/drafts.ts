import type * as z from 'zod';
import { approve, type DraftPorts, edit } from '../app/drafts.ts';
import { whoIsBehind } from '../app/machines.ts';
import { type PreviewPorts, preview } from '../app/preview.ts';
import type * as answers from '../contract/answers.ts';
import { parseBody } from '../contract/parse.ts';
import { invalid } from '../contract/problem.ts';
import { approveBody, dropBody, editBody } from '../contract/schemas.ts';
import { isAlarmsQuestion, isKept } from '../core/approval.ts';
import type { BusyHours } from '../core/busy-hours.ts';
import { whyNotApprovedBy } from '../core/second-person.ts';
import { type CommandDraft, draftedBody, proposerOf, versionOf } from '../ports/drafts.ts';
import type { MachineRecords } from '../ports/machines.ts';
import { type Accepted, answer, changedMeanwhile } from './accept.ts';
import { type Caller, checkMay, doorOf, may, partyOf } from './caller.ts';
import { isChanged, needsSecondPerson, noSuchDraft, notYours, saidSince, wasDecided } from './draft-problems.ts';
import { draftView } from './draft-view.ts';
import { editKeptDraft, isOwnOf, postKeptDraft } from './kept.ts';

type Ports = DraftPorts & { busyHours?: BusyHours | undefined; machines: MachineRecords };

/** Not for whoever may only look: what may be about a breach, and what somebody keeps to themselves. */
const isInside = ({ reason }: CommandDraft): boolean => reason.reason === 'restricted' || isKept(reason);

/** `GET /v1/drafts`: what waits for a person, oldest first. What is restricted or kept is for those who may decide. */
export const listDrafts = async ({ drafts }: Ports, caller: Caller): Promise<z.output<typeof answers.draftList>> => ({
  drafts: (await drafts.waiting()).filter((one) => !isInside(one) || may(caller, 'decide')).map(draftView),
});

/** `GET /v1/drafts/{id}`: the draft, and while it waits what the public would read. */
export async function readDraft(
  ports: Ports & PreviewPorts,
  id: string,
  caller: Caller,
): Promise<z.output<typeof answers.draftRead>> {
  const draft = await draftOf(ports, id);
  if (isInside(draft)) checkMay(caller, 'decide');
  if (draft.state !== 'waiting') return draftView(draft);
  const request = { command: draft.command, incident: draft.incident, body: draftedBody(draft) };
  return { ...draftView(draft), preview: await preview(atItsTime(ports, draft), request, draft.proposedBy.actor) };
}

/** What is posted by itself is shown as it would read then. */
function atItsTime(ports: Ports & PreviewPorts, { publishAt, stopped }: CommandDraft): Ports & PreviewPorts {
  if (publishAt === undefined || stopped !== undefined || publishAt <= ports.clock.now()) return ports;
  return { ...ports, clock: { now: () => publishAt } };
}

/**
 * `POST /v1/drafts/{id}/approve`: the command is carried out, and answered as if it had never waited. It says what was
 * read: the version of the draft, and the state of the incident where something was said since the draft was written.
 */
export async function approveDraft(
  ports: Ports,
  id: string,
  caller: Caller,
  { body, ifMatch }: { body: unknown; ifMatch: string | undefined },
): Promise<Accepted> {
  const { override = [], seen, version } = parseBody(approveBody, body);
  const draft = await draftOf(ports, id);
  const read = ifMatch ?? seen;
  if (isKept(draft.reason)) {
    if (draft.state === 'dropped') throw wasDecided(draft);
    if (draft.state === 'waiting' && (version ?? 1) !== versionOf(draft)) throw isChanged(draft);
    return postKeptDraft(ports, draft, caller, { overrides: override, seen: read });
  }
  checkMay(caller, isAlarmsQuestion(draft.reason) ? 'decide' : 'approve');
  const proposer = proposerOf(draft);
  const why = whyNotApprovedBy(proposer, partyOf(caller), draft.reason, await whoIsBehind(ports, proposer));
  if (why !== undefined) throw needsSecondPerson(why);
  if (draft.state === 'dropped') throw wasDecided(draft);
  if (draft.state === 'waiting' && (version ?? 1) !== versionOf(draft)) throw isChanged(draft);
  const result = await approve(ports, draft, { by: caller.actor, overrides: override, seen: read });
  if (result.type === 'withheld') throw new Error(`the approved draft ${id} was withheld again`);
  if (result.type === 'changed-meanwhile') throw read === undefined ? saidSince(result) : changedMeanwhile(result);
  const accepted = answer(ports, result);
  return { ...accepted, body: { ...accepted.body, draft: draftView(await draftOf(ports, id)) } };
}

/**
 * `POST /v1/drafts/{id}/edit`: other words, which wait again. Whoever proposed it mends their own; an approver becomes
 * the author, so that somebody else approves.
 */
export async function editDraft(
  ports: Ports,
  id: string,
  caller: Caller,
  sent: unknown,
): Promise<z.output<typeof answers.draftKept>> {
  const { body: changes, version, at, seen } = parseBody(editBody, sent);
  const draft = await draftOf(ports, id);
  const isQuestion = isAlarmsQuestion(draft.reason);
  const isOwn = await isOwnOf(ports, draft, caller);
  checkMay(caller, isQuestion ? 'decide' : isOwn || isKept(draft.reason) ? 'speak' : 'approve');
  if (!isOwn && !isQuestion && !caller.person)
    throw isKept(draft.reason) ? notYours(draft) : needsSecondPerson('machine');
  if (draft.state !== 'waiting') throw wasDecided(draft);
  if (version !== undefined && version !== versionOf(draft)) throw isChanged(draft);
  if (isKept(draft.reason)) {
    const body = changed(draftedBody(draft), changes);
    return editKeptDraft(ports, draft, caller, { body, at, seen });
  }
  if (at !== undefined) throw invalid([{ field: 'at', reason: 'is for a text that somebody keeps; this one waits' }]);
  const by = { subject: caller.subject, actor: caller.actor, person: true, door: doorOf(caller) };
  const result = await edit(ports, draft, {
    body: changed(draftedBody(draft), changes),
    by,
    seen,
  });
  const now = await draftOf(ports, id);
  if (result === 'edited') return { draft: draftView(now) };
  if (result === 'late') throw now.state === 'waiting' ? isChanged(now) : wasDecided(now);
  if (result.type === 'added' || result.type === 'unchanged') throw wasDecided(now);
  answer(ports, result);
  throw new Error(`an edit of the draft ${id} came to nothing: ${result.type}`);
}

/** `POST /v1/drafts/{id}/drop`: nothing is said. Its author may, and whoever may decide. */
export async function dropDraft(
  ports: Ports,
  id: string,
  caller: Caller,
  body: unknown,
): Promise<z.output<typeof answers.draftKept>> {
  const { reason } = parseBody(dropBody, body);
  const draft = await draftOf(ports, id);
  const note = reason === undefined ? {} : { note: reason };
  const dropped = await ports.drafts.decide(id, 'dropped', { by: caller.actor, at: ports.clock.now(), ...note });
  const now = await draftOf(ports, id);
  if (!dropped && now.state !== 'dropped') throw wasDecided(draft.state === 'waiting' ? now : draft);
  return { draft: draftView(now) };
}

async function draftOf({ drafts }: Pick<Ports, 'drafts'>, id: string): Promise<CommandDraft> {
  const draft = await drafts.read(id);
  if (draft === undefined) throw noSuchDraft(id);
  return draft;
}

/** Of these three null means "none is promised"; of any other field it means that the draft is to do without it. */
const CLOCKS = ['nextUpdateBy', 'restoreBy', 'reportBy'];

const changed = (body: Record<string, unknown>, changes: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries({ ...body, ...changes }).filter(([name, value]) => value !== null || CLOCKS.includes(name)),
  );
