import type * as z from 'zod';
import { approve, type DraftPorts } from '../app/drafts.ts';
import { type PreviewPorts, preview } from '../app/preview.ts';
import type * as answers from '../contract/answers.ts';
import { parseBody } from '../contract/parse.ts';
import { Problem } from '../contract/problem.ts';
import { approveBody, dropBody } from '../contract/schemas.ts';
import type { BusyHours } from '../core/busy-hours.ts';
import { type CommandDraft, draftedBody } from '../ports/drafts.ts';
import { type Accepted, answer } from './accept.ts';
import { type Caller, checkMay } from './caller.ts';
import { draftView } from './draft-view.ts';

type Ports = DraftPorts & { busyHours?: BusyHours | undefined };

/** `GET /v1/drafts`: what waits for a person, oldest first. */
export const listDrafts = async ({ drafts }: Ports): Promise<z.output<typeof answers.draftList>> => ({
  drafts: (await drafts.waiting()).map(draftView),
});

/** `GET /v1/drafts/{id}`: the draft, and while it waits what the public would read. */
export async function readDraft(ports: Ports & PreviewPorts, id: string): Promise<z.output<typeof answers.draftRead>> {
  const draft = await draftOf(ports, id);
  if (draft.state !== 'waiting') return draftView(draft);
  const request = { command: draft.command, incident: draft.incident, body: draftedBody(draft) };
  return { ...draftView(draft), preview: await preview(ports, request, draft.proposedBy.actor) };
}

/** `POST /v1/drafts/{id}/approve`: the command is carried out, and answered as if it had never waited. */
export async function approveDraft(
  ports: Ports,
  id: string,
  caller: Caller,
  { body, ifMatch }: { body: unknown; ifMatch: string | undefined },
): Promise<Accepted> {
  const { override = [] } = parseBody(approveBody, body);
  const draft = await draftOf(ports, id);
  checkMay(caller, draft.proposedBy.person ? 'approve' : 'decide');
  checkSecondPerson(draft, caller);
  if (draft.state === 'dropped') throw wasDecided(draft);
  const result = await approve(ports, draft, { by: caller.actor, overrides: override, ifMatch });
  if (result.type === 'withheld') throw new Error(`the approved draft ${id} was withheld again`);
  const accepted = answer(ports, result);
  return { ...accepted, body: { ...accepted.body, draft: draftView(await draftOf(ports, id)) } };
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
  if (draft) return draft;
  throw noSuchDraft(id);
}

export const noSuchDraft = (id: string): Problem =>
  new Problem({
    type: 'no-such-draft',
    title: 'There is no such draft',
    status: 404,
    detail: `No draft has the id "${id.slice(0, 40)}"; decided ones are kept for 30 days. GET /v1/drafts lists those that wait.`,
  });

function checkSecondPerson(draft: CommandDraft, caller: Caller): void {
  if (!draft.proposedBy.person || draft.proposedBy.subject !== caller.subject) return;
  throw new Problem({
    type: 'needs-second-person',
    title: 'Somebody else has to read it',
    status: 403,
    detail: 'You have proposed this text yourself. Nothing was posted; ask an approver, or drop it.',
  });
}

const wasDecided = (draft: CommandDraft): Problem =>
  new Problem({
    type: 'draft-decided',
    title: 'The draft was decided already',
    status: 409,
    detail: `It was ${draft.state}${draft.decided ? ` by ${draft.decided.by} at ${draft.decided.at}` : ''}. Nothing was changed.`,
    draft: draftView(draft),
  });
