import { existsSync } from 'node:fs';
import path from 'node:path';
import { type Deadline, within } from '../../../shared/adapters/aws/deadlines.ts';
import { SECOND_MS } from '../../../shared/core/instant.ts';
import { AwsRefused, NO_CREDENTIALS } from './trouble.ts';

type Keys = { accessKeyId: string; secretAccessKey: string; sessionToken?: string };

/** Where AWS is asked, and as whom; what every client of this command line is made with. */
export type AwsSettings = {
  region: string;
  endpoint?: string;
  credentials: Keys | (() => Promise<Keys>);
  maxAttempts: number;
  requestHandler: object;
};

type Environment = Readonly<Record<string, string | undefined>>;

/** A person waits at a terminal for one answer (docs/rules.md, Looking at AWS). */
const PATIENCE: Deadline = { attempts: 2, withinMs: 8 * SECOND_MS };

/**
 * The settings by the environment, as AWS's own tools read it. Keys that are in it are taken as they are; where there are
 * none the SDK looks further, once for all services: profiles, single sign-on, the role of a machine. `home`: where `~` is.
 */
export function awsSettings(env: Environment, region: string, home: string): AwsSettings {
  const { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey, AWS_SESSION_TOKEN: token } = env;
  const inShell = accessKeyId && secretAccessKey && !env.AWS_PROFILE;
  return {
    ...within(PATIENCE),
    region,
    ...(env.AWS_ENDPOINT_URL ? { endpoint: env.AWS_ENDPOINT_URL } : {}),
    credentials: inShell
      ? { accessKeyId, secretAccessKey, ...(token ? { sessionToken: token } : {}) }
      : searched(env, region, home),
  };
}

/** The region that the shell points at; undefined where it names none. */
export const regionOfShell = (env: Environment): string | undefined =>
  env.AWS_REGION || env.AWS_DEFAULT_REGION || undefined;

/**
 * Where nothing is set up, only the role of the machine is left to ask for: it is there at once, or never, and the SDK
 * waits for it longer than the 5 s within which a person is told. What is set up may ask for a second factor.
 */
const FOUND_WITHIN_MS = { nothing: 2 * SECOND_MS, something: 60 * SECOND_MS };

function searched(env: Environment, region: string, home: string): () => Promise<Keys> {
  const files = ['config', 'credentials'].map((file) => path.join(home, '.aws', file));
  const isSetUp = [env.AWS_PROFILE, env.AWS_CONFIG_FILE, env.AWS_WEB_IDENTITY_TOKEN_FILE].some(Boolean);
  const withinMs = FOUND_WITHIN_MS[isSetUp || files.some((file) => existsSync(file)) ? 'something' : 'nothing'];
  let found: Promise<Keys> | undefined;
  const search = async (): Promise<Keys> => {
    const { defaultProvider } = await import('@aws-sdk/credential-provider-node');
    const { AWS_PROFILE: profile } = env;
    return defaultProvider({ ...(profile ? { profile } : {}), clientConfig: { region } })();
  };
  return () => {
    found ??= Promise.race([search(), tooLate(withinMs)]);
    return found;
  };
}

const tooLate = (ms: number): Promise<never> =>
  new Promise((_, fail) => {
    setTimeout(() => fail(new AwsRefused(NO_CREDENTIALS)), ms).unref();
  });
