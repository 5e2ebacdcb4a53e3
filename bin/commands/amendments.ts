import { type Command, Option } from 'commander';
import type { UpdateCommand } from '../../shared/client/types.ts';
import { instant } from '../../shared/core/instant.ts';
import { LONGEST_NOTE, REDACTION_REASONS, type RedactionReason } from '../../shared/core/redaction.ts';
import { REMOVAL_LEAVES, REMOVAL_REACHES } from '../../shared/wording/redaction.ts';
import { remainsLines, said } from './present.ts';
import { incidentId, print, printSaid, sessionOf } from './session.ts';
import { bodyOf, type StatementFlags, withOptions } from './statement.ts';
import { callOf, entryNumber } from './statements.ts';
import { type Surroundings, UsageError } from './surroundings.ts';
import { isYes } from './yes.ts';

/** What is said when a statement, a promise or a whole incident turns out otherwise, and once it is over. */
export function addSecondThoughts(program: Command, surroundings: Surroundings): void {
  withOptions(
    program
      .command('withdraw')
      .argument('<promise>', 'next-update, eta or report')
      .argument('[incident]', 'may be left out while one incident is open'),
    'message',
    'override',
    'ifMatch',
  )
    .description('take back a time that was promised; the message says why')
    .addHelpText('after', WITHDRAW_EXAMPLES)
    .action(async (promise: string, given: string | undefined, flags: StatementFlags, command: Command) => {
      const session = sessionOf(command, surroundings);
      const withdrawn = withdrawing(promise);
      const body = { ...(await bodyOf(flags, surroundings)), ...withdrawn };
      const id = await incidentId(session, given);
      await printSaid(session, await session.client().update(id, body, callOf(flags)));
    });

  withOptions(program.command('postmortem').argument('<incident>'), 'message', 'override', 'ifMatch')
    .description('publish what happened and what changes; keeps a promised report')
    .addHelpText('after', POSTMORTEM_EXAMPLES)
    .action(async (id: string, flags: StatementFlags, command: Command) => {
      const session = sessionOf(command, surroundings);
      await printSaid(session, await session.client().postmortem(id, await bodyOf(flags, surroundings), callOf(flags)));
    });

  withOptions(program.command('retract').argument('<incident>'), 'message', 'override', 'ifMatch')
    .description('say that it was opened in error; it stays readable, and counts no longer')
    .addHelpText('after', RETRACT_EXAMPLES)
    .action(async (id: string, flags: StatementFlags, command: Command) => {
      const session = sessionOf(command, surroundings);
      await printSaid(session, await session.client().retract(id, await bodyOf(flags, surroundings), callOf(flags)));
    });

  withOptions(
    program.command('merge').argument('<incident>', 'the one that ends').argument('<into>', 'the one that goes on'),
    'override',
    'ifMatch',
  )
    .option('-m, --message <text>', 'what customers read; else that it goes on in the other incident')
    .option('--redirect', 'it was merged before, into the wrong one')
    .description('say that an incident goes on in another one')
    .addHelpText('after', MERGE_EXAMPLES)
    .action(async (id: string, into: string, flags: StatementFlags & { redirect?: boolean }, command: Command) => {
      const session = sessionOf(command, surroundings);
      const redirect = flags.redirect ? { redirect: true } : {};
      const said = flags.message === undefined ? {} : { message: (await bodyOf(flags, surroundings)).message };
      const override = flags.override === undefined ? {} : { override: flags.override };
      await printSaid(
        session,
        await session.client().merge(id, { into, ...redirect, ...said, ...override }, callOf(flags)),
      );
    });

  withOptions(
    program
      .command('redact')
      .argument('<incident>')
      .argument('<entry>', 'the number of the entry whose text has to go'),
    'override',
  )
    .addOption(
      new Option('--reason <reason>', 'why; the public reads the sentence of the house for it')
        .choices(REDACTION_REASONS)
        .makeOptionMandatory(),
    )
    .option('--note <text>', `what the public reads behind that sentence, at most ${LONGEST_NOTE} characters`)
    .option('--yes', 'do not ask: the text is gone for good')
    .description('remove the text of one entry for good, as a law may require; says what it cannot reach')
    .addHelpText('after', REDACT_EXAMPLES)
    .action(async (id: string, entry: string, flags: RedactFlags, command: Command) => {
      const session = sessionOf(command, surroundings);
      const seq = entryNumber(entry, id);
      if (!flags.yes && !(await isSure(surroundings, id, seq))) {
        print(session, { incident: id, redacted: null }, () => 'Nothing was removed.');
        return;
      }
      const { reason, note, override } = flags;
      const more = { ...(note === undefined ? {} : { note }), ...(override === undefined ? {} : { override }) };
      const { incident, etag } = await session.client().redact(id, { seq, reason, ...more });
      print(session, { ...incident, ...(etag === undefined ? {} : { etag }) }, () =>
        [said(incident, instant(surroundings.now())), ...remainsLines(incident)].join('\n'),
      );
    });
}

type RedactFlags = StatementFlags & { reason: RedactionReason; note?: string; yes?: boolean };

function withdrawing(promise: string): Pick<UpdateCommand, 'nextUpdateBy' | 'restoreBy' | 'reportBy'> {
  switch (promise.toLowerCase()) {
    case 'next-update':
    case 'nextupdateby':
      return { nextUpdateBy: null };
    case 'eta':
    case 'restore-by':
    case 'restoreby':
      return { restoreBy: null };
    case 'report':
    case 'report-by':
    case 'reportby':
      return { reportBy: null };
    default:
      throw new UsageError(`"${promise}" cannot be withdrawn; it is next-update, eta or report`);
  }
}

async function isSure(surroundings: Surroundings, id: string, seq: number): Promise<boolean> {
  const answer = await surroundings.ask(
    `The text of entry ${seq} of ${id} will be gone for good. ${REMOVAL_REACHES} ${REMOVAL_LEAVES} Remove it? [y/N]`,
  );
  if (answer === undefined) throw new UsageError('nobody is here to confirm it; say --yes to remove the text for good');
  return isYes(answer);
}

const WITHDRAW_EXAMPLES = `
Examples:
  $ candor withdraw eta -m "The rebuild failed. We have no new estimate yet."
  $ candor withdraw next-update k3j9x2m4p7qa -m "Our supplier works on it; we write as soon as we hear from them."`;

const POSTMORTEM_EXAMPLES = `
Example:
  $ candor postmortem k3j9x2m4p7qa -m - < postmortem.md`;

const RETRACT_EXAMPLES = `
Example:
  $ candor retract k3j9x2m4p7qa -m "A monitoring fault told us so. Logins worked all the time."`;

const MERGE_EXAMPLES = `
Example:
  $ candor merge k3j9x2m4p7qa a1b2c3d4e5f6
  $ candor merge k3j9x2m4p7qa b2c3d4e5f6a7 --redirect`;

const REDACT_EXAMPLES = `
Example:
  $ candor redact k3j9x2m4p7qa 2 --reason personal-data
  $ candor redact k3j9x2m4p7qa 2 --reason legal --note "A court asked us to."`;
