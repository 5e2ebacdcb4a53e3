import type { Command } from 'commander';
import { instant } from '../../../shared/core/instant.ts';
import { print, type Session, sessionOf } from '../session.ts';
import { EXIT, type Surroundings } from '../surroundings.ts';
import { tokensFrom } from '../x/tokens.ts';
import { isYes } from '../yes.ts';
import { idIn, type Told, triedAccount } from './account.ts';
import { CHECKS, firstPost, type Learned, type Trial } from './checks.ts';

const HELP = `
Tokens, OAuth 1.0a of the account that is tried: a file that only you can read, with {"appKey": "...", "appSecret": "...",
"accessToken": "...", "accessSecret": "..."}, or CANDOR_X_APP_KEY, CANDOR_X_APP_SECRET, CANDOR_X_ACCESS_TOKEN and
CANDOR_X_ACCESS_SECRET. Never an argument, which others on this machine could read.

Everything costs money on a real account; docs/x.md says how much. Each post is asked for, and taken down in the end if
you say so.

Example:
  $ candor x-check --tokens ~/.config/candor/x.json`;

/** Adds `x-check`: what only a real account can answer, tried step by step. */
export function addXCheck(program: Command, surroundings: Surroundings, ended: (code: number) => void): void {
  program
    .command('x-check')
    .option('--tokens <file>', 'where the tokens are')
    .option('--base-url <url>', 'another X, such as the simulated one', 'https://api.x.com')
    .description('try on a real X account what X does not document; asks before each post')
    .addHelpText('after', HELP)
    .action(async ({ tokens, baseUrl }: { tokens?: string; baseUrl: string }, command: Command) => {
      const session = sessionOf(command, surroundings);
      const x = triedAccount(tokensFrom(surroundings, tokens), baseUrl.replace(/\/+$/, ''));
      const me = await x.me();
      const ownId = idIn(me);
      if (ownId === undefined) {
        print(
          session,
          { account: null, status: me.status, words: me.words },
          () => `X does not let us in: ${me.words}`,
        );
        ended(EXIT.refused);
        return;
      }
      const { username = ownId } = (me.body as { data: { username?: string } }).data;
      const sent: string[] = [];
      const trial = trialOf(session, x, ownId, sent);
      if (!(await trial.confirm(`This posts in public as @${username}. Go on?`))) {
        print(session, { account: username, checks: [] }, () => 'Nothing was posted.');
        return;
      }
      const root = await firstPost(trial);
      const checks: Learned[] = [];
      for (const check of CHECKS) {
        const learned = await check(trial, root);
        checks.push(learned);
        if (!session.json) surroundings.out(lineOf(learned));
      }
      const removed = await takenDown(trial, sent);
      print(session, { account: username, checks, posted: sent, removed }, () =>
        [`${sent.length} posted, ${removed.length} taken down.`, ...left(sent, removed)].join('\n'),
      );
    });
}

function trialOf({ surroundings }: Session, x: Trial['x'], ownId: string, sent: string[]): Trial {
  const confirm = async (question: string) => isYes(await surroundings.ask(`${question} [y/N]`));
  return {
    x,
    ownId,
    mark: instant(surroundings.now()),
    now: surroundings.now,
    wait: surroundings.wait,
    confirm,
    async write(what, dollars, send) {
      if (!(await confirm(`Post to check ${what} ($${dollars})?`))) return undefined;
      const told: Told = await send();
      const id = idIn(told);
      if (id !== undefined) sent.push(id);
      return told;
    },
  };
}

/** Newest first, so that no reply is left without what it answers. */
async function takenDown({ x, confirm }: Trial, sent: readonly string[]): Promise<string[]> {
  const cost = (sent.length * DELETE_DOLLARS).toFixed(2);
  if (sent.length === 0 || !(await confirm(`Take the ${sent.length} posts down again ($${cost})?`))) return [];
  const removed: string[] = [];
  for (const id of sent.toReversed()) if ((await x.remove(id)).status === 200) removed.push(id);
  return removed;
}

/** The price of taking one post down (docs.x.com/x-api/getting-started/pricing). */
const DELETE_DOLLARS = 0.01;

const left = (sent: readonly string[], removed: readonly string[]): string[] =>
  sent.filter((id) => !removed.includes(id)).map((id) => `still there: https://x.com/i/status/${id}`);

function lineOf({ check, learned, details }: Learned): string {
  const headers = Object.entries((details?.headers as Record<string, string> | undefined) ?? {});
  return [`${check}: ${learned}`, ...headers.map(([name, value]) => `    ${name}: ${value}`)].join('\n');
}
