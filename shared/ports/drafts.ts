import type { ApprovalReason } from '../core/approval.ts';
import { plainParts } from '../core/hidden-characters.ts';
import type { Instant } from '../core/instant.ts';
import type { CommandKey } from './incident-log.ts';

/** What became of a draft. `published`: nobody decided in time, and the config has it published then. */
export type DraftState = 'waiting' | 'approved' | 'dropped' | 'published';

/** A proposed command that waits for a person. */
export type CommandDraft = {
  id: string;
  /** The incident that it is about, or would open. */
  incident: string;
  /** Which command, by the names that a preview knows. */
  command: string;
  /** The body as it was received. */
  text: string;
  reason: ApprovalReason;
  /** Who proposed it; a machine's draft speaks for whoever approves it. */
  proposedBy: { subject: string; actor: string; person: boolean };
  proposedAt: Instant;
  /** The state that its author had seen, as an ETag; null for one that opens an incident. */
  seen: string | null;
  decideBy: Instant;
  onTimeout: 'publish' | 'escalate';
  /** The key of the request that made it: the entry gets it, so that a retry finds the entry. */
  key: CommandKey;
  state: DraftState;
  decided?: Decision;
};

/**
 * What a draft would say: shown, sent to whoever reads it, and said if they approve, all from here. It may be older than
 * the refusal of characters that nobody sees.
 */
export const draftedBody = ({ text }: Pick<CommandDraft, 'text'>): Record<string, unknown> =>
  plainParts(JSON.parse(text) as Record<string, unknown>).value;

/** Who decided, when, and for an approval the entry that it became. */
export type Decision = { by: string; at: Instant; seq?: number; note?: string };

export interface DraftRecords {
  /** Keeps a draft unless there is one of its id; answers with the one that is kept. */
  propose(draft: CommandDraft): Promise<CommandDraft>;
  read(id: string): Promise<CommandDraft | undefined>;
  /** Everything that is not decided yet, oldest first, strongly consistent. */
  waiting(): Promise<readonly CommandDraft[]>;
  /** Decides a draft that waits. False if somebody was faster: then the first decision stands. */
  decide(id: string, state: Exclude<DraftState, 'waiting'>, decision: Decision): Promise<boolean>;
}
