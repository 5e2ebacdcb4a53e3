import { networkSecretIn } from '../../../shared/adapters/networks/secret.ts';
import { NETWORKS } from '../../../shared/adapters/networks/shipped.ts';
import { publicChannels } from '../../../shared/client/channels.ts';
import { KEYED_CHANNELS } from '../../../shared/core/keyed/shipped.ts';
import { secretOf } from '../aws/secrets.ts';
import { stagesHolding } from '../channels/other-stages.ts';
import { type Check, elsewhere, green, red, type Verdict } from '../checks/check.ts';
import { askFromHere } from '../networks/ask-from-here.ts';
import { posterOf } from '../networks/poster.ts';
import { noAnswer } from './site.ts';
import type { System } from './system.ts';

type Network = (typeof KEYED_CHANNELS)[number];

/** The accounts on channels that go by keys, where the config names them. */
export const NETWORK_CHECKS: readonly Check<System>[] = KEYED_CHANNELS.flatMap((is) => [
  {
    id: `${is.name}-mode`,
    what: `how ${is.label} runs`,
    look: async ({ session }: System) => {
      const channel = publicChannels(await session.client().control()).find(({ name }) => name === is.name);
      if (channel === undefined) return elsewhere(`the config does not name ${is.label}`);
      if (channel.mode !== 'live')
        return green(`in ${channel.mode}: nothing is public there. When you have seen it: candor ${is.name} arm`);
      if (channel.refusal === undefined) return green('live');
      return red(`It is live and takes no posts: ${channel.refusal.reason}. Mend that, and`, `candor ${is.name} arm`);
    },
  },
  { id: `${is.name}-account`, what: `${is.label} knows the account`, look: (system: System) => account(is, system) },
]);

async function account(is: Network, system: System): Promise<Verdict> {
  const poster = posterOf(is);
  const connect = `candor ${is.name} connect`;
  if (system.aws === undefined) return elsewhere('AWS is not asked for what opens it');
  const arn = (await system.aws.stack()).outputs[poster.output];
  if (arn === undefined) return elsewhere(`the config does not name ${is.label}`);
  const text = await secretOf(system.aws.on.settings, arn);
  try {
    const found = await NETWORKS[is.name].whoseAccount(networkSecretIn(text, is, 'The secret'), askFromHere);
    if ('says' in found) return red(found.says, connect);
    const holders = await stagesHolding(system.session.surroundings, system.aws.on, found.id, poster);
    if (holders.length === 0) return green([found.called, ...found.notes].join('. '));
    return red(
      `The stage ${holders.join(' and ')} posts as ${found.called} too: people would read everything twice.`,
      `${connect} --stage ${holders[0]}`,
    );
  } catch (error) {
    const { message } = error as Error;
    return /^The secret/.test(message)
      ? red(`${message}: no account is connected.`, connect)
      : noAnswer(error as Error);
  }
}
