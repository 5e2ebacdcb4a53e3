import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import * as z from 'zod';
import { type CandorClient, type ClientOptions, candorClient } from '../../shared/client/client.ts';
import { warnIfReadable } from './readable.ts';
import { type Surroundings, UsageError } from './surroundings.ts';

/** Where Candor is and who we are there. */
export type Profile = {
  opsUrl: string;
  siteUrl: string | undefined;
  /** Where tokens are asked for; the operations origin passes the request on, if it is not said. */
  signInUrl: string | undefined;
  clientId: string;
  clientSecret: string;
};

const LOCAL = { clientId: 'local', clientSecret: 'local' };

/** Where `npm start` serves the API: one port above the site, which whoever set CANDOR_PORT for it moved. */
const localOps = ({ CANDOR_PORT }: Surroundings['env']): string =>
  `http://localhost:${Number(CANDOR_PORT || 4310) + 1}`;

const profilesSchema = z.record(
  z.string(),
  z.strictObject({
    opsUrl: z.url(),
    siteUrl: z.url().optional(),
    signInUrl: z.url().optional(),
    clientId: z.string().min(1),
    clientSecret: z.string().min(1),
  }),
);

export const profilesFile = (surroundings: Surroundings) =>
  path.join(surroundings.home, '.config', 'candor', 'profiles.json');

/**
 * The environment first, then the named profile of `~/.config/candor/profiles.json` (`default` if none is named),
 * then the local `npm start`. Never from an argument, which other users of the machine could read.
 */
export function profile(surroundings: Surroundings, name: string | undefined): Profile {
  // A profile that was named is taken whole: a secret of the environment must not travel to another origin.
  const env = name === undefined ? surroundings.env : {};
  const stored = env.CANDOR_OPS_URL ? undefined : fromFile(surroundings, name);
  const opsUrl = trimmed(env.CANDOR_OPS_URL || stored?.opsUrl || localOps(surroundings.env));
  const own = isLoopback(opsUrl) ? LOCAL : undefined;
  const clientId = env.CANDOR_CLIENT_ID || stored?.clientId || own?.clientId;
  const clientSecret = env.CANDOR_CLIENT_SECRET || stored?.clientSecret || own?.clientSecret;
  if (!clientId || !clientSecret)
    throw new UsageError(
      `no credentials for ${opsUrl}: set CANDOR_CLIENT_ID and CANDOR_CLIENT_SECRET, or add a profile to ${profilesFile(surroundings)}`,
    );
  const siteUrl = env.CANDOR_SITE_URL || stored?.siteUrl || localSite(opsUrl);
  // Left out, it is not taken from elsewhere: a secret goes to the sign-in of its own origin.
  const signInUrl = env.CANDOR_OPS_URL ? env.CANDOR_SIGN_IN_URL : (stored?.signInUrl ?? undefined);
  return {
    opsUrl,
    siteUrl: siteUrl === undefined ? undefined : trimmed(siteUrl),
    signInUrl: signInUrl ? trimmed(signInUrl) : undefined,
    clientId,
    clientSecret,
  };
}

/** True if there is a profile of that name. */
export function hasProfile(surroundings: Surroundings, name: string): boolean {
  try {
    return fromFile(surroundings, name) !== undefined;
  } catch {
    return false;
  }
}

/** The client that a profile describes. */
export const clientFor = (
  surroundings: Surroundings,
  profile: Profile,
  patience: Pick<ClientOptions, 'attempts' | 'answerWithinMs'> = {},
): CandorClient => {
  const { opsUrl, signInUrl, clientId, clientSecret } = profile;
  return candorClient({
    ...surroundings,
    ...patience,
    opsUrl,
    credentials: { clientId, clientSecret },
    ...(signInUrl === undefined ? {} : { signInUrl }),
    keeper: surroundings.tokens.of(tokenName(profile)),
  });
};

/** Under what a token is kept: with other credentials, or at another origin, it is another one. */
export const tokenName = ({ opsUrl, signInUrl, clientId, clientSecret }: Profile): string =>
  createHash('sha256')
    .update([opsUrl, signInUrl ?? '', clientId, clientSecret].join('\n'))
    .digest('hex');

function fromFile(
  surroundings: Surroundings,
  name: string | undefined,
): z.output<typeof profilesSchema>[string] | undefined {
  const file = profilesFile(surroundings);
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch {
    if (name === undefined) return undefined;
    throw new UsageError(`there is no profile "${name}": ${file} does not exist`);
  }
  warnIfReadable(surroundings, file);
  const profiles = profilesSchema.safeParse(parsed(text, file));
  if (!profiles.success) {
    const problem = profiles.error.issues[0];
    throw new UsageError(`${file}: ${problem?.path.join('.')}: ${problem?.message}`);
  }
  const found = profiles.data[name ?? 'default'];
  if (!found && name !== undefined)
    throw new UsageError(`there is no profile "${name}" in ${file}; it has ${Object.keys(profiles.data).join(', ')}`);
  return found;
}

function parsed(text: string, file: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new UsageError(`${file} is not JSON: ${(error as Error).message}`);
  }
}

const trimmed = (url: string): string => url.replace(/\/+$/, '');

const isLoopback = (url: string): boolean => ['localhost', '127.0.0.1'].includes(new URL(url).hostname);

/** `npm start` serves the site one port below the API. */
function localSite(opsUrl: string): string | undefined {
  if (!isLoopback(opsUrl)) return undefined;
  const url = new URL(opsUrl);
  return `${url.protocol}//${url.hostname}:${Number(url.port || 80) - 1}`;
}
