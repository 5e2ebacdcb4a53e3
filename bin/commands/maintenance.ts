import type { Command } from 'commander';
import { parsePromise, parseTime } from '../../shared/client/times.ts';
import type { MaintenanceUpdateCommand } from '../../shared/client/types.ts';
import { instant } from '../../shared/core/instant.ts';
import { findingLines, maintenanceTable, said } from './present.ts';
import { print, type Session, sessionOf } from './session.ts';
import { bodyOf, type StatementFlags, withOptions } from './statement.ts';
import { type Surroundings, UsageError } from './surroundings.ts';
import { visibleLine } from './visible.ts';

type Flags = StatementFlags & { from?: string; until?: string };

/** `candor maintenance ...`: work that is announced, begun, extended, completed or cancelled. */
export function addMaintenance(program: Command, surroundings: Surroundings): void {
  const maintenance = program
    .command('maintenance')
    .description('announce work, and say when it begins, takes longer, and ends')
    .addHelpText('after', EXAMPLES);

  withOptions(
    maintenance.command('schedule').description('announce work'),
    'title',
    'component',
    'message',
    'workaround',
  )
    .requiredOption('--from <time>', 'when it begins, by itself if nobody begins it: 22:00Z, 2d, now')
    .requiredOption('--until <time>', 'when it ends: a promise like any other. A duration counts from now')
    .action(async (flags: Flags, command: Command) => {
      const session = sessionOf(command, surroundings);
      const { message, workaround } = await bodyOf({ ...flags, component: [] }, surroundings);
      if (!flags.title) throw new UsageError('there is no title; name the work in one line with --title "..."');
      const { incident } = await session.client().schedule({
        title: flags.title,
        message,
        ...(workaround === undefined ? {} : { workaround }),
        components: flags.component ?? [],
        scheduledFor: timeOf(flags.from, surroundings),
        scheduledUntil: timeOf(flags.until, surroundings),
      });
      const now = instant(surroundings.now());
      print(session, incident, () => [said(incident, now), ...findingLines(incident.findings ?? [])].join('\n'));
    });

  const step = (name: string, status: MaintenanceUpdateCommand['status'], description: string) =>
    withOptions(
      maintenance
        .command(name)
        .argument('[maintenance]', 'may be left out while there is only one')
        .description(description),
      ...(status === undefined ? (['title', 'component'] as const) : []),
      'message',
      'nextUpdate',
      'ifMatch',
    ).action(async (given: string | undefined, flags: Flags, command: Command) => {
      const { title, component: components } = flags;
      const change = status === undefined ? { title, components } : { status };
      const said = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));
      await speak(sessionOf(command, surroundings), given, flags, said);
    });

  step('start', 'in_progress', 'say that it has begun');
  step('update', undefined, 'say how it stands');
  step('verify', 'verifying', 'say that the work is done and being checked');
  step('complete', 'completed', 'say that it is over, or confirm it if the clock has said so');
  step('cancel', 'cancelled', 'say that it does not take place, or goes no further');

  withOptions(
    maintenance
      .command('extend')
      .argument('<time>', 'when it ends now: 30m, 23:30Z')
      .argument('[maintenance]', 'may be left out while there is only one')
      .description('give it another end; before the old one, that breaks no word'),
    'message',
    'nextUpdate',
    'ifMatch',
  ).action(async (time: string, given: string | undefined, flags: Flags, command: Command) => {
    await speak(sessionOf(command, surroundings), given, flags, { scheduledUntil: timeOf(time, surroundings) });
  });

  maintenance
    .command('list')
    .description('what is to come, under way, or not confirmed')
    .option('-a, --all', 'also what is over')
    .action(async (flags: { all?: boolean }, command: Command) => {
      const session = sessionOf(command, surroundings);
      const answer = await session.client().maintenances(flags.all ? {} : { open: true });
      print(session, answer, () =>
        answer.maintenances.length === 0
          ? `No maintenance${flags.all ? '' : ' is planned or under way'}.`
          : maintenanceTable(answer.maintenances, instant(surroundings.now())),
      );
    });

  for (const command of maintenance.commands) command.addHelpText('after', EXAMPLES);
}

async function speak(
  session: Session,
  given: string | undefined,
  flags: Flags,
  change: Pick<MaintenanceUpdateCommand, 'title' | 'components' | 'status' | 'scheduledUntil'>,
): Promise<void> {
  const { surroundings } = session;
  const { message } = await bodyOf(
    { ...(flags.message === undefined ? {} : { message: flags.message }) },
    surroundings,
  );
  const next =
    flags.nextUpdate === undefined
      ? {}
      : { nextUpdateBy: parsePromise(flags.nextUpdate, new Date(surroundings.now())) };
  const call = flags.ifMatch === undefined ? {} : { ifMatch: flags.ifMatch };
  const id = await maintenanceId(session, given);
  const { incident } = await session.client().updateMaintenance(id, { message, ...change, ...next }, call);
  const now = instant(surroundings.now());
  print(session, incident, () => [said(incident, now), ...findingLines(incident.findings ?? [])].join('\n'));
}

/** The one that is meant: the one that was named, or the only one that is not over. We never choose between two. */
async function maintenanceId(session: Session, given: string | undefined): Promise<string> {
  if (given !== undefined) return given;
  const { maintenances } = await session.client().maintenances({ open: true });
  const [only, ...others] = maintenances;
  if (!only)
    throw new UsageError('no maintenance is planned or under way; announce one with "candor maintenance schedule"');
  if (others.length > 0)
    throw new UsageError(
      `several maintenances could be meant; name one:\n${maintenances.map(({ id, title }) => `  ${id}  ${title}`).join('\n')}`,
    );
  session.surroundings.err(visibleLine(`maintenance ${only.id}: ${only.title}`));
  return only.id;
}

const timeOf = (written: string | undefined, surroundings: Surroundings): string =>
  written === 'now' ? 'now' : parseTime(written ?? '', new Date(surroundings.now()));

const EXAMPLES = `
Examples:
  $ candor maintenance schedule --title "Database upgrade" -c database --from 22:00Z --until 23:00Z \\
      -m "We upgrade the database. Writes fail for some seconds."
  $ candor maintenance extend 30m -m "The last index takes longer than we planned."
  $ candor maintenance complete -m "The upgrade is done."`;
