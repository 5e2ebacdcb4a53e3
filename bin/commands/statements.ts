import type { Command } from 'commander';
import type { CallOptions } from '../../shared/client/client.ts';
import type { OpenCommand } from '../../shared/client/types.ts';
import { incidentId, printSaid, sessionOf } from './session.ts';
import { bodyOf, type StatementFlags, withOptions } from './statement.ts';
import { UsageError, type World } from './world.ts';

const callOf = (flags: StatementFlags): CallOptions => (flags.ifMatch === undefined ? {} : { ifMatch: flags.ifMatch });

/** The commands that say something to the public: open, update, resolve, reopen, correct and eta. */
export function addStatements(program: Command, world: World): void {
  withOptions(
    program
      .command('open')
      .argument('[title]', 'the outage in one line, as the public reads it; --title says the same')
      .description('tell the public that something is wrong'),
    'title',
    'impact',
    'component',
    'message',
    'workaround',
    'status',
    'happenedAt',
    'nextUpdate',
    'restoreBy',
    'ifLate',
    'override',
  )
    .option('--restricted', 'a breach, harm or a legal matter: no automated words at all')
    .addHelpText('after', OPEN_EXAMPLES)
    .action(async (given: string | undefined, flags: StatementFlags & { restricted?: boolean }, command: Command) => {
      const session = sessionOf(command, world);
      if (given !== undefined && flags.title !== undefined)
        throw new UsageError('there are two titles; leave out --title, or the words before the options');
      const title = given ?? flags.title;
      const body = await bodyOf({ ...flags, ...(title === undefined ? {} : { title }) }, world);
      if (!title) throw new UsageError('there is no title; name the outage in one line: candor open "Logins fail" ...');
      if (!flags.impact) throw new UsageError('there is no impact; say --impact none, minor, major or critical');
      const components = body.components ?? [];
      if (components.length === 0)
        throw new UsageError('no component is named; say which part is affected with --component api=major_outage');
      const handling = flags.restricted ? ({ handling: 'restricted' } as const) : {};
      printSaid(session, await session.client().open({ ...body, components, ...handling } as OpenCommand));
    });

  withOptions(
    program.command('update').argument('[incident]', 'may be left out while one incident is open'),
    'message',
    'status',
    'impact',
    'component',
    'workaround',
    'happenedAt',
    'nextUpdate',
    'restoreBy',
    'ifLate',
    'override',
    'ifMatch',
  )
    .description('say how it stands, and when the next word comes')
    .addHelpText('after', UPDATE_EXAMPLES)
    .action(async (given: string | undefined, flags: StatementFlags, command: Command) => {
      const session = sessionOf(command, world);
      const body = await bodyOf(flags, world);
      const id = await incidentId(session, given);
      printSaid(session, await session.client().update(id, body, callOf(flags)));
    });

  withOptions(
    program.command('resolve').argument('[incident]', 'may be left out while one incident is open'),
    'message',
    'happenedAt',
    'reportBy',
    'override',
    'ifMatch',
  )
    .description('say that it is over')
    .action(async (given: string | undefined, flags: StatementFlags, command: Command) => {
      const session = sessionOf(command, world);
      const body = await bodyOf(flags, world);
      const id = await incidentId(session, given);
      printSaid(session, await session.client().resolve(id, body, callOf(flags)));
    });

  withOptions(
    program.command('reopen').argument('<incident>'),
    'message',
    'status',
    'component',
    'nextUpdate',
    'restoreBy',
    'ifLate',
    'override',
    'ifMatch',
  )
    .description('say that it is not over after all')
    .action(async (id: string, flags: StatementFlags, command: Command) => {
      const session = sessionOf(command, world);
      printSaid(session, await session.client().reopen(id, await bodyOf(flags, world), callOf(flags)));
    });

  withOptions(
    program.command('correct').argument('<incident>').argument('<entry>', 'the number of the entry that was wrong'),
    'message',
    'override',
    'ifMatch',
  )
    .description('say what was wrong in an earlier entry; the old text stays')
    .addHelpText('after', CORRECT_EXAMPLES)
    .action(async (id: string, entry: string, flags: StatementFlags, command: Command) => {
      const session = sessionOf(command, world);
      const corrects = Number(entry.replace('#', ''));
      if (!Number.isInteger(corrects) || corrects < 1)
        throw new UsageError(`"${entry}" is not the number of an entry; "candor show ${id}" lists them`);
      const body = await bodyOf(flags, world);
      printSaid(session, await session.client().correct(id, { ...body, corrects }, callOf(flags)));
    });

  withOptions(
    program
      .command('eta')
      .argument('<time>', 'when it is restored: 2h, 16:00Z; or none, to withdraw what was promised')
      .argument('[incident]', 'may be left out while one incident is open'),
    'message',
    'status',
    'nextUpdate',
    'override',
    'ifMatch',
  )
    .description('promise when it is restored, revise that promise, or withdraw it')
    .addHelpText('after', ETA_EXAMPLES)
    .action(async (time: string, given: string | undefined, flags: StatementFlags, command: Command) => {
      const session = sessionOf(command, world);
      const body = await bodyOf({ ...flags, restoreBy: time }, world);
      const id = await incidentId(session, given);
      printSaid(session, await session.client().update(id, body, callOf(flags)));
    });
}

const OPEN_EXAMPLES = `
Example:
  $ candor open --title "Logins fail" --impact major --component website=partial_outage \\
      --message "About half of all logins fail since 14:05 UTC. We are looking into it." --next-update 15m

Without --next-update the time comes from the cadence of impact and status, and is printed back.`;

const UPDATE_EXAMPLES = `
Examples:
  $ candor update -m "A bad database index is the cause; we are rebuilding it." -s identified -r 2h
  $ candor update k3j9x2m4p7qa -m "The rebuild is at 60 %." -n 14:30Z`;

const CORRECT_EXAMPLES = `
Example:
  $ candor correct k3j9x2m4p7qa 2 -m "We wrote that uploads work. They did not."`;

const ETA_EXAMPLES = `
Examples:
  $ candor eta 2h -s identified -m "The rebuild runs and takes up to two hours."
  $ candor eta none -m "The rebuild failed. We have no new estimate yet."`;
