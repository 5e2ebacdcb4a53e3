import { Argument, type Command } from 'commander';
import type { ChannelMode } from '../../shared/ports/control.ts';
import { print, sessionOf } from './session.ts';
import type { World } from './world.ts';

const MODES: Record<'arm' | 'shadow' | 'off', { mode: ChannelMode; means: string }> = {
  arm: { mode: 'live', means: 'X is live: statements and apologies are posted in public.' },
  shadow: { mode: 'shadow', means: 'X is in shadow: everything runs, and what would be posted goes to the inbox.' },
  off: { mode: 'off', means: 'X is off: nothing is prepared for it.' },
};

/** The commands that hold the machine back and let it go: freeze, unfreeze and x. */
export function addSwitches(program: Command, world: World): void {
  program
    .command('freeze')
    .argument('[reason]', 'why, for whoever comes next')
    .description('stop all automated entries and posts; what people say still goes out')
    .action(async (reason: string | undefined, _flags: object, command: Command) => {
      const session = sessionOf(command, world);
      const answer = await session.client().freeze({ frozen: true, ...(reason === undefined ? {} : { reason }) });
      print(session, answer, () => 'Frozen: the pipeline says nothing by itself until "candor unfreeze".');
    });

  program
    .command('unfreeze')
    .description('let the pipeline speak again; it decides anew from how things stand now')
    .action(async (_flags: object, command: Command) => {
      const session = sessionOf(command, world);
      const answer = await session.client().freeze({ frozen: false });
      print(session, answer, () => 'Released: the pipeline reminds and apologises again.');
    });

  program
    .command('x')
    .addArgument(
      new Argument('<mode>', 'arm: post in public; shadow: rehearse; off: nothing').choices(Object.keys(MODES)),
    )
    .description('how the X channel runs')
    .action(async (name: keyof typeof MODES, _flags: object, command: Command) => {
      const session = sessionOf(command, world);
      const { mode, means } = MODES[name];
      const answer = await session.client().setChannel('x', mode);
      print(session, answer, () => means);
    });
}
