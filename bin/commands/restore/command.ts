import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import type { Command } from 'commander';
import { outputOf, STAGE_OPTION, type StageFlags, type StageOnAws, stageOnAws, standingStack } from '../aws/stage.ts';
import { CONFIG_OPTION } from '../config/file.ts';
import { deploy } from '../deploy/command.ts';
import { print, type Session, sessionOf } from '../session.ts';
import { EXIT, type Surroundings, UsageError } from '../surroundings.ts';
import { isYes } from '../yes.ts';
import { type Chains, chainsIn } from './chains.ts';

type Flags = StageFlags & { to?: string; drill?: boolean; yes?: boolean };

const HELP = `
DynamoDB restores into a table of a new name. This waits for it (minutes, whatever its size), holds every chain in it against
its hashes, gives it what a restored table lacks (backup, expiry, protection), writes it into the config as kept.table, and
deploys. Candor sees that it runs on a copy and freezes: look at what is public, then "candor release". The table before
stays, beside it.

--drill does all of that up to the chains, says how long it took, and deletes the copy. Nothing of the system is changed.

Ended in the middle, run the same command with the same --to again.

Examples:
  $ candor restore --drill --stage prod
  $ candor restore --to 2026-12-01T13:55Z --stage prod`;

/** `candor restore`: the table as it was at a time, taken up; or a drill of it. */
export function addRestore(program: Command, surroundings: Surroundings, ended: (code: number) => void): void {
  program
    .command('restore')
    .option(
      '--to <instant>',
      'the time whose state is wanted, like 2026-12-01T13:55Z; in a drill the latest, if not said',
    )
    .option('--drill', 'restore a copy, check it, time it, delete it')
    .option('--yes', 'do not ask')
    .option(...STAGE_OPTION)
    .option(...CONFIG_OPTION)
    .description('restore the table to a point in time, check every chain in it, and take it up; or drill that')
    .addHelpText('after', HELP)
    .action(async (flags: Flags, command: Command) => {
      const session = sessionOf(command, surroundings);
      ended(await restore(session, stageOnAws(surroundings, flags), flags));
    });
}

async function restore(session: Session, on: StageOnAws, flags: Flags): Promise<number> {
  const { surroundings } = session;
  const { restorable, restoreTable, settleTable, deleteTable, itemsBeginning } = await import(
    '../aws/restored-table.ts'
  );
  const table = outputOf(await standingStack(on), 'TableName');
  const span = await restorable(on.settings, table);
  if (span === undefined)
    throw new UsageError(`${table} has no backup (point-in-time recovery is off), so that nothing can be restored`);
  const at = timeFrom(flags, span);
  const as = `${table}-${flags.drill ? 'drill' : 'at'}-${new Date(at).toISOString().replaceAll(/\D/g, '').slice(0, 14)}`;
  surroundings.err(
    `${table} as it was at ${new Date(at).toISOString()}, into ${as}. It costs about $0.15 a GB once${flags.drill ? ', and the copy is deleted' : ', and what is said after that time is not in it'}.`,
  );
  if (!flags.yes && !isYes(await surroundings.ask('Restore it? [y/N]')))
    return done(session, { restored: false }, 'Nothing was changed.');
  const began = surroundings.now();
  await restoreTable(on.settings, { table, as, at }, surroundings);
  const chains = await chainsIn(itemsBeginning(on.settings, as, 'ENTRY#'));
  const tookMs = surroundings.now() - began;
  surroundings.err(chainsText(as, chains, tookMs));
  if (flags.drill) await deleteTable(on.settings, as);
  if (chains.faults.length > 0) {
    const where = flags.drill ? 'The copy is deleted again.' : `${as} is there and not taken up. Try an earlier time.`;
    return refused(session, { ...chains, tookMs }, `${chains.faults.join('\n')}\n${where}`);
  }
  if (flags.drill)
    return done(
      session,
      { drilled: true, ...chains, tookMs },
      'The copy is deleted again. Nothing of the system was changed.',
    );
  await settleTable(on.settings, as);
  takeUp(on, as);
  surroundings.err(
    `${on.file} names it now, as stages.${on.name}.kept.table; what was there before is in ${on.file}.before.`,
  );
  const code = await deploy(session, stageOnAws(surroundings, flags), { ...flags, yes: true, replace: [] });
  if (code === EXIT.ok)
    surroundings.err(
      'Within a minute it freezes, because it runs on a copy. Look at what is public, then: candor release',
    );
  return code;
}

function timeFrom({ to, drill }: Flags, span: { from: number; until: number }): number {
  if (to === undefined && drill) return span.until;
  const at =
    to !== undefined && /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)$/.test(to)
      ? Date.parse(to)
      : Number.NaN;
  const [from, until] = [span.from, span.until].map((ms) => new Date(ms).toISOString());
  if (Number.isNaN(at))
    throw new UsageError(
      `--to ${to ?? ''}: an instant with its zone, like 2026-12-01T13:55Z, between ${from} and ${until}`,
    );
  if (at < span.from || at > span.until)
    throw new UsageError(`--to ${to} lies outside of what the backup holds: from ${from} to ${until}`);
  return at;
}

/** Writes the table into the config, whole or not at all. */
function takeUp({ file, name }: StageOnAws, table: string): void {
  const text = readFileSync(file, 'utf8');
  const config = JSON.parse(text) as { stages?: Record<string, { kept?: object }> };
  const stage = config.stages?.[name] ?? {};
  const next = { ...config, stages: { ...config.stages, [name]: { ...stage, kept: { ...stage.kept, table } } } };
  writeFileSync(`${file}.before`, text);
  writeFileSync(`${file}.new`, `${JSON.stringify(next, null, 2)}\n`);
  renameSync(`${file}.new`, file);
}

const chainsText = (table: string, { incidents, statements, newest, faults }: Chains, tookMs: number): string =>
  `${table} stands after ${Math.round(tookMs / 1_000)} s: ${incidents} incidents, ${statements} statements, the newest of ${newest ?? 'never'}; ${faults.length === 0 ? 'every chain is whole' : `${faults.length} chains are not whole`}.`;

function done(session: Session, document: object, text: string): number {
  print(session, document, () => text);
  return EXIT.ok;
}

function refused(session: Session, document: object, text: string): number {
  if (session.json) session.surroundings.out(JSON.stringify({ restored: false, ...document }, null, 2));
  else session.surroundings.err(text);
  return EXIT.refused;
}
