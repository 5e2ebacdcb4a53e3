import { type Command, InvalidArgumentError, Option } from 'commander';
import { Unreachable } from '../../../shared/client/problem.ts';
import { isOverStatus } from '../../../shared/core/entry.ts';
import { FORMS } from '../history/forms.ts';
import { print, type Session, sessionOf } from '../session.ts';
import { EXIT, type Surroundings, UsageError } from '../surroundings.ts';
import { visibleLine } from '../visible.ts';
import { isYes } from '../yes.ts';
import { type Brought, bring, type Plan, planOf } from './bring.ts';
import { type Told, toldAt } from './source.ts';

type Gone = 'take-out' | 'keep';
type Flags = { from?: string; dryRun?: boolean; yes?: boolean; undo?: boolean; gone?: Gone };

const goneOption = () =>
  new Option('--gone <what>', 'what becomes of incidents that are not there any more; else it asks').choices([
    'take-out',
    'keep',
  ]);

/** Adds `import` and `mirror`: what another status page told, kept here under its own ids and labelled as what it is. */
export function addImport(program: Command, surroundings: Surroundings, ended: (code: number) => void): void {
  program
    .command('import')
    .argument('[statuspage-url-or-file]', 'a Statuspage, its incidents.json, or a file of incidents')
    .option('--from <name>', 'what readers are told that it is from; else the host or the name of the file')
    .option('--dry-run', 'count only')
    .option('--yes', 'do not ask')
    .option('--undo', 'take out again what was imported from there')
    .addOption(goneOption())
    .description('bring the history of a Statuspage, with its ids and dates; doing it twice changes nothing')
    .addHelpText('after', IMPORT_HELP)
    .action(async (place: string | undefined, flags: Flags, command: Command) => {
      const session = sessionOf(command, surroundings);
      if (flags.undo) return undo(session, place, flags);
      if (place === undefined)
        throw new UsageError('what is to be imported? Name the address of a Statuspage, or a file');
      const told = await toldAt(surroundings, place, flags.from);
      ended(await bringAll(session, told, flags));
    });

  program
    .command('mirror')
    .argument('<statuspage-url>')
    .option('--from <name>', 'what readers are told that it is from; else the host')
    .option('--every <seconds>', 'how often to look', seconds, 60)
    .addOption(goneOption())
    .description('follow a live Statuspage into a Candor of your own until Ctrl-C, to try it in its shadow')
    .addHelpText('after', MIRROR_HELP)
    .action(async (url: string, flags: Flags & { every: number }, command: Command) => {
      const session = sessionOf(command, surroundings);
      if (!/^https?:\/\//i.test(url)) throw new UsageError(`"${url}" is not an address; a mirror follows https://...`);
      await mirror(session, url, flags);
    });
}

/** What is there comes here, and what is here only is asked about. Answers how the command ends. */
async function bringAll(session: Session, told: Told, flags: Flags): Promise<number> {
  const { surroundings } = session;
  const client = session.client();
  const plan = await planOf(client, told);
  if (!session.json) for (const line of planLines(told, plan)) surroundings.out(line);
  const nothing = plan.add.length + plan.change.length === 0;
  const go = !flags.dryRun && !nothing && (await agreed(surroundings, flags, 'Import them?'));
  const brought = go ? await bring(client, plan, surroundings.interrupted(), progressOf(session)) : undefined;
  const takenOut = plan.gone.length > 0 && (await isToBeTakenOut(session, plan, flags)) ? plan.gone : [];
  for (const { id } of takenOut) await client.removeImport(id);
  const { from, notes, leftOut } = told;
  const said = { from, ...counts(plan), notes: [...leftOut, ...notes], leftOut, imported: go, ...brought };
  print(session, { ...said, takenOut: takenOut.map(({ id }) => id) }, () =>
    [
      ...(brought ? broughtLines(brought) : [nothing ? 'Nothing is left to do.' : 'Nothing was imported.']),
      ...(takenOut.length > 0 ? [`${takenOut.length} taken out.`] : []),
    ].join('\n'),
  );
  return leftOut.length > 0 || (brought?.refused.length ?? 0) > 0 ? EXIT.refused : EXIT.ok;
}

/** Says what is gone there. Nothing is taken out that a person has not agreed to: a page may only answer badly for once. */
async function isToBeTakenOut(session: Session, { gone }: Plan, flags: Flags): Promise<boolean> {
  const { surroundings, json } = session;
  if (!json) for (const line of goneLines(gone)) surroundings.out(line);
  if (flags.dryRun || flags.gone === 'keep') return false;
  if (flags.gone === 'take-out') return true;
  const answer = flags.yes ? undefined : await surroundings.ask('Take out here what is gone there? [y/N]');
  if (answer === undefined && !json) surroundings.out('  They stay as they are. To take them out: --gone take-out');
  return isYes(answer);
}

async function undo(session: Session, place: string | undefined, flags: Flags): Promise<void> {
  const { surroundings } = session;
  const client = session.client();
  const from = flags.from ?? (place && /^https?:\/\//i.test(place) ? new URL(place).host : place);
  const { imports } = await client.imports();
  const here = imports.filter((one) => !one.removed && (from === undefined || one.from === from));
  const names = [...new Set(here.map((one) => one.from))].join(', ');
  if (!session.json)
    surroundings.out(here.length === 0 ? 'Nothing of that is here.' : `${here.length} imported from ${names}.`);
  const go = here.length > 0 && !flags.dryRun && (await agreed(surroundings, flags, 'Take them out again?'));
  const tell = progressOf(session);
  if (go)
    for (const [index, { id }] of here.entries()) {
      await client.removeImport(id);
      tell(index + 1, here.length);
    }
  print(session, { removed: go ? here.length : 0 }, () =>
    go ? `${here.length} taken out.` : 'Nothing was taken out.',
  );
}

/** Looks again and again; a page that does not answer for a while is no reason to stop. */
async function mirror(session: Session, url: string, flags: Flags & { every: number }): Promise<void> {
  const { surroundings } = session;
  const { from, every } = flags;
  const interrupted = surroundings.interrupted();
  const client = session.client();
  const totals = { looks: 0, added: 0, changed: 0, takenOut: 0 };
  // What is refused or gone is so at every look, and said once.
  const told = new Set<string>();
  const news = <T extends { id: string }>(all: readonly T[]): T[] => {
    const fresh = all.filter(({ id }) => !told.has(id));
    for (const { id } of fresh) told.add(id);
    return fresh;
  };
  if (!session.json)
    surroundings.out(`Following ${url} every ${every} s. Ctrl-C stops it, and leaves everything as it is.`);
  while (!interrupted.aborted) {
    try {
      const page = await toldAt(surroundings, url, from);
      const plan = await planOf(client, page);
      const brought = await bring(client, plan, interrupted, () => undefined);
      for (const { id } of page.incidents) if (!brought.refused.some((one) => one.id === id)) told.delete(id);
      totals.looks++;
      totals.added += brought.added;
      totals.changed += brought.changed;
      const refused = news(brought.refused);
      const leftOut = news(page.leftOut.map((line) => ({ id: line })));
      const gone = flags.gone === 'take-out' ? plan.gone : news(plan.gone);
      if (flags.gone === 'take-out') for (const { id } of gone) await client.removeImport(id);
      if (flags.gone === 'take-out') totals.takenOut += gone.length;
      if (!session.json) {
        if (brought.added + brought.changed + refused.length > 0)
          surroundings.out(broughtLines({ ...brought, refused }).join('\n'));
        for (const { id } of leftOut) surroundings.out(visibleLine(id));
        if (gone.length > 0) surroundings.out([...goneLines(gone), goneAnswer(flags.gone, url)].join('\n'));
      }
    } catch (error) {
      if (!(error instanceof Unreachable) && !(error instanceof UsageError)) throw error;
      // The first look tells whether the address is right at all.
      if (totals.looks === 0) throw error;
      surroundings.err(`${error.message}; trying again in ${every} s`);
    }
    if (!interrupted.aborted) await surroundings.wait(every * 1000).catch(() => undefined);
  }
  print(
    session,
    totals,
    () => `Stopped. ${totals.added} were added and ${totals.changed} changed in ${totals.looks} looks.`,
  );
}

function goneAnswer(gone: Gone | undefined, url: string): string {
  if (gone === 'take-out') return '  They are taken out.';
  return `  They stay as they are. To take them out: candor import ${url} --gone take-out`;
}

async function agreed(surroundings: Surroundings, { yes }: Flags, question: string): Promise<boolean> {
  if (yes) return true;
  const answer = await surroundings.ask(`${question} [y/N]`);
  if (answer === undefined) throw new UsageError('nobody is here to agree; say --yes, or --dry-run to count only');
  return isYes(answer);
}

const counted = (n: number, what: string): string => `${n} ${what}${n === 1 ? '' : 's'}`;

const counts = ({ add, change, same, gone }: Plan) => ({
  add: add.length,
  change: change.length,
  same,
  gone: gone.map(({ id, title, status }) => ({ id, title, status })),
});

const goneLines = (gone: Plan['gone']): string[] =>
  lines(
    `${counted(gone.length, 'incident')} that came from there ${gone.length === 1 ? 'is' : 'are'} not there any more:`,
    ...gone.map(
      ({ id, title, status }) => `  ${id} "${title}"${status && !isOverStatus(status) ? `, still ${status} here` : ''}`,
    ),
  );

/** One line each, whatever stands in it: the words are those of another site. */
const lines = (...all: readonly string[]): string[] => all.map(visibleLine);

function planLines({ from, incidents, notes, leftOut }: Told, plan: Plan): string[] {
  const [first, last] = [incidents[0], incidents.at(-1)];
  const span = first && last ? `, ${first.createdAt.slice(0, 10)} to ${last.createdAt.slice(0, 10)}` : '';
  const open = incidents.filter(({ status }) => !isOverStatus(status));
  const unread = incidents.filter(({ feed }) => feed === undefined).length;
  return lines(
    `${from}: ${counted(incidents.length, 'incident')} with ${counted(
      incidents.reduce((sum, { updates }) => sum + updates.length, 0),
      'update',
    )}${span}`,
    `  new here: ${plan.add.length}   changed since: ${plan.change.length}   here already: ${plan.same}`,
    ...(open.length > 0 ? [`  not over yet: ${open.map(({ title }) => title).join('; ')}`] : []),
    ...(unread > 0 && unread < incidents.length
      ? [`  ${unread} are in no feed there any more, and come into none here`]
      : []),
    ...[...leftOut, ...notes].map((note) => `  ${note}`),
  );
}

function broughtLines({ added, changed, refused }: Brought): string[] {
  return lines(
    `${added} added, ${changed} changed${refused.length > 0 ? `, ${refused.length} refused:` : '.'}`,
    ...refused.map(({ id, why }) => `  ${id}: ${why}`),
  );
}

function progressOf({ surroundings, json }: Session): (done: number, of: number) => void {
  if (surroundings.interactive && !json)
    return (done, of) => surroundings.rewrite(done === of ? '' : `${done} of ${of} ...`);
  return (done, of) => done % 50 === 0 && done < of && surroundings.err(`${done} of ${of} ...`);
}

function seconds(value: string): number {
  const number = Number(value);
  if (number >= 1) return number;
  throw new InvalidArgumentError('It is a number of seconds, at least 1.');
}

const IMPORT_HELP = `
${FORMS}

Addresses, feed ids and the answers of the API stay as they were there. What is imported is labelled, stands in no
hash chain, and is never posted, mailed or scored. docs/coming-from-statuspage.md has the whole way, and the way back.

Examples:
  $ candor import https://status.example.com --dry-run
  $ candor import https://status.example.com
  $ candor import incidents.json --from status.example.com --yes
  $ candor import https://status.example.com --yes --gone take-out
  $ candor import --undo --from status.example.com`;

const MIRROR_HELP = `
Example:
  $ candor mirror https://status.example.com --every 30`;
