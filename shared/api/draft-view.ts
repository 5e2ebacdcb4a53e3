import type * as z from 'zod';
import type * as answers from '../contract/answers.ts';
import { isKept } from '../core/approval.ts';
import { type CommandDraft, draftedBody, versionOf } from '../ports/drafts.ts';

type DraftView = z.output<typeof answers.draft>;

/** A draft as the API shows it. `body` is what its command was sent with; who proposed it is for the house. */
export function draftView(draft: CommandDraft): DraftView {
  const { id, incident, command, reason, proposedBy, proposedAt, seen, decideBy, onTimeout, state, decided } = draft;
  const { redacted, publishAt, stopped } = draft;
  return {
    id,
    incident,
    command,
    body: draftedBody(draft) as DraftView['body'],
    reason,
    proposedBy: { actor: proposedBy.actor, person: proposedBy.person },
    proposedAt,
    seen,
    ...(isKept(reason) ? {} : { decideBy, onTimeout }),
    ...(publishAt === undefined ? {} : { publishAt }),
    ...(stopped === undefined ? {} : { stopped }),
    state,
    version: versionOf(draft),
    ...(decided === undefined ? {} : { decided }),
    ...(redacted === undefined ? {} : { redacted }),
    links: {
      self: `/v1/drafts/${id}`,
      approve: `/v1/drafts/${id}/approve`,
      edit: `/v1/drafts/${id}/edit`,
      drop: `/v1/drafts/${id}/drop`,
    },
  };
}
