import { appendFileSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Command } from 'commander';
import { countAll } from '../../../shared/client/counts.ts';
import type { SubscriberFound } from '../../../shared/client/types.ts';
import type { Census } from '../../../shared/core/subscribers/census.ts';
import { SUBSCRIBER_KINDS, type SubscriberKind } from '../../../shared/core/subscribers/subscriber.ts';
import { KIND_WORD } from '../../../shared/wording/subscribers.ts';
import { print, type Session, sessionOf } from '../session.ts';
import { EXIT, type Surroundings, UsageError } from '../surroundings.ts';
import { table } from '../table.ts';
import { isYes } from '../yes.ts';
import { type Read, type Said, SUBSCRIBER_FILES, subscribersIn } from './file.ts';

/** So many are sent in one call: the API takes up to 1,000, and does what there is time for. */
const AT_ONCE = 500;

/** `candor subscribers`: those outside who asked to be told. */
export function addSubscribers(program: Command, surroundings: Surroundings, ended: (code: number) => void): void {
  const subscribers = program
    .command('subscribers')
    .description('those outside who asked to be told: how many there are, and bringing, taking and erasing them')
    .addHelpText('after', EXAMPLES);

  subscribers
    .command('count')
    .description('how many there are, by kind and by how they stand')
    .addHelpText('after', EXAMPLES)
    .action(async (_flags: object, command: Command) => {
      const session = sessionOf(command, surroundings);
      const { kinds } = await countAll(session.client());
      print(session, { kinds }, () => countText(kinds));
    });
  subscribers
    .command('import')
    .argument('<file>', 'a CSV of Statuspage, its API’s JSON, or what "export" wrote')
    .option('--from <name>', 'where they agreed, as it is kept beside their consent; else the name of the file')
    .option('--agreed <date>', 'when they agreed, for those of whom the file does not say it')
    .option('--yes', 'bring them; else it is only said what would be')
    .description('bring those who agreed elsewhere, with when and where they did; doing it twice changes nothing')
    .addHelpText('after', `\n${SUBSCRIBER_FILES}\n${EXAMPLES}`)
    .action(async (file: string, flags: ImportFlags, command: Command) => {
      ended(await bringFile(sessionOf(command, surroundings), file, flags));
    });
  subscribers
    .command('export')
    .argument('[file]', 'a new file, readable by you alone; without it they are printed')
    .description('everybody with all that is kept of them, one a line; that you took it is noted in the audit log')
    .addHelpText('after', EXAMPLES)
    .action(async (file: string | undefined, _flags: object, command: Command) =>
      exportTo(sessionOf(command, surroundings), file),
    );
  subscribers
    .command('erase')
    .argument('<address>', 'the mail address; - reads it from standard input, where nobody else sees it')
    .option('--left', 'they asked to be told no more, and not that they are forgotten')
    .option('--yes', 'do not ask; needed with -')
    .description('delete somebody with their address, so that no import brings them back')
    .addHelpText('after', EXAMPLES)
    .action(async (address: string, flags: { left?: boolean; yes?: boolean }, command: Command) =>
      erase(sessionOf(command, surroundings), address, flags),
    );
}

const EXAMPLES = `
Examples:
  $ candor subscribers count
  $ candor subscribers import subscribers.csv --from status.example.com
  $ candor subscribers import subscribers.csv --from status.example.com --yes
  $ candor subscribers export subscribers.jsonl
  $ candor subscribers erase jo@example.com`;

type ImportFlags = { from?: string; agreed?: string; yes?: boolean };

/** Says what a file holds, and brings it once somebody agrees. Answers how the command ends. */
async function bringFile(session: Session, file: string, flags: ImportFlags): Promise<number> {
  const { surroundings, json } = session;
  const text = file === '-' ? await surroundings.readInput() : textAt(surroundings, file);
  const read = subscribersIn(text, file, saidBy(file, flags, surroundings));
  if (!json) for (const line of readLines(file, read)) surroundings.out(line);
  const unread = linesOf(read.unread);
  const summary = {
    found: read.given.length,
    leftOut: Object.fromEntries(read.leftOut),
    unread: Object.fromEntries(read.unread),
  };
  if (read.given.length === 0 || !(await agreed(surroundings, file, flags))) {
    print(session, { ...summary, imported: false }, () =>
      read.given.length === 0 ? 'Nobody is to be brought.' : 'Nothing was changed. To bring them: --yes',
    );
    return unread > 0 ? EXIT.refused : EXIT.ok;
  }
  const brought = await bring(session, read);
  print(session, { ...summary, imported: true, ...brought }, () => broughtText(brought));
  return brought.refused.length + unread > 0 ? EXIT.refused : EXIT.ok;
}

const linesOf = (reasons: Read['unread']): number =>
  [...reasons.values()].reduce((sum, lines) => sum + lines.length, 0);

function saidBy(file: string, { from, agreed }: ImportFlags, { now }: Surroundings): Said {
  const named = from ?? path.basename(file).replace(/\.\w+$/, '');
  if (agreed === undefined) return { from: named };
  const at = /^\d{4}-\d\d-\d\d/.test(agreed) ? Date.parse(agreed) : Number.NaN;
  if (Number.isNaN(at) || at > now())
    throw new UsageError(`--agreed: "${agreed}" is no date of the past; write it like 2025-03-02`);
  return { from: named, agreed };
}

function textAt({ directory }: Surroundings, file: string): string {
  try {
    return readFileSync(path.resolve(directory, file), 'utf8');
  } catch {
    throw new UsageError(`${file} cannot be read. ${SUBSCRIBER_FILES}`);
  }
}

async function agreed(surroundings: Surroundings, file: string, { yes }: ImportFlags): Promise<boolean> {
  if (yes) return true;
  // What was read to its end answers no question.
  if (file === '-') return false;
  const answer = await surroundings.ask('Bring them? Nobody is told of what was said before. [y/N]');
  return isYes(answer);
}

type Brought = { added: number; known: number; left: number; refused: { line: number; reason: string }[] };

/** Sends them in parts. An interruption stops between two: what was sent is there, and the next run goes on. */
async function bring(session: Session, { given }: Read): Promise<Brought> {
  const { surroundings, json } = session;
  const brought: Brought = { added: 0, known: 0, left: 0, refused: [] };
  const interrupted = surroundings.interrupted();
  for (let rest = [...given]; rest.length > 0 && !interrupted.aborted; ) {
    const part = rest.slice(0, AT_ONCE);
    const answer = await session.client().importSubscribers(part.map(({ subscriber }) => subscriber));
    brought.added += answer.added;
    brought.known += answer.known;
    brought.left += answer.left;
    for (const { row, is, reason = '' } of answer.rows)
      if (is === 'refused') brought.refused.push({ line: part[row]?.line ?? 0, reason });
    const later = answer.rows.flatMap(({ row, is }) => (is === 'later' ? [part[row]!] : []));
    rest = [...later, ...rest.slice(part.length)];
    if (!json && rest.length > 0) surroundings.err(`${given.length - rest.length} of ${given.length} ...`);
  }
  return brought;
}

const counted = (n: number, what: string): string => `${n.toLocaleString('en')} ${what}${n === 1 ? '' : 's'}`;

function readLines(file: string, { given, leftOut, unread }: Read): string[] {
  const dates = given.map(({ subscriber }) => subscriber.consent.at.slice(0, 10)).toSorted();
  const some = given.filter(({ subscriber }) => subscriber.choice?.components !== undefined).length;
  const span = dates.length === 0 ? '' : `, who agreed between ${dates[0]} and ${dates.at(-1)}`;
  return [
    `${file}: ${counted(given.length, 'subscriber')} by mail${span}`,
    ...(some === 0 ? [] : [`  ${some.toLocaleString('en')} of them follow some components only`]),
    ...reasonLines('not brought', leftOut),
    ...reasonLines('cannot be read', unread),
  ];
}

/** At most so many lines are named of a reason. */
const NAMED = 10;

const reasonLines = (what: string, reasons: Read['unread']): string[] =>
  [...reasons].map(
    ([why, lines]) =>
      `  ${what}: ${lines.length.toLocaleString('en')} ${why} (${lines.length === 1 ? 'line' : 'lines'} ${lines.slice(0, NAMED).join(', ')}${lines.length > NAMED ? ', …' : ''})`,
  );

function broughtText({ added, known, left, refused }: Brought): string {
  return [
    `${counted(added, 'subscriber')} added, ${known.toLocaleString('en')} here already.`,
    ...(left === 0
      ? []
      : [`${left.toLocaleString('en')} had left, and stay away: only they themselves can come back.`]),
    ...(refused.length === 0 ? [] : [`${refused.length.toLocaleString('en')} refused:`]),
    ...refused.map(({ line, reason }) => `  line ${line}: ${reason}`),
  ].join('\n');
}

async function exportTo(session: Session, file: string | undefined): Promise<void> {
  const { surroundings, json } = session;
  const place = file === undefined ? undefined : path.resolve(surroundings.directory, file);
  if (place !== undefined) makeOwn(place, file ?? '');
  const client = session.client();
  const all: object[] = [];
  let count = 0;
  let after: string | undefined;
  try {
    do {
      const { subscribers, next } = await client.exportSubscribers(after);
      count += subscribers.length;
      const lines = subscribers.map((one) => JSON.stringify(one));
      if (place !== undefined) appendFileSync(place, lines.map((line) => `${line}\n`).join(''));
      else if (json) all.push(...subscribers);
      else for (const line of lines) surroundings.out(line);
      after = next;
    } while (after !== undefined);
  } catch (error) {
    // Half of them would look like all of them.
    if (place !== undefined) rmSync(place);
    throw error;
  }
  if (place !== undefined)
    print(
      session,
      { file, count },
      () => `${counted(count, 'subscriber')} in ${file}. It holds addresses: delete it when you are done.`,
    );
  else if (json) print(session, { subscribers: all }, () => '');
}

/** Nothing that is there is written over, and nobody else may read it. */
function makeOwn(place: string, file: string): void {
  try {
    writeFileSync(place, '', { flag: 'wx', mode: 0o600 });
  } catch (error) {
    const isThere = (error as NodeJS.ErrnoException).code === 'EEXIST';
    throw new UsageError(isThere ? `${file} is there already; name a new file` : `${file} cannot be written`);
  }
}

async function erase(session: Session, given: string, { left, yes }: { left?: boolean; yes?: boolean }): Promise<void> {
  const { surroundings } = session;
  if (given === '-' && !yes) throw new UsageError('an address from standard input needs --yes; nobody was deleted');
  const address = (given === '-' ? await surroundings.readInput() : given).trim();
  const client = session.client();
  const found = await client.findSubscriber(address);
  const { subscriber, gone, channel, id } = found;
  if (subscriber === undefined) return print(session, { erased: false, gone: gone ?? null }, () => notThereText(gone));
  const question = `They follow since ${(subscriber.confirmedAt ?? subscriber.consent.at).slice(0, 10)}. Delete them, for good? (yes/no) `;
  if (!yes && (await surroundings.ask(question))?.trim().toLowerCase() !== 'yes')
    return print(session, { erased: false }, () => 'Nobody was deleted.');
  const answer = await client.eraseSubscriber(channel, id, left ? 'left' : 'erased');
  print(
    session,
    { erased: true, ...answer },
    () => `Deleted. Backups of the table hold the address for 35 days (docs/privacy.md). No import brings ${id} back.`,
  );
}

const notThereText = (gone: SubscriberFound['gone']): string =>
  gone === undefined
    ? 'Nobody of that address is here.'
    : `Nobody of that address is here any more: ${gone.why} at ${gone.at}. Nothing of them is kept but that, under a keyed hash.`;

function countText(kinds: Census): string {
  const there = SUBSCRIBER_KINDS.filter((kind) => kinds[kind] !== undefined);
  if (there.length === 0) return 'Nobody has asked to be told yet.';
  const number = (kind: SubscriberKind, state: 'confirmed' | 'pending' | 'quarantined') =>
    (kinds[kind]?.[state] ?? 0).toLocaleString('en');
  return table(
    ['BY', 'CONFIRMED', 'NOT CONFIRMED YET', 'QUARANTINED'],
    there.map((kind) => [
      KIND_WORD[kind],
      number(kind, 'confirmed'),
      number(kind, 'pending'),
      number(kind, 'quarantined'),
    ]),
  );
}
