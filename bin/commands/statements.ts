import type { Command } from 'commander';
import type { CallOptions } from '../../shared/client/client.ts';
import { parseTime } from '../../shared/client/times.ts';
import type { OpenCommand, ResolvedTogether } from '../../shared/client/types.ts';
import { printKept } from './drafts.ts';
import { type GuidedCommand, guide } from './guided/guided.ts';
import { incidentId, print, printSaid, type Session, sessionOf } from './session.ts';
import { bodyOf, type StatementFlags, withOptions } from './statement.ts';
import { type Surroundings, UsageError } from './surroundings.ts';

export const callOf = (flags: StatementFlags): CallOptions =>
  flags.ifMatch === undefined ? {} : { ifMatch: flags.ifMatch };

/** What became of one of several that were resolved with one text. */
function becameText({ incident, result, seq, draft, reason }: ResolvedTogether['results'][number]): string {
  switch (result) {
    case 'resolved':
      return `${incident}: resolved, entry ${seq}`;
    case 'unchanged':
      return `${incident}: was resolved already`;
    case 'draft':
      return `${incident}: waits for a second person (candor drafts show ${draft})`;
    case 'refused':
      return `${incident}: not resolved. ${reason}`;
  }
}

type KeepFlags = { at?: string; keep?: boolean };

/** The commands that say something to the public: open, update, resolve, reopen, correct and eta. */
export function addStatements(program: Command, surroundings: Surroundings): void {
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
    'openStatus',
    'happenedAt',
    'nextUpdate',
    'restoreBy',
    'ifLate',
    'override',
  )
    .option(
      '--restricted',
      'a breach, harm or a legal matter: no automated words, and what you type waits for a second person',
    )
    .addHelpText('after', OPEN_EXAMPLES)
    .action(async (given: string | undefined, flags: StatementFlags & { restricted?: boolean }, command: Command) => {
      const session = sessionOf(command, surroundings);
      if (given === undefined && (await guided('open', session, flags))) return;
      if (given !== undefined && flags.title !== undefined)
        throw new UsageError('there are two titles; leave out --title, or the words before the options');
      const title = given ?? flags.title;
      const missing = missingIn({ ...flags, title });
      if (missing.length > 0)
        throw new UsageError(`this is missing:\n${missing.map((line) => `  ${line}`).join('\n')}\n${ASKED_INSTEAD}`);
      const body = await bodyOf({ ...flags, ...(title === undefined ? {} : { title }) }, surroundings);
      const components = body.components ?? [];
      const handling = flags.restricted ? ({ handling: 'restricted' } as const) : {};
      await printSaid(session, await session.client().open({ ...body, components, ...handling } as OpenCommand));
    });

  withOptions(
    program.command('update').argument('[incident]', 'may be left out while one incident is open'),
    'message',
    'title',
    'status',
    'impact',
    'component',
    'workaround',
    'happenedAt',
    'nextUpdate',
    'restoreBy',
    'reportBy',
    'ifLate',
    'override',
    'ifMatch',
  )
    .option('--at <time>', 'keep it private, and have it posted then, unless anything is said before: 30m, 14:30Z')
    .option('--keep', 'keep it private, until you post it with "candor drafts approve"')
    .description('say how it stands, and when the next word comes')
    .addHelpText('after', UPDATE_EXAMPLES)
    .action(async (given: string | undefined, flags: StatementFlags & KeepFlags, command: Command) => {
      const session = sessionOf(command, surroundings);
      if (given === undefined && (await guided('update', session, flags))) return;
      const at = flags.at === undefined ? {} : { at: parseTime(flags.at, new Date(surroundings.now())) };
      const body = await bodyOf(flags, surroundings);
      const id = await incidentId(session, given);
      if (flags.keep || flags.at !== undefined)
        return printKept(session, await session.client().keep(id, { body, ...at }, callOf(flags)));
      await printSaid(session, await session.client().update(id, body, callOf(flags)));
    });

  withOptions(
    program
      .command('resolve')
      .argument('[incidents...]', 'may be left out while one incident is open; several are resolved with one text'),
    'message',
    'happenedAt',
    'reportBy',
    'override',
    'ifMatch',
  )
    .description('say that it is over')
    .addHelpText('after', RESOLVE_EXAMPLES)
    .action(async ([given, ...others]: string[], flags: StatementFlags, command: Command) => {
      const session = sessionOf(command, surroundings);
      if (given === undefined && (await guided('resolve', session, flags))) return;
      const body = await bodyOf(flags, surroundings);
      if (given !== undefined && others.length > 0) {
        if (flags.ifMatch !== undefined || body.happenedAt !== undefined)
          throw new UsageError('--if-match and --happened-at are for one incident; resolve those one by one');
        const resolved = await session.client().resolveTogether({ ...body, incidents: [given, ...others] });
        print(session, resolved, () => resolved.results.map(becameText).join('\n'));
        return;
      }
      const id = await incidentId(session, given);
      await printSaid(session, await session.client().resolve(id, body, callOf(flags)));
    });

  withOptions(
    program.command('reopen').argument('<incident>'),
    'message',
    'openStatus',
    'component',
    'nextUpdate',
    'restoreBy',
    'reportBy',
    'ifLate',
    'override',
    'ifMatch',
  )
    .description('say that it is not over after all')
    .addHelpText('after', REOPEN_EXAMPLES)
    .action(async (id: string, flags: StatementFlags, command: Command) => {
      const session = sessionOf(command, surroundings);
      await printSaid(session, await session.client().reopen(id, await bodyOf(flags, surroundings), callOf(flags)));
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
      const session = sessionOf(command, surroundings);
      const corrects = entryNumber(entry, id);
      const body = await bodyOf(flags, surroundings);
      await printSaid(session, await session.client().correct(id, { ...body, corrects }, callOf(flags)));
    });

  withOptions(
    program
      .command('eta')
      .argument('<time>', 'when it is restored: 2h, 16:00Z; or none, to withdraw what was promised')
      .argument('[incident]', 'may be left out while one incident is open'),
    'message',
    'openStatus',
    'nextUpdate',
    'override',
    'ifMatch',
  )
    .description('promise when it is restored, revise that promise, or withdraw it')
    .addHelpText('after', ETA_EXAMPLES)
    .action(async (time: string, given: string | undefined, flags: StatementFlags, command: Command) => {
      const session = sessionOf(command, surroundings);
      const body = await bodyOf({ ...flags, restoreBy: time }, surroundings);
      const id = await incidentId(session, given);
      await printSaid(session, await session.client().update(id, body, callOf(flags)));
    });
}

/** What an opening cannot be without, each with the flag that says it; all at once, so that nobody is sent back twice. */
function missingIn(flags: Pick<StatementFlags, 'impact' | 'component' | 'message'> & { title: string | undefined }) {
  return [
    ...(flags.title ? [] : ['title: name the outage in one line: candor open "Logins fail" ...']),
    ...(flags.impact ? [] : ['impact: --impact none, minor, major or critical']),
    ...(flags.component?.length ? [] : ['component: which part is affected: --component api=major_outage']),
    ...(flags.message ? [] : ['message: what customers should know: --message "..."']),
  ];
}

const ASKED_INSTEAD = 'Or type "candor open" at a terminal, and it asks step by step.';

/** True if a person at a terminal gave no flags at all: then the statement is asked for step by step. */
async function guided(name: GuidedCommand, session: Session, flags: object): Promise<boolean> {
  const { surroundings, json } = session;
  const given = Object.keys(flags).filter((flag) => flag !== 'profile');
  if (!surroundings.prompts || json || given.length > 0) return false;
  await guide(name, session, await surroundings.prompts());
  return true;
}

/** The number of an entry of incident `id` as people write it, `2` or `#2`. */
export function entryNumber(written: string, id: string): number {
  const seq = Number(written.replace('#', ''));
  if (Number.isInteger(seq) && seq >= 1) return seq;
  throw new UsageError(`"${written}" is not the number of an entry; "candor show ${id}" lists them`);
}

const OPEN_EXAMPLES = `
Example:
  $ candor open --title "Logins fail" --impact major --component website=partial_outage \\
      --message "About half of all logins fail since 14:05 UTC. We are looking into it." --next-update 15m

Without --next-update the time comes from the cadence of impact and status, and is printed back.`;

const UPDATE_EXAMPLES = `
Examples:
  $ candor update -m "A bad database index is the cause; we are rebuilding it." -s identified -r 2h
  $ candor update k3j9x2m4p7qa -m "The rebuild is at 60 %." -n 14:30Z
  $ candor update k3j9x2m4p7qa -m "The report needs two more days." --report-by 2d
  $ candor update -m "The second disk is in; we are copying." -n 30m --at 14:30Z

With --at or --keep nothing is public yet; -n counts from when it is posted. "candor drafts" lists what is kept.

Of an incident that is over only --title and --report-by (also none) can be changed, with a message.`;

const RESOLVE_EXAMPLES = `
Examples:
  $ candor resolve -m "Logins work again for everyone since 14:20 UTC."
  $ candor resolve k3j9x2m4p7qa -m "Uploads work again." --report-by 2d
  $ candor resolve k3j9x2m4p7qa b7w2n5c8d1fz -m "All services work again since 04:20 UTC."`;

const REOPEN_EXAMPLES = `
Example:
  $ candor reopen k3j9x2m4p7qa -m "Logins fail again for some." -s identified -c website=partial_outage`;

const CORRECT_EXAMPLES = `
Example:
  $ candor correct k3j9x2m4p7qa 2 -m "We wrote that uploads work. They did not."`;

const ETA_EXAMPLES = `
Examples:
  $ candor eta 2h -s identified -m "The rebuild runs and takes up to two hours."
  $ candor eta none -m "The rebuild failed. We have no new estimate yet."`;
