import { Argument, type Command } from 'commander';
import type { ControlState } from '../../shared/client/types.ts';
import type { ChannelMode } from '../../shared/ports/control.ts';
import { print, sessionOf } from './session.ts';
import type { Surroundings } from './surroundings.ts';

const MODES: Record<'arm' | 'shadow' | 'off', { mode: ChannelMode; means: string }> = {
  arm: { mode: 'live', means: 'X is live: statements and apologies are posted in public.' },
  shadow: { mode: 'shadow', means: 'X is in shadow: everything runs, and what would be posted goes to the inbox.' },
  off: { mode: 'off', means: 'X is off: nothing is prepared for it.' },
};

/** The commands that hold the machine back and let it go: freeze, release and x; and what is switched: status. */
export function addSwitches(program: Command, surroundings: Surroundings): void {
  program
    .command('status')
    .description('where this command line talks to, what is frozen, how the channels run')
    .addHelpText('after', '\nExample:\n  $ candor status')
    .action(async (_flags: object, command: Command) => {
      const session = sessionOf(command, surroundings);
      const { opsUrl, siteUrl } = session.profile();
      const control = await session.client().control();
      print(session, { opsUrl, siteUrl, ...control }, () => controlText(control, opsUrl, siteUrl));
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

  program
    .command('x')
    .addArgument(
      new Argument('<mode>', 'arm: post in public; shadow: rehearse; off: nothing').choices(Object.keys(MODES)),
    )
    .description('how the X channel runs')
    .addHelpText('after', '\nExamples:\n  $ candor x shadow\n  $ candor x arm')
    .action(async (name: keyof typeof MODES, _flags: object, command: Command) => {
      const session = sessionOf(command, surroundings);
      const { mode, means } = MODES[name];
      const answer = await session.client().setChannel('x', mode);
      print(session, answer, () => means);
    });
}

function controlText({ frozen, since, channels, x }: ControlState, opsUrl: string, siteUrl: string | undefined) {
  const why = since ? ` since ${since.since} by ${since.by}: ${since.reason}` : '';
  const refusal = x?.refusal ? `; it takes no posts: ${x.refusal.reason}` : '';
  return [
    `API   ${opsUrl}`,
    `site  ${siteUrl ?? 'unknown: set CANDOR_SITE_URL'}`,
    frozen ? `FROZEN${why}` : 'The pipeline reminds and apologises by itself.',
    ...Object.entries(channels).map(([name, mode]) => `${name}: ${mode}${name === 'x' ? refusal : ''}`),
  ].join('\n');
}
