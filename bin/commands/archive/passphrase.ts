import { type Surroundings, UsageError } from '../surroundings.ts';

const SHORTEST = 12;

/** The passphrase that a file is sealed to, from the environment or asked without being shown; `twice` where it is a new one. */
export async function passphraseFrom({ env, prompts }: Surroundings, twice: boolean): Promise<string> {
  const given = env.CANDOR_PASSPHRASE ?? (prompts ? await asked(await prompts(), twice) : undefined);
  if (given === undefined)
    throw new UsageError('a passphrase is needed, and nobody is at a terminal: set CANDOR_PASSPHRASE');
  if (twice && given.length < SHORTEST)
    throw new UsageError(
      `the passphrase has ${given.length} letters; take at least ${SHORTEST}, since whoever has the file may guess for years`,
    );
  return given;
}

async function asked(ask: { secret: (message: string) => Promise<string> }, twice: boolean): Promise<string> {
  const first = await ask.secret('Passphrase (nothing is shown)');
  if (twice && first !== (await ask.secret('The same again')))
    throw new UsageError('the two passphrases are not the same; nothing was written');
  return first;
}
