import { readFileSync } from 'node:fs';
import path from 'node:path';
import { xComplaintCounts } from '../../../shared/adapters/x/complaint-counts.ts';
import { appBearerIn } from '../../../shared/adapters/x/tokens.ts';
import { instant, MINUTE_MS, plus } from '../../../shared/core/instant.ts';
import { putSecret, secretOf } from '../aws/secrets.ts';
import { outputOf, type StageOnAws, standingStack } from '../aws/stage.ts';
import { warnIfReadable } from '../readable.ts';
import { type Surroundings, UsageError } from '../surroundings.ts';
import { X_POSTER } from '../x/poster.ts';

/** What posts are counted with, as X's portal calls it. It is the app's, and no account's. */
const ASKED = 'Bearer Token of the app (nothing is shown)';

const VARIABLE = 'CANDOR_X_BEARER';

export type BearerFlags = { bearer?: string; baseUrl: string };

/** How it stands with the token that posts are counted with. `refused`: what X says of the one that was given; it is not kept. */
export type Kept = { is: 'there' | 'kept' } | { is: 'refused'; says: string };

/**
 * Sees to it that a stage has the app's bearer token: the one that is there, or one that is given, tried by one count and kept
 * beside the tokens of the account. Throws a `UsageError` where nobody gives one, and `AwsRefused`.
 */
export async function withBearer(
  surroundings: Surroundings,
  on: StageOnAws,
  query: string,
  flags: BearerFlags,
): Promise<Kept> {
  const arn = outputOf(await standingStack(on), X_POSTER.output);
  const secret = await secretOf(on.settings, arn);
  if (flags.bearer === undefined && appBearerIn(secret) !== '') return { is: 'there' };
  const bearer = await given(surroundings, flags.bearer);
  const now = () => instant(surroundings.now());
  const counts = xComplaintCounts({ bearer: async () => bearer, server: { baseUrl: flags.baseUrl }, clock: { now } });
  const counted = await counts.since(query, plus(now(), -MINUTE_MS));
  if ('unreadable' in counted) return { is: 'refused', says: counted.unreadable };
  await putSecret(on.settings, arn, JSON.stringify({ ...(JSON.parse(secret || '{}') as object), bearer }));
  return { is: 'kept' };
}

/** The token of a file, of standard input (`-`) or of the environment; else it is asked for, without echo. Never an argument. */
async function given(surroundings: Surroundings, file: string | undefined): Promise<string> {
  const { env, directory, prompts } = surroundings;
  const text = async () => {
    if (file === '-') return surroundings.readInput();
    if (file !== undefined) return read(surroundings, path.resolve(directory, file));
    if (env[VARIABLE]) return env[VARIABLE];
    if (prompts !== undefined) return (await prompts()).secret(ASKED);
    throw new UsageError(
      `desk.query of the config has posts counted, which takes the app's bearer token, and nobody is here to be asked: name a file with --bearer, or set ${VARIABLE}`,
    );
  };
  const bearer = (await text()).trim();
  if (/^\S{20,}$/.test(bearer)) return bearer;
  throw new UsageError(
    'that is no bearer token: it is one word, which X shows as "Bearer Token" among the keys of the app',
  );
}

function read(surroundings: Surroundings, where: string): string {
  try {
    warnIfReadable(surroundings, where);
    return readFileSync(where, 'utf8');
  } catch {
    throw new UsageError(
      `${where} cannot be read. --bearer names a file with the token alone, or - for standard input`,
    );
  }
}
