import type { Command } from 'commander';
import { parseTime } from '../../shared/client/times.ts';
import type { ApiHouse, ApiPerson, PersonCommand, PersonGone, PersonPut } from '../../shared/client/types.ts';
import { type Called, clockTime, nameIn, namesIn } from '../../shared/client/words.ts';
import { instant } from '../../shared/core/instant.ts';
import { ADDRESS_KINDS, type AddressKind, DUTIES, HOUSE_ROLES } from '../../shared/core/people/person.ts';
import { addressWord } from '../../shared/wording/people.ts';
import { print, printNamed, type Session, sessionOf } from './session.ts';
import { type Surroundings, UsageError } from './surroundings.ts';
import { table } from './table.ts';

type Flags = { name?: string; as?: string; mail?: string; hook?: string; zone?: string; sms?: string };

const ROLES = HOUSE_ROLES.join(',');

/** `candor people` and `candor duty`: who is in the house, where each is reached, and who is on duty. */
export function addPeople(program: Command, surroundings: Surroundings): void {
  const people = program
    .command('people')
    .description('who is in the house, and where each of them is reached')
    .addHelpText('after', EXAMPLES);
  const one = (name: string, about: string) =>
    people
      .command(name)
      .argument('<id>', 'the name that they sign in with, like ada')
      .description(about)
      .addHelpText('after', EXAMPLES);
  const described = (command: Command) =>
    command
      .option('--name <name>', 'how colleagues call them')
      .option('--as <roles>', `what they may be on duty for, with commas: ${ROLES}`)
      .option('--mail <address>', 'its owner is asked first; "none" takes it out')
      .option('--hook <url>', 'a webhook that they alone read; its owner is asked first; "none" takes it out')
      .option('--zone <zone>', 'like Europe/Vienna: messages say times on this clock too; "none" takes it out')
      .option('--sms <number>', 'not offered yet: use --mail, or --hook with a service that sends texts');

  described(one('add', 'add somebody, and ask the owner of each address')).action(
    async (id: string, flags: Flags, command: Command) => putPerson(sessionOf(command, surroundings), id, flags),
  );
  described(one('change', 'change what is given of somebody; the rest stays')).action(
    async (id: string, flags: Flags, command: Command) => putPerson(sessionOf(command, surroundings), id, flags),
  );
  people
    .command('list')
    .description('everybody, who is on duty, and whether somebody would be reached')
    .addHelpText('after', EXAMPLES)
    .action(async (_flags: object, command: Command) => {
      const session = sessionOf(command, surroundings);
      const house = await session.client().people();
      print(session, house, () => houseText(house));
    });
  one('show', 'one person').action(async (id: string, _flags: object, command: Command) => {
    const session = sessionOf(command, surroundings);
    const answer = await session.client().person(id);
    print(session, answer, () => personText(answer.person));
  });
  one('ask', 'ask the owner of an address again: the link has expired, or the mail was lost')
    .argument('[kind]', 'mail or hook', 'mail')
    .action(async (id: string, kind: string, _flags: object, command: Command) => {
      const session = sessionOf(command, surroundings);
      const put = await session.client().askOwner(id, kindFrom(kind));
      print(session, put, () => putText(put));
    });
  one('remove', 'take somebody out: nothing is addressed to them any more')
    .option('--yes', 'do not ask')
    .action(async (id: string, flags: { yes?: boolean }, command: Command) => {
      const session = sessionOf(command, surroundings);
      if (!flags.yes && !(await isSure(surroundings, id)))
        return print(session, { removed: null }, () => 'Nobody was removed.');
      const answer = await session.client().removePerson(id);
      const { incidents = [], drafts = [] } = answer.left ?? {};
      const asked = [...incidents, ...drafts].map(({ to }) => to);
      await printNamed(session, answer, asked, (called) => goneText(answer, called));
    });

  program
    .command('duty')
    .argument('[people...]', 'who is on duty from now on, by id; without anybody: who is now')
    .option('--as <duties>', `for what, with commas: ${DUTIES.join(',')}; everything that they may be, if not said`)
    .option('--until <time>', 'until when; else until the weekly table next turns, or somebody says otherwise')
    .option('--nobody', 'take back what was said of --as: the weekly table counts again')
    .description('who is on duty; with a name, that they are from now on')
    .addHelpText('after', DUTY_EXAMPLES)
    .action(async (named: string[], flags: DutyFlags, command: Command) => {
      const session = sessionOf(command, surroundings);
      const changes = named.length > 0 || flags.nobody === true;
      const house = changes
        ? await session.client().sayOnDuty(dutyFrom(named, flags, surroundings))
        : await session.client().people();
      print(session, house, () => [dutyText(house), ...reachedText(house)].join('\n'));
    });
}

function goneText({ removed, left, clients = [] }: PersonGone, called: Called): string {
  const out = [
    `${removed} is out of the directory: no token or link of theirs does anything from now on, and their addresses are forgotten.`,
    ...clients.map((name) => `Their program ${name} goes on, and is nobody’s: candor client remove ${name}`),
  ];
  if (left === undefined) return out.join('\n');
  const asked = (to: string | undefined) =>
    to === undefined ? 'NOBODY could be asked to take it' : `${called(to)} is asked to take it`;
  const had = [...left.incidents, ...left.drafts.map((draft) => ({ title: 'a draft', ...draft }))];
  return [
    ...out,
    `What ${removed} had:`,
    table(
      ['ID', 'WHAT', ''],
      had.map(({ id, title, to }) => [id, title, asked(to)]),
    ),
  ].join('\n');
}

const EXAMPLES = `
Examples:
  $ candor people add ada --name "Ada Lovelace" --mail ada@example.com --as commander,approver
  $ candor people add alarms --name "Alarms" --mail alarms@example.com --as alarms
  $ candor people change ada --hook https://hooks.example.com/ada --zone Europe/Vienna
  $ candor people ask ada mail
  $ candor people list
  $ candor people remove ada`;

const DUTY_EXAMPLES = `
Examples:
  $ candor duty
  $ candor duty ada
  $ candor duty ada --as commander --until 8h
  $ candor duty --nobody --as commander`;

async function putPerson(session: Session, id: string, flags: Flags): Promise<void> {
  const put = await session.client().putPerson(id, personFrom(flags));
  print(session, put, () => putText(put));
}

function personFrom({ name, as, mail, hook, zone, sms }: Flags): PersonCommand {
  if (sms !== undefined)
    throw new UsageError(
      'text messages are not offered yet: a new account of AWS may not send any. Nothing was changed. Use --mail, or --hook with the address of a service that sends texts',
    );
  const orNone = (value: string) => (value === 'none' ? null : value);
  return {
    ...(name === undefined ? {} : { name }),
    ...(as === undefined ? {} : { as: wordsIn('--as', as, HOUSE_ROLES) }),
    ...(mail === undefined ? {} : { mail: orNone(mail) }),
    ...(hook === undefined ? {} : { hook: orNone(hook) }),
    ...(zone === undefined ? {} : { zone: orNone(zone) }),
  };
}

type DutyFlags = { as?: string; until?: string; nobody?: boolean };

function dutyFrom(people: readonly string[], { as, until, nobody }: DutyFlags, { now }: Surroundings) {
  if (nobody && people.length > 0) throw new UsageError('either name people, or --nobody');
  if (nobody && as === undefined) throw new UsageError('--nobody needs --as: of which duty is it taken back?');
  return {
    people: [...people],
    ...(as === undefined ? {} : { as: wordsIn('--as', as, DUTIES) }),
    ...(until === undefined ? {} : { until: parseTime(until, new Date(now())) }),
  };
}

const listed = (text: string): string[] =>
  text
    .split(',')
    .map((word) => word.trim())
    .filter((word) => word !== '');

function wordsIn<const Word extends string>(option: string, text: string, known: readonly Word[]): Word[] {
  return listed(text).map((word) => {
    const found = known.find((one) => one === word);
    if (found === undefined) throw new UsageError(`${option}: "${word}" is none of ${known.join(', ')}`);
    return found;
  });
}

function kindFrom(text: string): AddressKind {
  const found = ADDRESS_KINDS.find((kind) => kind === text);
  if (found === undefined)
    throw new UsageError(`"${text}" is no kind of address; there are ${ADDRESS_KINDS.join(' and ')}`);
  return found;
}

async function isSure({ ask }: Surroundings, id: string): Promise<boolean> {
  const answer = await ask(
    `Nothing will be addressed to ${id} any more, and their addresses are forgotten. Remove ${id}? (yes/no) `,
  );
  return answer?.trim().toLowerCase() === 'yes';
}

function putText({ person, ask }: PersonPut): string {
  return [personText(person), ...ask.flatMap(({ url }) => askText(person.id, url))].join('\n');
}

const askText = (id: string, url: string | undefined): string[] =>
  url === undefined
    ? [`  asked: the webhook has a link that ${id} opens to confirm it.`]
    : [
        `  asked: SNS sends ${id} a mail. They do not open its link but copy its address, and paste it here:`,
        `  ${url}`,
      ];

function personText({ id, name, as, zone, addresses }: ApiPerson): string {
  const reached = addresses.map(
    ({ kind, confirmed, to }) =>
      `${addressWord(kind)}${to === undefined ? '' : ` ${to}`}, ${confirmed ? 'confirmed' : 'not confirmed yet'}`,
  );
  const more = [...(zone === undefined ? [] : [zone])];
  return [
    `${id}: ${name}, ${as.length === 0 ? 'on duty for nothing' : as.join(', ')}${more.length === 0 ? '' : ` (${more.join('; ')})`}`,
    ...(reached.length === 0 ? ['  is reached nowhere'] : reached.map((line) => `  ${line}`)),
  ].join('\n');
}

function houseText(house: ApiHouse): string {
  if (house.people.length === 0)
    return 'Nobody is in the directory: messages go to whoever has subscribed to the topic, by the names of the config.';
  const rows = house.people.map(({ id, name, as, addresses }) => [
    id,
    name,
    as.join(', '),
    addresses.map(({ kind, confirmed }) => `${kind}${confirmed ? '' : ' (not confirmed)'}`).join(', ') || 'nowhere',
  ]);
  return [table(['ID', 'NAME', 'AS', 'REACHED BY'], rows), '', dutyText(house), ...reachedText(house)].join('\n');
}

const BECAUSE = {
  said: 'said',
  table: 'by the weekly table',
  everybody: 'nobody says who: everybody who may be',
} as const;

function dutyText(house: ApiHouse): string {
  const { duty } = house;
  const names = namesIn(house);
  const called = (id: string) => nameIn(names, id);
  const rows = duty.map(({ as, people, because, by, until }) => [
    as,
    people.map(called).join(', ') || 'nobody',
    people.length === 0
      ? ''
      : `${BECAUSE[because]}${by === undefined ? '' : ` by ${called(by)}`}${until === undefined ? '' : `, until ${clockTime(until, instant(Date.parse(until)))}`}`,
  ]);
  return table(['DUTY', 'NOW', ''], rows);
}

function reachedText({ reached }: ApiHouse): string[] {
  const armed =
    reached.armed === true
      ? 'Somebody would be reached: apologies go out by themselves.'
      : `DISARMED: no apology goes out by itself; ${reached.why ?? 'why is not known'}.`;
  return [armed, ...(reached.readAlong === undefined ? [] : [reached.readAlong])];
}
