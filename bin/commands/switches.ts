import { Argument, type Command } from 'commander';
import { publicChannels } from '../../shared/client/channels.ts';
import type { ControlState } from '../../shared/client/types.ts';
import type { Called } from '../../shared/client/words.ts';
import { labelOf } from '../../shared/core/channel/shipped.ts';
import type { ChannelMode } from '../../shared/ports/control.ts';
import { STAGE_OPTION } from './aws/stage.ts';
import { CONFIG_OPTION } from './config/file.ts';
import { print, printNamed, sessionOf } from './session.ts';
import { EXIT, type Surroundings } from './surroundings.ts';
import { type ArmFlags, mayArm } from './x/arm.ts';
import { type ConnectFlags, connect, SETTINGS } from './x/connect.ts';

/** What is said behind a channel's label, which may be one thing or several. */
const MODES: Record<'arm' | 'shadow' | 'off', { mode: ChannelMode; means: string }> = {
  arm: { mode: 'live', means: 'live. Statements and apologies go out this way.' },
  shadow: { mode: 'shadow', means: 'in shadow. Everything runs, and what would go out goes to the inbox.' },
  off: { mode: 'off', means: 'off. Nothing is prepared.' },
};

const modeArgument = () =>
  new Argument('<mode>', 'arm: post in public; shadow: rehearse; off: nothing').choices(Object.keys(MODES));

/** The commands that hold the machine back and let it go: freeze, release, channel and x; and what is switched: status. */
export function addSwitches(program: Command, surroundings: Surroundings, ended: (code: number) => void): void {
  program
    .command('status')
    .description('where this command line talks to, what is frozen, how the channels run')
    .addHelpText('after', '\nExample:\n  $ candor status')
    .action(async (_flags: object, command: Command) => {
      const session = sessionOf(command, surroundings);
      const { opsUrl, siteUrl } = session.profile();
      const control = await session.client().control();
      await printNamed(session, { opsUrl, siteUrl, ...control }, [control.since?.by], (called) =>
        controlText(control, opsUrl, siteUrl, called),
      );
    });

  program
    .command('freeze')
    .argument('[reason]', 'why, for whoever comes next')
    .description('stop all automated entries and posts; what people say still goes out')
    .addHelpText('after', '\nExample:\n  $ candor freeze "A wrong alarm has opened an incident"')
    .action(async (reason: string | undefined, _flags: object, command: Command) => {
      const session = sessionOf(command, surroundings);
      const answer = await session.client().freeze({ frozen: true, ...(reason === undefined ? {} : { reason }) });
      print(session, answer, () => 'Frozen: the pipeline says nothing by itself until "candor release".');
    });

  program
    .command('release')
    .alias('unfreeze')
    .description('let the pipeline speak again after a freeze; it decides anew from how things stand now')
    .addHelpText('after', '\nExample:\n  $ candor release')
    .action(async (_flags: object, command: Command) => {
      const session = sessionOf(command, surroundings);
      const answer = await session.client().freeze({ frozen: false });
      print(session, answer, () => 'Released: the pipeline reminds and apologises again.');
    });

  addX(program, surroundings, ended);

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
  x.command('arm')
    .description('post in public; says as whom, and what comes first')
    .option('--yes', 'do not ask')
    .option(...STAGE_OPTION)
    .option(...CONFIG_OPTION)
    .addHelpText('after', X_EXAMPLES)
    .action(async (flags: ArmFlags, command: Command) => {
      const allowed = await mayArm(sessionOf(command, surroundings), flags);
      if (allowed.may) return switchTo(command, surroundings, 'x', 'arm');
      surroundings.err(`error: X was not armed: ${allowed.why}.`);
      ended(EXIT.refused);
    });
  for (const mode of ['shadow', 'off'] as const)
    x.command(mode)
      .description(mode === 'shadow' ? 'rehearse: everything runs, nothing is public' : 'prepare nothing for X')
      .addHelpText('after', X_EXAMPLES)
      .action((_flags: object, command: Command) => switchTo(command, surroundings, 'x', mode));
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

function byItself({ reached }: ControlState): string {
  if (reached.armed === true) return 'The pipeline reminds and apologises by itself.';
  return `DISARMED: the pipeline reminds, and does not apologise by itself; ${reached.why ?? 'why is not known'}.`;
}

function controlText(control: ControlState, opsUrl: string, siteUrl: string | undefined, called: Called) {
  const { frozen, since, channels, reached } = control;
  const why = since ? ` since ${since.since} by ${called(since.by)}: ${since.reason}` : '';
  const refusals = new Map(publicChannels(control).map(({ name, refusal }) => [name, refusal]));
  const refusal = (name: string) => {
    const why = refusals.get(name);
    return why === undefined ? '' : `; it takes no posts: ${why.reason}`;
  };
  return [
    `API   ${opsUrl}`,
    `site  ${siteUrl ?? 'unknown: set CANDOR_SITE_URL'}`,
    frozen ? `FROZEN${why}` : byItself(control),
    ...(reached.readAlong === undefined ? [] : [reached.readAlong]),
    ...Object.entries(channels).map(([name, mode]) => `${name}: ${mode}${refusal(name)}`),
  ].join('\n');
}
