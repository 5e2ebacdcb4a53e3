import { begins, type CommandName } from '../contract/command-names.ts';
import { isKept } from '../core/approval.ts';
import { type Instant, msBetween } from '../core/instant.ts';
import type { Finding } from '../core/lint/finding.ts';
import { SAID_AGAIN_WITHIN_MS, sameWords } from '../core/lint/said-before.ts';
import { type CommandDraft, type DraftRecords, draftedBody } from '../ports/drafts.ts';

/** A command that is to wait for a second person. */
type Proposal = Pick<CommandDraft, 'command' | 'incident' | 'key'> & { actor: string; body: unknown };

/**
 * What asks its author whether it shall wait twice: the same person's same command with the same words waits already,
 * for ten minutes at most. Undefined if none does, if it is the same request again, or if its author has answered.
 */
export async function proposedBefore(
  drafts: Pick<DraftRecords, 'waiting'>,
  { command, incident, key, actor, body }: Proposal,
  now: Instant,
): Promise<Finding | undefined> {
  const said = wordsIn(body);
  if (said.override.includes('said-before')) return undefined;
  const same = (await drafts.waiting()).find((draft) => {
    if (
      isKept(draft.reason) ||
      draft.command !== command ||
      draft.proposedBy.actor !== actor ||
      draft.key.keyHash === key.keyHash
    )
      return false;
    if (msBetween(draft.proposedAt, now) > SAID_AGAIN_WITHIN_MS) return false;
    const before = wordsIn(draftedBody(draft));
    return begins(command as CommandName)
      ? sameWords(before.title, said.title) && sameWords(before.message, said.message)
      : draft.incident === incident && sameWords(before.message, said.message);
  });
  return (
    same && {
      rule: 'said-before',
      level: 'ask',
      field: 'message',
      quote: '',
      reason: `you proposed exactly this at ${same.proposedAt.slice(11, 19)} UTC, as draft ${same.id}; it waits for a second person`,
      suggestion: 'Look at the draft, and propose it again only if it should go out twice.',
    }
  );
}

/** Title, words and overridden rules of a body that nobody has checked yet; empty where there are none. */
export function wordsIn(body: unknown): { message: string; title: string; override: readonly unknown[] } {
  const { message, title, override } = (body ?? {}) as { message?: unknown; title?: unknown; override?: unknown };
  return {
    message: typeof message === 'string' ? message : '',
    title: typeof title === 'string' ? title : '',
    override: Array.isArray(override) ? override : [],
  };
}
