import { readFileSync } from 'node:fs';
import path from 'node:path';
import { type NetworkSecret, networkSecretIn } from '../../../shared/adapters/networks/secret.ts';
import { NETWORKS } from '../../../shared/adapters/networks/shipped.ts';
import type { SecretField } from '../../../shared/core/keyed/facts.ts';
import type { KEYED_CHANNELS } from '../../../shared/core/keyed/shipped.ts';
import { putSecret } from '../aws/secrets.ts';
import { outputOf, type StageFlags, stageOnAws, standingStack } from '../aws/stage.ts';
import { inShadow, notConnected } from '../channels/in-shadow.ts';
import { heldText, stagesHolding } from '../channels/other-stages.ts';
import { warnIfReadable } from '../readable.ts';
import { print, type Session } from '../session.ts';
import { EXIT, type Surroundings, UsageError } from '../surroundings.ts';
import { askFromHere } from './ask-from-here.ts';
import { posterOf } from './poster.ts';

type Network = (typeof KEYED_CHANNELS)[number];

export type ConnectFlags = StageFlags & { secret?: string };

/** `candor bluesky connect` and its kind: tries what is given, keeps it as the secret of a stage, and leaves the channel in shadow. */
export async function connect(session: Session, is: Network, flags: ConnectFlags): Promise<number> {
  const { surroundings } = session;
  const poster = posterOf(is);
  const on = stageOnAws(surroundings, flags);
  const stack = await standingStack(on);
  const arn = outputOf(stack, poster.output);
  surroundings.err(`${is.settings}\n`);
  const secret = await secretGiven(surroundings, is, flags.secret);
  const found = await NETWORKS[is.name].whoseAccount(secret, askFromHere);
  if ('says' in found) return notConnected(session, found.says);
  const holders = await stagesHolding(surroundings, on, found.id, poster);
  if (holders.length > 0) return notConnected(session, heldText(found.called, holders, poster));

  const mode = await inShadow(session, outputOf(stack, 'OpsUrl'), is.name);
  await putSecret(on.settings, arn, JSON.stringify(secret));
  const { called: account, id, notes } = found;
  print(session, { connected: true, channel: is.name, account, id, stage: on.name, mode, notes }, () =>
    [
      `Connected: ${on.stackName} would post as ${account} on ${is.label}.`,
      ...notes,
      mode === 'unknown'
        ? `${is.label} starts in shadow. Whether it still is could not be asked: look with "candor status" before anything is said.`
        : `${is.label} is in shadow: what would be posted goes to the console and to people. The account is taken up within five minutes.`,
      ...(flags.secret === undefined || flags.secret === '-' ? [] : [`Remove the file now: rm ${flags.secret}`]),
      `When you have seen it in shadow: candor ${is.name} arm --stage ${on.name}`,
    ].join('\n'),
  );
  return EXIT.ok;
}

/** What a file or standard input (`-`) holds as JSON; else each line is asked for, without echo where it is secret. */
async function secretGiven(surroundings: Surroundings, is: Network, file: string | undefined): Promise<NetworkSecret> {
  const names = is.secret.map(({ name }) => name).join(', ');
  try {
    if (file === '-') return networkSecretIn(await surroundings.readInput(), is, 'what was read');
    if (file !== undefined) {
      const where = path.resolve(surroundings.directory, file);
      warnIfReadable(surroundings, where);
      return networkSecretIn(readFileSync(where, 'utf8'), is, where);
    }
  } catch (error) {
    throw new UsageError(`${(error as Error).message}. --secret names a file with {${names}}, or - for standard input`);
  }
  if (surroundings.prompts === undefined)
    throw new UsageError(`nobody is here to be asked: name a file that holds {${names}} with --secret`);
  const prompts = await surroundings.prompts();
  const given: Record<string, string> = {};
  for (const { name, asks, isHidden, usually } of is.secret as readonly SecretField[])
    given[name] = isHidden
      ? await prompts.secret(asks)
      : await prompts.text({ message: asks, ...(usually === undefined ? {} : { initial: usually }) });
  try {
    return networkSecretIn(JSON.stringify(given), is, 'what was typed');
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
}
