import { stagesOf } from '../../../shared/config/stages.ts';
import { secretOf } from '../aws/secrets.ts';
import { otherStage, type StageOnAws } from '../aws/stage.ts';
import type { Surroundings } from '../surroundings.ts';
import { connectCommand, type Poster } from './poster.ts';

/**
 * The other stages of the config that post as the account `id`: two systems that post as one account overtake and double
 * each other, since each knows only its own posts. Throws `AwsRefused`.
 */
export async function stagesHolding(
  surroundings: Surroundings,
  on: StageOnAws,
  id: string,
  poster: Poster,
): Promise<string[]> {
  const others = stagesOf(on.config).filter(({ name }) => name !== on.name);
  const held = await Promise.all(
    others.map(async ({ name }) =>
      (await accountIn(otherStage(surroundings, on, name), poster)) === id ? [name] : [],
    ),
  );
  return held.flat();
}

/** The account whose secret a stage has; undefined for one that has none, or does not stand. Throws `AwsRefused`. */
export async function accountIn(on: StageOnAws, poster: Poster): Promise<string | undefined> {
  const arn = (await on.stack())?.outputs[poster.output];
  return arn === undefined ? undefined : poster.accountIn(await secretOf(on.settings, arn));
}

export const heldText = (called: string, holders: readonly string[], poster: Poster): string =>
  `${called} is the account of the stage ${holders.join(' and ')}. Two systems must not post as one account: neither knows what the other says, and people read it twice. Connect another account here, or connect ${holders.join(' and ')} to another one first: ${connectCommand(poster, holders[0])}`;
