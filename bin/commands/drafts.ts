import type { Command } from 'commander';
import type { ReadState } from '../../shared/client/client.ts';
import type { ApiDraft } from '../../shared/client/types.ts';
import { clockTime } from '../../shared/client/words.ts';
import { type Instant, instant } from '../../shared/core/instant.ts';
import { print, printSaid, sessionOf } from './session.ts';
import { several } from './statement.ts';
import { type Surroundings, UsageError } from './surroundings.ts';
import { table, wrapped } from './table.ts';

type ReadFlags = { read?: number | undefined; seen?: string };
type ApproveFlags = ReadFlags & { override?: readonly string[] };
type EditFlags = ReadFlags & { message?: string; title?: string; workaround?: string };

const readState = ({ read, seen }: ReadFlags): ReadState => ({
  ...(read === undefined ? {} : { version: read }),
  ...(seen === undefined ? {} : { seen }),
});

function versionNumber(written: string): number {
  const version = Number(written);
  if (Number.isInteger(version) && version >= 1) return version;
  throw new UsageError(`"${written}" is not a version of a draft; "candor drafts show" says which it is in`);
}

/** `candor drafts ...`: what waits for a second person. */
export function addDrafts(program: Command, surroundings: Surroundings): void {
  const drafts = program
    .command('drafts')
    .description('statements that wait for a second person: list, show, approve, edit, drop')
    .addHelpText('after', EXAMPLES);

  drafts
    .command('list', { isDefault: true })
    .description('what waits, oldest first')
    .addHelpText('after', EXAMPLES)
    .action(async (_flags: object, command: Command) => {
      const session = sessionOf(command, surroundings);
      const answer = await session.client().drafts();
      print(session, answer, () =>
        answer.drafts.length === 0 ? 'Nothing waits.' : waiting(answer.drafts, surroundings),
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
      print(session, draft, () => draftText(draft, instant(surroundings.now())));
    });

  drafts
    .command('approve')
    .argument('<draft>')
    .option('--override <rule>', 'stand by a text that the rule asks about', several)
    .option('--read <version>', 'the version that you have read, once it was edited', versionNumber)
    .option('--seen <etag>', 'the state that you have read, where something was said since')
    .description('have it said')
    .addHelpText('after', EXAMPLES)
    .action(async (id: string, { override, ...read }: ApproveFlags, command: Command) => {
      const session = sessionOf(command, surroundings);
      printSaid(session, await session.client().approve(id, override, readState(read)));
    });

  drafts
    .command('edit')
    .argument('<draft>')
    .option('-m, --message <text>', 'what customers read instead')
    .option('--title <text>', 'what is wrong, in one line, instead')
    .option('--workaround <text>', 'what customers can do meanwhile, instead; "" takes it out')
    .option('--read <version>', 'only if it is still in the version that you have read', versionNumber)
    .description('change its words; it waits again, and an approver who edits becomes its author')
    .addHelpText('after', EXAMPLES)
    .action(async (id: string, { read, ...words }: EditFlags, command: Command) => {
      const session = sessionOf(command, surroundings);
      const body = Object.fromEntries(Object.entries(words).map(([name, text]) => [name, text === '' ? null : text]));
      if (Object.keys(body).length === 0) throw new UsageError('say what changes: --message, --title or --workaround');
      const answer = await session.client().editDraft(id, body, readState({ read }));
      print(
        session,
        answer,
        () => `${draftText(answer.draft, instant(surroundings.now()))}\nIt waits again; nothing was said.`,
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

function waiting(drafts: readonly ApiDraft[], surroundings: Surroundings): string {
  const now = instant(surroundings.now());
  const rows = drafts.map((draft) => [
    draft.id,
    draft.command,
    draft.incident ?? '',
    draft.proposedBy.actor,
    draft.decideBy ? clockTime(draft.decideBy, now) : '',
    firstLine(draft.body.message ?? draft.body.title ?? ''),
  ]);
  return table(['DRAFT', 'COMMAND', 'INCIDENT', 'BY', 'DECIDE BY', 'TEXT'], rows);
}

/** One draft for somebody who has to decide it. */
export function draftText(draft: ApiDraft, now: Instant): string {
  const { id, command, incident, proposedBy, proposedAt, decideBy, onTimeout, state, body, version = 1 } = draft;
  const timeout = decideBy ? `; ${onTimeout ?? 'nothing'} after ${clockTime(decideBy, now)}` : '';
  return [
    `${id} · ${command}${incident ? ` of ${incident}` : ''} · ${state}${timeout}`,
    `${version > 1 ? `version ${version}, edited` : 'proposed'} by ${proposedBy.actor} at ${clockTime(proposedAt, now)}`,
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
  $ candor drafts drop k3j9x2m4p7qa --reason "We know more now."`;
