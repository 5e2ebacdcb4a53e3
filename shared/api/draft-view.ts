import type { CommandDraft } from '../ports/drafts.ts';

/** A draft as the API shows it. `body` is what its command was sent with; who proposed it is for the house. */
export function draftView(draft: CommandDraft) {
  const { id, incident, command, text, reason, proposedBy, proposedAt, seen, decideBy, onTimeout, state, decided } =
    draft;
  return {
    id,
    incident,
    command,
    body: JSON.parse(text) as object,
    reason,
    proposedBy: { actor: proposedBy.actor, person: proposedBy.person },
    proposedAt,
    seen,
    decideBy,
    onTimeout,
    state,
    ...(decided === undefined ? {} : { decided }),
    links: { self: `/v1/drafts/${id}`, approve: `/v1/drafts/${id}/approve`, drop: `/v1/drafts/${id}/drop` },
  };
}
