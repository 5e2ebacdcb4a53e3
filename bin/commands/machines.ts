import type { Command } from 'commander';
import type { ApiMachine, ApiMachines, MachineMade, MachineRotated } from '../../shared/client/types.ts';
import { MACHINE_SCOPES, type MachineScope } from '../../shared/core/machine.ts';
import { tokenName } from './profile.ts';
import { print, type Session, sessionOf } from './session.ts';
import { type Surroundings, UsageError } from './surroundings.ts';
import { table } from './table.ts';

/** `candor client` and `candor logout`: the programs of the house, each with a client of its own. */
export function addMachines(program: Command, surroundings: Surroundings): void {
  const client = program
    .command('client')
    .description('the programs that may call: each has a client of its own, and somebody whose it is')
    .addHelpText('after', EXAMPLES);
  const one = (name: string, about: string) =>
    client
      .command(name)
      .argument('<name>', 'what the program is called, like ci')
      .description(about)
      .addHelpText('after', EXAMPLES);

  one('add', 'make a client for a program; its secret is shown this once')
    .requiredOption('--owner <person>', 'whose it is, by id: what it proposes counts as theirs')
    .option('--scopes <scopes>', `what it may, with commas: ${MACHINE_SCOPES.join(',')}`, 'read')
    .action(async (name: string, flags: { owner: string; scopes: string }, command: Command) => {
      const session = sessionOf(command, surroundings);
      const made = await session.client().addMachine({ name, owner: flags.owner, scopes: scopesIn(flags.scopes) });
      print(session, made, () => madeText(session, made));
    });
  client
    .command('list')
    .description('every program, whose it is, and what it may')
    .addHelpText('after', EXAMPLES)
    .action(async (_flags: object, command: Command) => {
      const session = sessionOf(command, surroundings);
      const machines = await session.client().machines();
      print(session, machines, () => listText(machines));
    });
  one('rotate', 'a new secret for a program; the one before it stays good until the next')
    .option('--end-old', 'end the secret before it at once, as after it was seen by others')
    .action(async (name: string, flags: { endOld?: boolean }, command: Command) => {
      const session = sessionOf(command, surroundings);
      const rotated = await session.client().rotateMachine(name, flags.endOld ?? false);
      print(session, rotated, () => rotatedText(session, rotated, flags.endOld ?? false));
    });
  one('remove', 'end a program, by name or id: nothing that it sends is taken any more')
    .option('--yes', 'do not ask')
    .action(async (name: string, flags: { yes?: boolean }, command: Command) => {
      const session = sessionOf(command, surroundings);
      if (!flags.yes && !(await isSure(surroundings, name)))
        return print(session, { removed: null }, () => 'Nothing was removed.');
      const answer = await session.client().removeMachine(name);
      print(
        session,
        answer,
        () => `${answer.removed.name} has no client any more: its tokens are refused, within seconds.`,
      );
    });

  program
    .command('logout')
    .option('--all', 'those of every profile')
    .description('forget the token that is kept on this machine')
    .addHelpText('after', '\nExamples:\n  $ candor logout\n  $ candor logout --all')
    .action((flags: { all?: boolean }, command: Command) => {
      const session = sessionOf(command, surroundings);
      if (flags.all) surroundings.tokens.clear();
      else surroundings.tokens.of(tokenName(session.profile())).write(undefined);
      print(session, { forgotten: true }, () => 'No token is kept here any more. The next command asks for one.');
    });
}

const EXAMPLES = `
Examples:
  $ candor client add ci --owner ada --scopes read,write
  $ candor client list
  $ candor client rotate ci
  $ candor client rotate ci --end-old
  $ candor client remove ci`;

function scopesIn(text: string): MachineScope[] {
  const words = text
    .split(',')
    .map((word) => word.trim())
    .filter((word) => word !== '');
  return words.map((word) => {
    const found = MACHINE_SCOPES.find((scope) => scope === word);
    if (found === undefined) throw new UsageError(`--scopes: "${word}" is none of ${MACHINE_SCOPES.join(', ')}`);
    return found;
  });
}

async function isSure({ ask }: Surroundings, name: string): Promise<boolean> {
  const answer = await ask(`Nothing that ${name} sends will be taken any more. Remove ${name}? (yes/no) `);
  return answer?.trim().toLowerCase() === 'yes';
}

const madeText = (session: Session, { client, secret, signInUrl }: MachineMade): string =>
  [
    `${client.name} may ${client.scopes.join(', ')}. What it proposes counts as ${client.owner}’s.`,
    ...secretLines(session, client.id, secret, signInUrl),
  ].join('\n');

const rotatedText = (session: Session, { id, name, secret, signInUrl }: MachineRotated, ended: boolean): string =>
  [
    `${name} has a new secret. ${ended ? 'The one before it is good no longer.' : 'The one before it stays good until the next "candor client rotate".'}`,
    ...secretLines(session, id, secret, signInUrl),
  ].join('\n');

const secretLines = (session: Session, id: string, secret: string, signInUrl: string): string[] => [
  '  The secret is shown this once. For its environment:',
  `  CANDOR_OPS_URL=${session.profile().opsUrl}`,
  `  CANDOR_SIGN_IN_URL=${signInUrl}`,
  `  CANDOR_CLIENT_ID=${id}`,
  `  CANDOR_CLIENT_SECRET=${secret}`,
];

function listText({ clients, unrecorded }: ApiMachines): string {
  const rows = clients.map((one) => [one.name, one.owner, one.scopes.join(', '), one.id, ...standing(one)]);
  const none = 'No program has a client of its own.';
  return [
    clients.length === 0 ? none : table(['NAME', 'OWNER', 'MAY', 'CLIENT', ''], rows),
    ...unrecorded.map(
      ({ id, name }) => `nobody’s: ${name} (${id}) was made halfway or by hand: candor client remove ${id}`,
    ),
  ].join('\n');
}

const STATES: Readonly<Record<ApiMachine['state'], (name: string) => string[]>> = {
  ready: () => [],
  'shut-out': (name) => [`its tokens are not taken; candor client rotate ${name} lets it in again`],
  gone: (name) => [`has no client at the sign-in service; candor client remove ${name}`],
};

const standing = ({ name, owner, ownerIsHere, state }: ApiMachine): string[] => [
  [...STATES[state](name), ...(ownerIsHere === false ? [`${owner} has left: it goes on, and is nobody’s`] : [])].join(
    '; ',
  ),
];
