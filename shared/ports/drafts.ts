import type { ApprovalReason } from '../core/approval.ts';
import { plainParts } from '../core/hidden-characters.ts';
import type { Instant } from '../core/instant.ts';
import type { KeptStop } from '../core/kept.ts';
import type { Door, Party } from '../core/second-person.ts';
import type { CommandKey } from './incident-log.ts';

/**
 * What became of a draft. `published`: nobody decided in time, and the config has it published then; of a kept one, that
 * its author posted it, or had it posted at a time.
 */
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
  proposedBy: {
    subject: string;
    actor: string;
    person: boolean /** By which they came; older drafts do not say. */;
    door?: Door;
  };
  proposedAt: Instant;
  /** The state that its author had seen, as an ETag; null for one that opens an incident. */
  seen: string | null;
  decideBy: Instant;
  onTimeout: 'publish' | 'escalate';
  /** The key of the request that made it: the entry gets it, so that a retry finds the entry. */
  key: CommandKey;
  state: DraftState;
  /** Its author has left the house: who looks after it. The words stay theirs. */
  handedTo?: HandedDraft;
  /** Counts up with every edit; absent means 1. Whoever approves says which one they have read. */
  version?: number;
  decided?: Decision;
  /** Of a kept one: when it is published by itself. Absent if its author posts it by hand. */
  publishAt?: Instant;
  /** That its time came and it was not published. It waits for its author, and people are told once. */
  stopped?: { at: Instant; because: KeptStop };
  /** Somebody is saying it now, at the latest until then: nobody edits or drops it meanwhile. */
  takenUntil?: Instant;
  /** The entry that it became was redacted: `text` is an empty body since. */
  redacted?: true;
};

/**
 * What a draft would say: shown, sent to whoever reads it, and said if they approve, all from here. It may be older than
 * the refusal of characters that nobody sees.
 */
export const draftedBody = ({ text }: Pick<CommandDraft, 'text'>): Record<string, unknown> =>
  plainParts(JSON.parse(text) as Record<string, unknown>).value;

/** To whom a draft was handed, of whom, and when. */
export type HandedDraft = { to: string; from: string; at: Instant };

/** Who decided, when, and for an approval the entry that it became. */
export type Decision = { by: string; at: Instant; seq?: number; note?: string };

type Changeable =
  | 'text'
  | 'reason'
  | 'proposedBy'
  | 'proposedAt'
  | 'seen'
  | 'decideBy'
  | 'onTimeout'
  | 'version'
  | 'publishAt'
  | 'stopped';

/** What changes about a draft that waits; undefined takes a field away. */
export type DraftEdit = { [Name in Changeable]?: CommandDraft[Name] | undefined };

/** Which of its versions a draft is in, from 1 on. */
export const versionOf = ({ version = 1 }: Pick<CommandDraft, 'version'>): number => version;

/** Who proposed a draft, as the rule of the second person sees them. Drafts that do not name their door are older ones. */
export function proposerOf({ proposedBy: { subject, actor, person, door } }: CommandDraft): Party {
  const older = subject.startsWith('event:') ? 'event' : subject.startsWith('intake:') ? 'alarm' : 'signed-in';
  const from = door ?? older;
  // What names no person names nobody: the source itself must not pass for somebody of that name.
  return { door: from, subject, name: from === 'event' && !person ? '' : actor };
}

/** What a draft holds once its words are gone. */
export const EMPTY_BODY = '{}';

export interface DraftRecords {
  /** Keeps a draft unless there is one of its id; answers with the one that is kept. */
  propose(draft: CommandDraft): Promise<CommandDraft>;
  read(id: string): Promise<CommandDraft | undefined>;
  /** Everything that is not decided yet, oldest first, strongly consistent. */
  waiting(): Promise<readonly CommandDraft[]>;
  /** Changes version `of` of a draft that waits. False if it was decided or edited meanwhile, or is taken. */
  edit(id: string, of: number, to: DraftEdit): Promise<boolean>;
  /**
   * Takes version `of` of a draft that waits, to say it by `until`. From then on nobody edits or drops it, until it is
   * decided or given back. False if it was decided or edited meanwhile, or if somebody has it whose time is not over.
   */
  take(id: string, of: number, now: Instant, until: Instant): Promise<boolean>;
  /** Gives back what was taken until `takenUntil` and could not be said, with what changes about it; harmless if it is not. */
  giveBack(id: string, takenUntil: Instant, to: DraftEdit): Promise<void>;
  /** Every draft about an incident, also the decided ones that are still kept, strongly consistent. */
  of(incident: string): Promise<readonly CommandDraft[]>;
  /** Removes the body of a draft. Doing it twice, or to one that is gone, is harmless. */
  redact(id: string): Promise<void>;
  /** Says who looks after a draft that waits; one that was decided meanwhile needs nobody. */
  handOn(id: string, handed: HandedDraft): Promise<void>;
  /** Decides a draft that waits; one that is taken is not dropped. False if somebody was faster: the first one stands. */
  decide(id: string, state: Exclude<DraftState, 'waiting'>, decision: Decision): Promise<boolean>;
}
