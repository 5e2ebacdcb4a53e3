import { xTokensIn } from '../../../shared/adapters/x/tokens.ts';
import { stagesOf } from '../../../shared/config/stages.ts';
import { secretOf } from '../aws/secrets.ts';
import { otherStage, type StageOnAws } from '../aws/stage.ts';
import type { Surroundings } from '../surroundings.ts';
import { accountOf } from './tokens.ts';

/**
 * The other stages of the config that have tokens of the account `id`: two systems that post as one account overtake and
 * double each other, since each knows only its own posts. Throws `AwsRefused`.
 */
export async function stagesHolding(surroundings: Surroundings, on: StageOnAws, id: string): Promise<string[]> {
  const others = stagesOf(on.config).filter(({ name }) => name !== on.name);
  const held = await Promise.all(
    others.map(async ({ name }) => ((await accountIn(otherStage(surroundings, on, name))) === id ? [name] : [])),
  );
  return held.flat();
}

/** The account whose tokens a stage has; undefined for one that has none, or does not stand. Throws `AwsRefused`. */
export async function accountIn(on: StageOnAws): Promise<string | undefined> {
  const arn = (await on.stack())?.outputs.XTokensArn;
  if (arn === undefined) return undefined;
  const text = await secretOf(on.settings, arn);
  try {
    return accountOf(xTokensIn(text, 'the secret'));
  } catch {
    return undefined;
  }
}

export const heldText = (username: string, holders: readonly string[]): string =>
  `@${username} is the account of the stage ${holders.join(' and ')}. Two systems must not post as one account: neither knows what the other says, and people read it twice. Connect another account here, or connect ${holders.join(' and ')} to another one first: candor x connect --stage ${holders[0]}`;
