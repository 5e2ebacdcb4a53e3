import { Problem } from '../contract/problem.ts';
import { decideBy, onTimeoutOf } from '../core/approval.ts';
import { replayed } from '../core/evolve.ts';
import { type Instant, MINUTE_MS, plus } from '../core/instant.ts';
import { type KeptStop, whyNotByItself } from '../core/kept.ts';
import { Refusal } from '../core/refusal.ts';
import { type CommandDraft, type DraftEdit, draftedBody, versionOf } from '../ports/drafts.ts';
import { type DraftPorts, TIMEOUT_MS } from './drafts.ts';
import { seqIn } from './etag.ts';
import { runPersonCommand, type Wish } from './person-command.ts';
import type { CommandResult } from './run-command.ts';

// A kept text becomes its author's word: by hand, or by itself at its time. Whoever says it takes it first, so that it is
// not dropped or edited in between, and says it under its own key, so that it is said once whoever tries again.

/** How long whoever says a kept text has it for themselves: longer than any function runs (docs/rules.md, Kept text). */
const TAKEN_MS = 2 * MINUTE_MS;

/** What its author overrides of the lint, and the state that they have read, as an ETag. */
export type ByHand = { overrides: readonly string[]; seen: string | undefined };

/**
 * Posts a kept text as its author's word, now. One that needs a second person by now waits for one instead: 'withheld'.
 * 'late' if it was decided, edited or taken meanwhile.
 */
export async function postKept(
  ports: DraftPorts,
  draft: CommandDraft,
  { overrides, seen }: ByHand,
): Promise<CommandResult | 'late'> {
  // Sent again after a lost answer: its entry is found by its key.
  if (draft.state === 'published') return said(ports, draft, {});
  const takenUntil = await taken(ports, draft);
  if (takenUntil === undefined) return 'late';
  const result = await said(ports, draft, { ifMatch: seen ?? draft.seen ?? undefined, overrides }).catch(
    async (error: unknown) => {
      if (isNo(error)) await ports.drafts.giveBack(draft.id, takenUntil, {});
      throw error;
    },
  );
  if (result.type === 'added' || result.type === 'unchanged') await published(ports, draft, result);
  else await ports.drafts.giveBack(draft.id, takenUntil, result.type === 'withheld' ? asked(ports, draft, result) : {});
  return result;
}

/**
 * What a sweep does with a kept text: publishes it if its time has come, and lets go of one that nobody has posted within
 * a day. One that cannot be published as it was meant waits, and people are told.
 */
export async function tendKept(ports: DraftPorts, draft: CommandDraft, frozen: boolean): Promise<void> {
  const now = ports.clock.now();
  const isDue = draft.publishAt !== undefined && draft.publishAt <= now && draft.stopped === undefined;
  // Whoever had it is dead: it was said, or it was not, and then it waits as before.
  const isLeft = draft.takenUntil !== undefined && draft.takenUntil <= now;
  if (isDue || isLeft) return publishOrStop(ports, draft, frozen);
  if (now < draft.decideBy) return;
  const note = 'nobody posted it within a day';
  await ports.drafts.decide(draft.id, 'dropped', { by: 'pipeline', at: now, note });
}

async function publishOrStop(ports: DraftPorts, draft: CommandDraft, frozen: boolean): Promise<void> {
  const takenUntil = await taken(ports, draft);
  if (takenUntil === undefined) return;
  const { publishAt, seen, incident: id, key } = draft;
  const entries = await ports.log.load(id);
  // Also where a form was kept and then posted, because its answer was lost: it was said, in its last words.
  const known = entries.find(({ command }) => command?.keyHash === key.keyHash);
  const now = ports.clock.now();
  if (known !== undefined) {
    await ports.drafts.decide(draft.id, 'published', { by: draft.proposedBy.actor, at: now, seq: known.seq });
    return;
  }
  if (publishAt === undefined || draft.stopped !== undefined) return ports.drafts.giveBack(draft.id, takenUntil, {});
  const stop = async (because: KeptStop) => {
    await ports.drafts.giveBack(draft.id, takenUntil, { stopped: { at: now, because } });
    await ports.nudges
      .nudge([id], ['people'])
      .catch((error) => ports.warn('nobody was told of a text that was not posted; the sweep tells them', error));
  };
  if (draft.handedTo !== undefined) return stop('author-left');
  const incident = replayed(id, entries);
  const why = whyNotByItself({ publishAt, seenSeq: seqIn(seen ?? '') }, incident, now, frozen);
  if (why !== undefined) return stop(why);
  const result = await said(ports, draft, { ifMatch: seen ?? undefined, via: 'kept' }).catch((error: unknown) => {
    if (isNo(error)) return 'refused' as const;
    throw error;
  });
  if (result === 'refused') return stop('refused');
  switch (result.type) {
    case 'added':
    case 'unchanged':
      return published(ports, draft, result);
    case 'asked':
      return stop('asked');
    case 'withheld':
      return stop('second-person');
    case 'changed-meanwhile':
    case 'key-reused':
      return stop('said-since');
  }
}

/** The moment until which nobody else says, edits or drops it; undefined if somebody was faster. */
async function taken({ drafts, clock }: DraftPorts, draft: CommandDraft): Promise<Instant | undefined> {
  const now = clock.now();
  const until = plus(now, TAKEN_MS);
  return (await drafts.take(draft.id, versionOf(draft), now, until)) ? until : undefined;
}

const said = (
  ports: DraftPorts,
  draft: CommandDraft,
  how: Pick<Wish, 'ifMatch' | 'overrides' | 'via'>,
): Promise<CommandResult> =>
  runPersonCommand(ports, {
    name: 'update',
    incident: draft.incident,
    body: draftedBody(draft),
    key: draft.key,
    actor: draft.proposedBy.actor,
    ...how,
  });

/** That what was asked for cannot be done, and not that something is broken. */
const isNo = (error: unknown): boolean => error instanceof Refusal || error instanceof Problem;

async function published({ drafts, clock }: DraftPorts, draft: CommandDraft, result: CommandResult): Promise<void> {
  const seq = result.type === 'added' ? { seq: result.entry.seq } : {};
  await drafts.decide(draft.id, 'published', { by: draft.proposedBy.actor, at: clock.now(), ...seq });
}

/** Kept before the house asked for a second person: it is proposed now, in the words that it has. */
function asked(
  { clock, policy }: DraftPorts,
  draft: CommandDraft,
  { reason, before }: Extract<CommandResult, { type: 'withheld' }>,
): DraftEdit {
  const now = clock.now();
  const reported = before.phase === 'unreported' ? undefined : before;
  return {
    reason,
    proposedAt: now,
    decideBy: decideBy(reported, now, policy.approval?.timeoutMs ?? TIMEOUT_MS),
    onTimeout: onTimeoutOf(reason, policy.approval),
    publishAt: undefined,
    stopped: undefined,
    version: versionOf(draft) + 1,
  };
}
