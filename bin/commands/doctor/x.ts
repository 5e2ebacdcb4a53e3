import type { XTokens } from '../../../shared/adapters/x/guarded-call.ts';
import { xTokensIn } from '../../../shared/adapters/x/tokens.ts';
import { secretOf } from '../aws/secrets.ts';
import { stagesHolding } from '../channels/other-stages.ts';
import { type Check, elsewhere, green, red, unknown, type Verdict } from '../checks/check.ts';
import { ONLY_READS, whoseTokens } from '../x/account.ts';
import { X_POSTER } from '../x/poster.ts';
import { noAnswer } from './site.ts';
import type { System } from './system.ts';

const CONNECT = 'candor x connect --tokens FILE';

/** The account on X, where the config names it. */
export const X_CHECKS: readonly Check<System>[] = [
  {
    id: 'x-mode',
    what: 'how X runs',
    look: async ({ session }) => {
      const { channels, x } = await session.client().control();
      if (channels.x === undefined) return elsewhere('the config does not name X');
      if (channels.x !== 'live')
        return green(`in ${channels.x}: nothing is public there. When you have seen it: candor x arm`);
      return x.takesPosts
        ? green('live')
        : red(
            `It is live and X takes no posts: ${x.refusal?.reason ?? 'why is not known'}. Mend that, and`,
            'candor x arm',
          );
    },
  },
  withTokens('x-tokens', 'X knows the account', async (tokens, system) => {
    const found = await whoseTokens(tokens, xUrl(system));
    if ('says' in found) return red(found.says, CONNECT);
    return green(`@${found.username}`);
  }),
  withTokens('x-write', 'the tokens may post', async (tokens, system) => {
    const found = await whoseTokens(tokens, xUrl(system));
    if ('says' in found) return unknown('X does not let them in, see above.');
    if (found.access === undefined)
      return unknown('X does not say what they may; the first post shows it.', 'candor x-check --tokens FILE');
    return found.access === 'read' ? red(ONLY_READS, CONNECT) : green('read and write');
  }),
  withTokens('x-alone', 'no other stage posts as this account', async (tokens, system) => {
    const found = await whoseTokens(tokens, xUrl(system));
    if ('says' in found || system.aws === undefined) return unknown('Whose account it is is not known, see above.');
    const holders = await stagesHolding(system.session.surroundings, system.aws.on, found.id, X_POSTER);
    return holders.length === 0
      ? green('no other stage of the config has its tokens')
      : red(
          `The stage ${holders.join(' and ')} has tokens of @${found.username} too: people would read everything twice.`,
          `candor x connect --stage ${holders[0]}`,
        );
  }),
];

/** As the stack's parameter XUrl has it where X is simulated; no output tells it, so that the environment may. */
const xUrl = ({ session }: System): string => session.surroundings.env.CANDOR_X_URL ?? 'https://api.x.com';

function withTokens(
  id: string,
  what: string,
  look: (tokens: XTokens, system: System) => Promise<Verdict>,
): Check<System> {
  return {
    id,
    what,
    look: async (system) => {
      if (system.aws === undefined) return elsewhere('AWS is not asked for the tokens');
      const arn = (await system.aws.stack()).outputs.XTokensArn;
      if (arn === undefined) return elsewhere('the config does not name X');
      const text = await secretOf(system.aws.on.settings, arn);
      let tokens: XTokens;
      try {
        tokens = xTokensIn(text, 'The secret');
      } catch (error) {
        return red(`${(error as Error).message}: no account is connected.`, CONNECT);
      }
      return look(tokens, system).catch((error: Error) => noAnswer(error));
    },
  };
}
