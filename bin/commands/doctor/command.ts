import type { Command } from 'commander';
import { STAGE_OPTION, type StageFlags, stageOnAws, standingStack } from '../aws/stage.ts';
import { ACCOUNT_CHECKS, inAccount } from '../checks/account.ts';
import { type Line, linesText, looked, tally } from '../checks/check.ts';
import { CONFIG_OPTION } from '../config/file.ts';
import { clientFor } from '../profile.ts';
import { print, type Session, sessionOf } from '../session.ts';
import { EXIT, type Surroundings } from '../surroundings.ts';
import { isYes } from '../yes.ts';
import { canary } from './canary.ts';
import { DOMAIN_CHECKS } from './domain.ts';
import { NETWORK_CHECKS } from './networks.ts';
import { OPS_CHECKS } from './ops.ts';
import { PEOPLE_CHECKS } from './people.ts';
import { SITE_CHECKS } from './site.ts';
import { STACK_CHECKS } from './stack.ts';
import { ANSWER_WITHIN_MS, isHere, type OnAws, type System } from './system.ts';
import { X_CHECKS } from './x.ts';

type Flags = StageFlags & { product?: string; yes?: boolean; canary: boolean };

const HELP = `
Each line is something that Candor relies on: ok, NO with what mends it, ? where nobody can tell, - where it is no question.
It only looks, but for the canary, which asks before each of its two acts. A bill: two tokens ($0.0045), and up to three
looks at an account of X ($0.003).

Ends with 1 if a line says NO.

Examples:
  $ candor doctor
  $ candor doctor --stage prod --product https://www.example.com
  $ candor doctor --stage prod --no-canary --json`;

/** `candor doctor`: every assumption about AWS, X and the house, each a line. */
export function addDoctor(program: Command, surroundings: Surroundings, ended: (code: number) => void): void {
  program
    .command('doctor')
    .description('look at everything that this system relies on, and say what mends what is wrong')
    .option(...STAGE_OPTION)
    .option(...CONFIG_OPTION)
    .option('--product <url>', 'what the page reports on: they should share neither zone, registrar nor region')
    .option('--yes', 'do not ask before the canary')
    .option('--no-canary', 'only look')
    .addHelpText('after', HELP)
    .action(async (flags: Flags, command: Command) => {
      ended(await examine(impatient(sessionOf(command, surroundings)), flags));
    });
}

/** Whoever looks wants to know that nobody answers, not that somebody does in the end. */
function impatient(session: Session): Session {
  const client = clientFor(session.surroundings, session.profile(), { attempts: 2, answerWithinMs: ANSWER_WITHIN_MS });
  return { ...session, client: () => client };
}

async function examine(session: Session, flags: Flags): Promise<number> {
  const { surroundings } = session;
  const { opsUrl, siteUrl, signInUrl } = session.profile();
  const aws =
    isHere(opsUrl) && surroundings.env.AWS_ENDPOINT_URL === undefined ? undefined : await onAws(session, flags);
  const system: System = { session, opsUrl, siteUrl, signInUrl, aws, product: flags.product };
  const lines = [...(await linesOf(system)), ...(flags.canary ? await canary(system, agreement(session, flags)) : [])];
  const isWrong = lines.some(({ state }) => state === 'red');
  print(
    session,
    { healthy: !isWrong, opsUrl, siteUrl: siteUrl ?? null, lines },
    () => `${linesText(lines)}\n\n${tally(lines)}`,
  );
  return isWrong ? EXIT.refused : EXIT.ok;
}

async function onAws({ surroundings }: Session, flags: Flags): Promise<OnAws> {
  const on = stageOnAws(surroundings, flags);
  const { awsAccount } = await import('../aws/account.ts');
  const { resourcesOf } = await import('../aws/stack.ts');
  let resources: ReturnType<OnAws['resources']> | undefined;
  return {
    on,
    account: awsAccount(on.settings),
    stack: () => standingStack(on),
    resources: () => {
      resources ??= resourcesOf(on.settings, on.stackName);
      return resources;
    },
  };
}

async function linesOf(system: System): Promise<Line[]> {
  const { aws } = system;
  const region = aws?.on.region ?? '';
  const account = aws === undefined ? [] : await accountLines(system, aws);
  const groups = [
    ['the stack', STACK_CHECKS],
    ['the status page', SITE_CHECKS],
    ['API and sign-in', OPS_CHECKS],
    ['people', PEOPLE_CHECKS],
    ['X', X_CHECKS],
    ['networks', NETWORK_CHECKS],
    ['apart from the product', DOMAIN_CHECKS],
  ] as const;
  const lines: Line[] = [];
  // One group after the other: a system in trouble is not asked everything at once.
  for (const [group, checks] of groups) lines.push(...(await looked(group, checks, system, region)));
  return [...account, ...lines];
}

const accountLines = ({ session }: System, { on, account }: OnAws): Promise<Line[]> =>
  looked('the account', ACCOUNT_CHECKS, inAccount(account, on, session.surroundings.env), on.region);

const agreement =
  ({ surroundings }: Session, { yes }: Flags) =>
  async (question: string): Promise<boolean> =>
    yes || isYes(await surroundings.ask(question));
