/**
 * Stands in for `@aws-sdk/credential-provider-node` in the bundles. Lambda hands a function its credentials in the
 * environment and nowhere else, so the chain of files, SSO and metadata services (128 KB, 11 ms of every cold start)
 * would only ever end here.
 */
type Credentials = { accessKeyId: string; secretAccessKey: string; sessionToken?: string };

function fromEnvironment(environment: NodeJS.ProcessEnv): Credentials {
  const { AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN } = environment;
  if (!AWS_ACCESS_KEY_ID || !AWS_SECRET_ACCESS_KEY)
    throw new Error('No AWS credentials in the environment: AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY are not set.');
  return {
    accessKeyId: AWS_ACCESS_KEY_ID,
    secretAccessKey: AWS_SECRET_ACCESS_KEY,
    ...(AWS_SESSION_TOKEN ? { sessionToken: AWS_SESSION_TOKEN } : {}),
  };
}

/** The SDK's default provider: read at the first call, which is when the SDK asks, not when the module loads. */
export const defaultProvider = () => async (): Promise<Credentials> => fromEnvironment(process.env);
