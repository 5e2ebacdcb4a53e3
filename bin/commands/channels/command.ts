import { Argument, type Command } from 'commander';
import { labelOf } from '../../../shared/core/channel/shipped.ts';
import { KEYED_CHANNELS } from '../../../shared/core/keyed/shipped.ts';
import type { ChannelMode } from '../../../shared/ports/control.ts';
import { STAGE_OPTION } from '../aws/stage.ts';
import { CONFIG_OPTION } from '../config/file.ts';
import * as network from '../networks/connect.ts';
import { posterOf } from '../networks/poster.ts';
import { print, sessionOf } from '../session.ts';
import { EXIT, type Surroundings } from '../surroundings.ts';
import { type ConnectFlags, connect, SETTINGS } from '../x/connect.ts';
import { X_POSTER } from '../x/poster.ts';
import { type ArmFlags, mayArm } from './arm.ts';
import type { Poster } from './poster.ts';

/** What is said behind a channel's label, which may be one thing or several. */
const MODES: Record<'arm' | 'shadow' | 'off', { mode: ChannelMode; means: string }> = {
  arm: { mode: 'live', means: 'live. Statements and apologies go out this way.' },
  shadow: { mode: 'shadow', means: 'in shadow. Everything runs, and what would go out goes to the inbox.' },
  off: { mode: 'off', means: 'off. Nothing is prepared.' },
};

const modeArgument = () =>
  new Argument('<mode>', 'arm: post in public; shadow: rehearse; off: nothing').choices(Object.keys(MODES));

/** The commands that say how a channel runs: channel, and one for each that has an account in public. */
export function addChannels(program: Command, surroundings: Surroundings, ended: (code: number) => void): void {
  addX(program, surroundings, ended);
  for (const is of KEYED_CHANNELS) addNetwork(program, is, surroundings, ended);

  program
    .command('channel')
    .argument('<name>', 'a channel that the config names; "candor status" lists them')
    .addArgument(modeArgument())
    .description('how a channel runs')
    .addHelpText('after', '\nExamples:\n  $ candor channel x shadow\n  $ candor channel x arm')
    .action((name: string, mode: keyof typeof MODES, _flags: object, command: Command) =>
      switchTo(command, surroundings, name, mode),
    );
}

const X_EXAMPLES = `
Examples:
  $ candor x connect --tokens x.json --stage prod
  $ candor x shadow
  $ candor x arm`;

/** `candor x`: the account, and how the channel runs. */
function addX(program: Command, surroundings: Surroundings, ended: (code: number) => void): void {
  const x = program
    .command('x')
    .description('the account on X, and how the channel runs')
    .addHelpText('after', X_EXAMPLES);
  x.command('connect')
    .description('try the tokens of an account and keep them for a stage; X stays in shadow')
    .option('--tokens <file>', 'where the four values are; "-" reads them from standard input; else they are asked for')
    .option('--base-url <url>', 'another X, such as a simulated one', 'https://api.x.com')
    .option(...STAGE_OPTION)
    .option(...CONFIG_OPTION)
    .addHelpText('after', `\n${SETTINGS}\n${X_EXAMPLES}`)
    .action(async (flags: ConnectFlags, command: Command) => {
      ended(await connect(sessionOf(command, surroundings), flags));
    });
  addModes(x, X_POSTER, X_EXAMPLES, surroundings, ended);
}

/** `candor bluesky` and its kind: the account, and how the channel runs. */
function addNetwork(
  program: Command,
  is: (typeof KEYED_CHANNELS)[number],
  surroundings: Surroundings,
  ended: (code: number) => void,
): void {
  const examples = `
Examples:
  $ candor ${is.name} connect --stage prod
  $ candor ${is.name} shadow
  $ candor ${is.name} arm`;
  const command = program
    .command(is.name)
    .description(`the account on ${is.label}, and how the channel runs`)
    .addHelpText('after', examples);
  command
    .command('connect')
    .description(`try an account and keep what opens it for a stage; ${is.label} stays in shadow`)
    .option(
      '--secret <file>',
      'where what opens it is, as JSON; "-" reads it from standard input; else it is asked for',
    )
    .option(...STAGE_OPTION)
    .option(...CONFIG_OPTION)
    .addHelpText('after', `\n${is.settings}\n${examples}`)
    .action(async (flags: network.ConnectFlags, of: Command) => {
      ended(await network.connect(sessionOf(of, surroundings), is, flags));
    });
  addModes(command, posterOf(is), examples, surroundings, ended);
}

/** How a channel with an account runs, each mode a command. */
function addModes(
  channel: Command,
  poster: Poster,
  examples: string,
  surroundings: Surroundings,
  ended: (code: number) => void,
): void {
  channel
    .command('arm')
    .description('post in public; says as whom, and what comes first')
    .option('--yes', 'do not ask')
    .option(...STAGE_OPTION)
    .option(...CONFIG_OPTION)
    .addHelpText('after', examples)
    .action(async (flags: ArmFlags, command: Command) => {
      const allowed = await mayArm(sessionOf(command, surroundings), flags, poster);
      if (allowed.may) return switchTo(command, surroundings, poster.channel, 'arm');
      surroundings.err(`error: ${poster.label} was not armed: ${allowed.why}.`);
      ended(EXIT.refused);
    });
  const what = { shadow: 'rehearse: everything runs, nothing is public', off: `prepare nothing for ${poster.label}` };
  for (const mode of ['shadow', 'off'] as const)
    channel
      .command(mode)
      .description(what[mode])
      .addHelpText('after', examples)
      .action((_flags: object, command: Command) => switchTo(command, surroundings, poster.channel, mode));
}

async function switchTo(
  command: Command,
  surroundings: Surroundings,
  name: string,
  to: keyof typeof MODES,
): Promise<void> {
  const session = sessionOf(command, surroundings);
  const { mode, means } = MODES[to];
  const answer = await session.client().setChannel(name, mode);
  print(session, answer, () => `${labelOf(name)}: ${means}`);
}
