import type { Command } from 'commander';
import { Option } from 'commander';
import { outputOf, STAGE_OPTION, type StageFlags, stageOnAws, standingStack } from './aws/stage.ts';
import { CONFIG_OPTION } from './config/file.ts';
import { print, sessionOf } from './session.ts';
import { type Surroundings, UsageError } from './surroundings.ts';

/** The groups of the user pool, as infra/constructs/sign-in.ts makes them. */
export const GROUPS = ['viewer', 'desk', 'commander', 'approver', 'administrator'] as const;

type Flags = StageFlags & { mail: string; group: readonly (typeof GROUPS)[number][] };

const HELP = `
The name is what colleagues read beside everything that somebody says, and their id among the people of the house. They get
a mail with a first password, choose their own, and an authenticator app. Needs credentials for AWS. Run again, it adds
the groups alone.

Example:
  $ candor user add ada --mail ada@example.com --group administrator --stage prod`;

/** `candor user add`: somebody who signs in to the console; there is no sign-up. */
export function addUsers(program: Command, surroundings: Surroundings): void {
  const user = program.command('user').description('who signs in to the console').addHelpText('after', HELP);
  user
    .command('add')
    .argument('<name>', 'the name that they sign in with, like ada: lower-case letters, digits and hyphens')
    .description('invite somebody to sign in, by mail')
    .requiredOption('--mail <address>', 'where the first password goes')
    .addOption(
      new Option('--group <group...>', 'what they may; several with spaces between')
        .choices([...GROUPS])
        .default(['commander']),
    )
    .option(...STAGE_OPTION)
    .option(...CONFIG_OPTION)
    .addHelpText('after', HELP)
    .action(async (name: string, flags: Flags, command: Command) => {
      if (!/^[a-z][a-z0-9-]{0,39}$/.test(name))
        throw new UsageError(
          `"${name}" is no name: lower-case letters, digits and hyphens, beginning with a letter, like ada`,
        );
      if (!/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(flags.mail))
        throw new UsageError(`--mail: "${flags.mail}" is no mail address`);
      const on = stageOnAws(surroundings, flags);
      const stack = await standingStack(on);
      const { invite } = await import('./aws/users.ts');
      const { added } = await invite(on.settings, outputOf(stack, 'UserPoolId'), {
        name,
        ...flags,
        groups: flags.group,
      });
      const consoleUrl = `${outputOf(stack, 'OpsUrl')}/console`;
      print(sessionOf(command, surroundings), { user: name, added, groups: flags.group, console: consoleUrl }, () =>
        [
          added
            ? `${name} is invited: a mail with a first password is on its way to ${flags.mail}; it is good for 3 days.`
            : `${name} was there already; no mail goes out.`,
          `${name} may as ${flags.group.join(', ')}. Sign in at ${consoleUrl}, with an authenticator app at hand.`,
        ].join('\n'),
      );
    });
}
