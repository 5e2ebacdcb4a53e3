import type { Command } from 'commander';
import { publicChannels } from '../../shared/client/channels.ts';
import type { ControlState } from '../../shared/client/types.ts';
import type { Called } from '../../shared/client/words.ts';
import { addChannels } from './channels/command.ts';
import { print, printNamed, sessionOf } from './session.ts';
import type { Surroundings } from './surroundings.ts';

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

  addChannels(program, surroundings, ended);
}

function byItself({ reached }: ControlState): string {
  if (reached.armed === true) return 'The pipeline reminds and apologises by itself.';
  return `DISARMED: the pipeline reminds, and does not apologise by itself; ${reached.why ?? 'why is not known'}.`;
}

function controlText(control: ControlState, opsUrl: string, siteUrl: string | undefined, called: Called) {
  const { frozen, since, channels, reached, byHand } = control;
  const why = since ? ` since ${since.since} by ${called(since.by)}: ${since.reason}` : '';
  const refusals = new Map(publicChannels(control).map(({ name, refusal }) => [name, refusal]));
  const refusal = (name: string) => {
    const why = refusals.get(name);
    return why === undefined ? '' : `; it takes no posts: ${why.reason}`;
  };
  return [
    `API   ${opsUrl}`,
    `site  ${siteUrl ?? 'unknown: set CANDOR_SITE_URL'}`,
    ...(byHand === undefined
      ? []
      : [
          `BY HAND: the last sweep found a front page that was put up by hand at ${byHand.since} and stays until: candor emergency --release`,
        ]),
    frozen ? `FROZEN${why}` : byItself(control),
    ...(reached.readAlong === undefined ? [] : [reached.readAlong]),
    ...Object.entries(channels).map(([name, mode]) => `${name}: ${mode}${refusal(name)}`),
  ].join('\n');
}
