import type { Command } from 'commander';
import type { ReadState } from '../../shared/client/client.ts';
import { parsePromise } from '../../shared/client/times.ts';
import type { ApiDraft } from '../../shared/client/types.ts';
import { type Called, clockTime } from '../../shared/client/words.ts';
import { type Instant, instant } from '../../shared/core/instant.ts';
import { KEPT_STOPPED } from '../../shared/wording/coordination-reminders.ts';
import { print, printNamed, printSaid, type Session, sessionOf } from './session.ts';
import { several } from './statement.ts';
import { type Surroundings, UsageError } from './surroundings.ts';
import { table, wrapped } from './table.ts';

type ReadFlags = { read?: number | undefined; seen?: string };
type ApproveFlags = ReadFlags & { override?: readonly string[] };
type EditFlags = ReadFlags & {
  message?: string;
  title?: string;
  workaround?: string;
  nextUpdate?: string;
  at?: string;
};

const readState = ({ read, seen }: ReadFlags): ReadState => ({
  ...(read === undefined ? {} : { version: read }),
  ...(seen === undefined ? {} : { seen }),
});

function versionNumber(written: string): number {
  const version = Number(written);
  if (Number.isInteger(version) && version >= 1) return version;
  throw new UsageError(`"${written}" is not a version of a draft; "candor drafts show" says which it is in`);
}

/** What was kept, and how it goes on. */
export async function printKept(session: Session, answer: { draft: ApiDraft }): Promise<void> {
  const { id, publishAt } = answer.draft;
  const then = publishAt
    ? 'It is posted by itself then, unless anything is said before. Nothing is public yet.'
    : 'Nothing is public yet.';
  await printNamed(session, answer, [authorOf(answer.draft)], (called) =>
    [
      draftText(answer.draft, instant(session.surroundings.now()), called),
      then,
      `Post it now: candor drafts approve ${id}. Take it back: candor drafts drop ${id}`,
    ].join('\n'),
  );
}

/** `candor drafts ...`: what waits for a second person, and what somebody keeps. */
export function addDrafts(program: Command, surroundings: Surroundings): void {
  const drafts = program
    .command('drafts')
    .description('statements that wait for a second person or are kept for later: list, show, approve, edit, drop')
    .addHelpText('after', EXAMPLES);

  drafts
    .command('list', { isDefault: true })
    .description('what waits, oldest first')
    .addHelpText('after', EXAMPLES)
    .action(async (_flags: object, command: Command) => {
      const session = sessionOf(command, surroundings);
      const answer = await session.client().drafts();
      await printNamed(session, answer, answer.drafts.map(authorOf), (called) =>
        answer.drafts.length === 0 ? 'Nothing waits.' : waiting(answer.drafts, surroundings, called),
      );
    });

  drafts
    .command('show')
    .argument('<draft>')
    .description('the whole text, and who proposed it')
    .addHelpText('after', EXAMPLES)
    .action(async (id: string, _flags: object, command: Command) => {
      const session = sessionOf(command, surroundings);
      const draft = await session.client().draft(id);
      await printNamed(session, draft, [authorOf(draft)], (called) =>
        draftText(draft, instant(surroundings.now()), called),
      );
    });

  drafts
    .command('approve')
    .argument('<draft>')
    .option('--override <rule>', 'stand by a text that the rule asks about', several)
    .option('--read <version>', 'the version that you have read, once it was edited', versionNumber)
    .option('--seen <etag>', 'the state that you have read, where something was said since')
    .description('have it said; what you keep yourself is posted')
    .addHelpText('after', EXAMPLES)
    .action(async (id: string, { override, ...read }: ApproveFlags, command: Command) => {
      const session = sessionOf(command, surroundings);
      await printSaid(session, await session.client().approve(id, override, readState(read)));
    });

  drafts
    .command('edit')
    .argument('<draft>')
    .option('-m, --message <text>', 'what customers read instead')
    .option('--title <text>', 'what is wrong, in one line, instead')
    .option('--workaround <text>', 'what customers can do meanwhile, instead; "" takes it out')
    .option(
      '-n, --next-update <time>',
      'of a kept one: when the next word comes, counted from when it is posted; or none',
    )
    .option('--at <time>', 'of a kept one: when it is posted by itself; or none')
    .option('--read <version>', 'only if it is still in the version that you have read', versionNumber)
    .option('--seen <etag>', 'the state that you have read, where something was said since')
    .description('change its words or its time; it waits again, and who edits another’s becomes its author')
    .addHelpText('after', EXAMPLES)
    .action(async (id: string, { read, seen, at: written, nextUpdate, ...words }: EditFlags, command: Command) => {
      const session = sessionOf(command, surroundings);
      const time = (given: string) => parsePromise(given, new Date(surroundings.now()));
      const at = written === undefined ? {} : { at: time(written) };
      const body = {
        ...Object.fromEntries(Object.entries(words).map(([name, text]) => [name, text === '' ? null : text])),
        ...(nextUpdate === undefined ? {} : { nextUpdateBy: time(nextUpdate) }),
      };
      if (Object.keys({ ...body, ...at }).length === 0)
        throw new UsageError('say what changes: --message, --title, --workaround, --next-update or --at');
      const state = readState({ read, ...(seen === undefined ? {} : { seen }) });
      const answer = await session.client().editDraft(id, body, { ...state, ...at });
      await printNamed(
        session,
        answer,
        [authorOf(answer.draft)],
        (called) =>
          `${draftText(answer.draft, instant(surroundings.now()), called)}\nIt waits again; nothing was said.`,
      );
    });

  drafts
    .command('drop')
    .argument('<draft>')
    .option('--reason <text>', 'why, for the house')
    .description('have it not said')
    .addHelpText('after', EXAMPLES)
    .action(async (id: string, { reason }: { reason?: string }, command: Command) => {
      const session = sessionOf(command, surroundings);
      const answer = await session.client().drop(id, reason);
      print(session, answer, () => `${id} is dropped; nothing was said.`);
    });
}

const authorOf = ({ proposedBy }: ApiDraft): string => proposedBy.actor;

function waiting(drafts: readonly ApiDraft[], surroundings: Surroundings, called: Called): string {
  const now = instant(surroundings.now());
  const rows = drafts.map((draft) => [
    draft.id,
    draft.command,
    draft.incident ?? '',
    called(draft.proposedBy.actor),
    whenDue(draft, now),
    firstLine(draft.body.message ?? draft.body.title ?? ''),
  ]);
  return table(['DRAFT', 'COMMAND', 'INCIDENT', 'BY', 'WHEN', 'TEXT'], rows);
}

/** By when somebody decides, or when a kept text is posted. */
function whenDue({ decideBy, publishAt, stopped }: ApiDraft, now: Instant): string {
  if (decideBy) return clockTime(decideBy, now);
  if (publishAt === undefined) return 'kept';
  return stopped ? `not posted at ${clockTime(publishAt, now)}` : `posted at ${clockTime(publishAt, now)}`;
}

/** One draft for somebody who has to decide it. */
export function draftText(draft: ApiDraft, now: Instant, called: Called): string {
  const { id, command, incident, proposedBy, proposedAt, decideBy, onTimeout, state, body, version = 1 } = draft;
  const { stopped } = draft;
  const isKept = decideBy === undefined;
  const due = isKept ? `; ${whenDue(draft, now)}` : `; ${onTimeout ?? 'nothing'} after ${clockTime(decideBy, now)}`;
  return [
    `${id} · ${command}${incident ? ` of ${incident}` : ''} · ${state}${state === 'waiting' || !isKept ? due : ''}`,
    ...(stopped === undefined ? [] : [`It was not posted: ${KEPT_STOPPED[stopped.because]}`]),
    `${version > 1 ? `version ${version}, edited` : isKept ? 'kept' : 'proposed'} by ${called(proposedBy.actor)} at ${clockTime(proposedAt, now)}`,
    ...(body.title === undefined ? [] : [wrapped(body.title, '   ')]),
    wrapped(body.message ?? '', '   '),
    ...(typeof body.workaround === 'string' ? [wrapped(`Meanwhile: ${body.workaround}`, '   ')] : []),
  ].join('\n');
}

const firstLine = (text: string): string => {
  const [line = ''] = text.split('\n');
  return line.length > 60 ? `${line.slice(0, 59)}…` : line;
};

const EXAMPLES = `
Examples:
  $ candor drafts
  $ candor drafts approve k3j9x2m4p7qa
  $ candor drafts edit k3j9x2m4p7qa -m "A disk is full; nothing was lost so far as we know."
  $ candor drafts edit k3j9x2m4p7qa --at 14:45Z
  $ candor drafts drop k3j9x2m4p7qa --reason "We know more now."`;
