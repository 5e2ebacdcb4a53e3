import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { XTokens } from '../../../shared/adapters/x/guarded-call.ts';
import { appBearerIn, xTokensIn } from '../../../shared/adapters/x/tokens.ts';
import { warnIfReadable } from '../readable.ts';
import { type Surroundings, UsageError } from '../surroundings.ts';

const VARIABLES = {
  appKey: 'CANDOR_X_APP_KEY',
  appSecret: 'CANDOR_X_APP_SECRET',
  accessToken: 'CANDOR_X_ACCESS_TOKEN',
  accessSecret: 'CANDOR_X_ACCESS_SECRET',
};

/** The tokens in a file, or in the environment where none is named. Never from an argument, which others could read. */
export function tokensFrom(surroundings: Surroundings, file: string | undefined): XTokens {
  const fromEnvironment = Object.entries(VARIABLES).map(([name, variable]) => [name, surroundings.env[variable] ?? '']);
  const where = file === undefined ? undefined : path.resolve(surroundings.directory, file);
  try {
    if (where === undefined) return xTokensIn(JSON.stringify(Object.fromEntries(fromEnvironment)), 'the environment');
    warnIfReadable(surroundings, where);
    return xTokensIn(readFileSync(where, 'utf8'), where);
  } catch (error) {
    throw new UsageError(
      `${(error as Error).message}. Name a file with --tokens, or set ${Object.values(VARIABLES).join(', ')}`,
    );
  }
}

/** What X's portal calls each, in the order in which it shows them. */
const ASKED: readonly [keyof XTokens, string][] = [
  ['appKey', 'API Key (Consumer Key)'],
  ['appSecret', 'API Key Secret'],
  ['accessToken', 'Access Token'],
  ['accessSecret', 'Access Token Secret'],
];

/** The tokens of a file, of standard input (`-`) or of the environment; else each is asked for, without echo. */
export async function connectingTokens(surroundings: Surroundings, file: string | undefined): Promise<XTokens> {
  if (file === '-') {
    try {
      return xTokensIn(await surroundings.readInput(), 'what was read');
    } catch (error) {
      throw new UsageError((error as Error).message);
    }
  }
  const inEnvironment = Object.values(VARIABLES).some((variable) => surroundings.env[variable]);
  if (file !== undefined || inEnvironment || surroundings.prompts === undefined) return tokensFrom(surroundings, file);
  const prompts = await surroundings.prompts();
  const tokens: Partial<XTokens> = {};
  for (const [name, called] of ASKED) tokens[name] = (await prompts.secret(`${called} (nothing is shown)`)).trim();
  return xTokensIn(JSON.stringify(tokens), 'what was typed');
}

/** The bearer token that is kept beside older tokens of the same app; of another app's nothing. */
export function bearerOf({ appKey }: XTokens, before: string): { bearer?: string } {
  try {
    const { appKey: known } = xTokensIn(before, 'the secret');
    const bearer = appBearerIn(before);
    return known === appKey && bearer !== '' ? { bearer } : {};
  } catch {
    return {};
  }
}

/** Whose account a token is of: it begins with the id, as X makes them. Undefined for one that does not. */
export const accountOf = ({ accessToken }: Pick<XTokens, 'accessToken'>): string | undefined =>
  /^(\d+)-/.exec(accessToken)?.[1];
