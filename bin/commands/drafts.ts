import type { Command } from 'commander';
import type { ApiDraft } from '../../shared/client/types.ts';
import { clockTime } from '../../shared/client/words.ts';
import { type Instant, instant } from '../../shared/core/instant.ts';
import { print, printSaid, sessionOf } from './session.ts';
import { several } from './statement.ts';
import type { Surroundings } from './surroundings.ts';
import { table, wrapped } from './table.ts';

/** `candor drafts ...`: what waits for a second person. */
export function addDrafts(program: Command, surroundings: Surroundings): void {
  const drafts = program
    .command('drafts')
    .description('statements that wait for a second person: list, show, approve, drop')
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
    .description('have it said')
    .addHelpText('after', EXAMPLES)
    .action(async (id: string, { override }: { override?: readonly string[] }, command: Command) => {
      const session = sessionOf(command, surroundings);
      printSaid(session, await session.client().approve(id, override));
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
  const { id, command, incident, proposedBy, proposedAt, decideBy, onTimeout, state, body } = draft;
  const timeout = decideBy ? `; ${onTimeout ?? 'nothing'} after ${clockTime(decideBy, now)}` : '';
  return [
    `${id} · ${command}${incident ? ` of ${incident}` : ''} · ${state}${timeout}`,
    `proposed by ${proposedBy.actor} at ${clockTime(proposedAt, now)}`,
    ...(body.title === undefined ? [] : [wrapped(body.title, '   ')]),
    wrapped(body.message ?? '', '   '),
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
  $ candor drafts drop k3j9x2m4p7qa --reason "We know more now."`;
