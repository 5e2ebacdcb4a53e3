import { SECOND_MS } from '../../../shared/core/instant.ts';

/** Where AWS is asked, and as whom; what every client of this command line is made with. */
export type AwsSettings = {
  region: string;
  endpoint?: string;
  credentials?: { accessKeyId: string; secretAccessKey: string; sessionToken?: string };
  profile?: string;
  maxAttempts: number;
  requestHandler: object;
};

type Environment = Readonly<Record<string, string | undefined>>;

/** A person waits at a terminal: the first word about what is wrong comes within 5 s (docs/rules.md). */
const PATIENCE = {
  maxAttempts: 2,
  requestHandler: {
    connectionTimeout: 2 * SECOND_MS,
    requestTimeout: 8 * SECOND_MS,
    throwOnRequestTimeout: true,
    socketTimeout: 8 * SECOND_MS,
  },
};

/**
 * The settings by the environment, as AWS's own tools read it. Keys that are in it are taken as they are; where there are
 * none the SDK looks further: profiles, single sign-on, the role of a machine.
 */
export function awsSettings(env: Environment, region: string): AwsSettings {
  const {
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: secretAccessKey,
    AWS_SESSION_TOKEN: sessionToken,
  } = env;
  return {
    ...PATIENCE,
    region,
    ...(env.AWS_ENDPOINT_URL ? { endpoint: env.AWS_ENDPOINT_URL } : {}),
    ...(env.AWS_PROFILE ? { profile: env.AWS_PROFILE } : {}),
    ...(accessKeyId && secretAccessKey && !env.AWS_PROFILE
      ? { credentials: { accessKeyId, secretAccessKey, ...(sessionToken ? { sessionToken } : {}) } }
      : {}),
  };
}

/** The region that the shell points at; undefined where it names none. */
export const regionOfShell = (env: Environment): string | undefined =>
  env.AWS_REGION || env.AWS_DEFAULT_REGION || undefined;
