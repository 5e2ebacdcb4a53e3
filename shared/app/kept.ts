import { incidentIdFor } from '../contract/identity.ts';
import { keptTime, withFixedTimes } from '../contract/kept-times.ts';
import { isKept } from '../core/approval.ts';
import { type Instant, plus } from '../core/instant.ts';
import { checkKeptBefore } from '../core/kept.ts';
import { refuse } from '../core/refusal.ts';
import { type CommandDraft, versionOf } from '../ports/drafts.ts';
import type { CommandKey } from '../ports/incident-log.ts';
import { type DraftPorts, FORGOTTEN_AFTER_MS, keyReused } from './drafts.ts';
import { etagOf } from './etag.ts';
import { runPersonCommand, type Wish } from './person-command.ts';
import type { CommandResult } from './run-command.ts';

// An update that its author keeps to themselves, and posts by hand or at a time that they set; see say-kept.ts.

const KEPT = { reason: 'kept' } as const;

/** `at`: when it is posted by itself, an instant or a duration from now; absent if its author posts it by hand. */
export type KeepRequest = {
  incident: string;
  body: unknown;
  at: string | undefined;
  key: CommandKey;
  by: CommandDraft['proposedBy'];
} & Pick<Wish, 'ifMatch' | 'asksWhenSaidBefore'>;

type Otherwise = Exclude<CommandResult, { type: 'withheld' }>;

/**
 * Keeps an update, checked and linted as it would be said at its time; the same request keeps it once, whatever became
 * of it. Throws a `Problem` or a `Refusal` where it cannot be said then, or answers what spoke against it.
 */
export async function keep(
  ports: DraftPorts,
  { incident, body, at, key, by, ...wish }: KeepRequest,
): Promise<{ type: 'kept'; draft: CommandDraft } | Otherwise> {
  const id = incidentIdFor('draft', key.keyHash);
  const known = await ports.drafts.read(id);
  if (known !== undefined) return { type: 'kept', draft: sameRequest(known, key) };
  const now = ports.clock.now();
  const publishAt = at === undefined ? undefined : keptTime(at, now);
  const said = withFixedTimes(body, publishAt, now);
  const checked = await checkedAsKept(ports, { ...wish, incident, body: said, key, actor: by.actor }, publishAt);
  if (checked.type !== 'withheld') return checked;
  const draft = await ports.drafts.propose({
    id,
    incident,
    command: 'update',
    text: JSON.stringify(said),
    reason: KEPT,
    proposedBy: by,
    proposedAt: now,
    seen: checked.seen,
    ...untilForgotten(publishAt, now),
    onTimeout: 'escalate',
    key,
    state: 'waiting',
  });
  await lookThen(ports, draft);
  return { type: 'kept', draft: sameRequest(draft, key) };
}

/** What changes about a kept text. `at`: another time, null for none; absent leaves the one that its author had set. */
export type KeptEdit = {
  body: Record<string, unknown>;
  at: string | null | undefined;
  by: CommandDraft['proposedBy'];
  isOwn: boolean;
  seen: string | undefined;
};

/**
 * Changes a kept text, its time, or whose it is: whoever edits another's takes it over, and sets a time of their own.
 * Answers what spoke against it, or 'edited', or 'late' if it was decided, edited or taken meanwhile.
 */
export async function editKept(
  ports: DraftPorts,
  draft: CommandDraft,
  { body, at, by, isOwn, seen }: KeptEdit,
): Promise<'edited' | 'late' | Otherwise> {
  const now = ports.clock.now();
  const stands = isOwn && draft.publishAt !== undefined && draft.publishAt > now ? draft.publishAt : undefined;
  const publishAt = at === undefined ? stands : at === null ? undefined : keptTime(at, now);
  const said = withFixedTimes(body, publishAt, now);
  const { incident, key } = draft;
  const wish = { incident, body: said, key, actor: by.actor, ifMatch: seen ?? draft.seen ?? undefined };
  const checked = await checkedAsKept(ports, wish, publishAt);
  if (checked.type !== 'withheld') return checked;
  const edited = await ports.drafts.edit(draft.id, versionOf(draft), {
    text: JSON.stringify(said),
    proposedBy: isOwn ? draft.proposedBy : by,
    proposedAt: now,
    seen: checked.seen,
    publishAt,
    ...untilForgotten(publishAt, now),
    stopped: undefined,
    version: versionOf(draft) + 1,
  });
  if (!edited) return 'late';
  await lookThen(ports, { incident, ...(publishAt === undefined ? {} : { publishAt }) });
  return 'edited';
}

async function checkedAsKept(ports: DraftPorts, wish: Omit<Wish, 'name' | 'waits'>, publishAt: Instant | undefined) {
  const then = publishAt === undefined ? ports : { ...ports, clock: { now: () => publishAt } };
  const result = await runPersonCommand(then, { ...wish, name: 'update', waits: KEPT });
  if (result.type !== 'withheld') return result;
  const { before } = result;
  if (!isKept(result.reason)) refuse('kept-needs-second-person');
  if (before.phase !== 'open') refuse('incident-not-open');
  if (publishAt !== undefined) checkKeptBefore(before, publishAt);
  return { ...result, seen: etagOf(before) };
}

const untilForgotten = (publishAt: Instant | undefined, now: Instant) => ({
  ...(publishAt === undefined ? {} : { publishAt }),
  decideBy: plus(publishAt ?? now, FORGOTTEN_AFTER_MS),
});

function sameRequest(draft: CommandDraft, key: CommandKey): CommandDraft {
  if (draft.key.bodyHash !== key.bodyHash) throw keyReused();
  return draft;
}

/** The sweep finds it at its next tick; a look at its time is on the dot. */
async function lookThen(
  { nudges, clock, warn }: DraftPorts,
  { incident, publishAt }: Pick<CommandDraft, 'incident' | 'publishAt'>,
): Promise<void> {
  if (publishAt === undefined) return;
  await nudges
    .lookAt(incident, [publishAt], clock.now())
    .catch((error) => warn('no look was asked for at the time of a kept text; the sweep finds it', error));
}
