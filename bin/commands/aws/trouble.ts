/** Why AWS did not do what was asked, as a person can mend it. */
export type Trouble = {
  kind:
    | 'no-credentials'
    | 'expired'
    | 'wrong-credentials'
    | 'clock'
    | 'not-allowed'
    | 'wrong-region'
    | 'unreachable'
    | 'not-there'
    | 'unverified'
    | 'other';
  says: string;
  /** The one command that leads on, where there is one. */
  run?: string;
};

/** AWS could not be asked, or said no; `trouble` says what to do about it. */
export class AwsRefused extends Error {
  readonly trouble: Trouble;

  constructor(trouble: Trouble, options?: ErrorOptions) {
    super(trouble.says, options);
    this.name = 'AwsRefused';
    this.trouble = trouble;
  }
}

type SdkError = { name?: string; code?: string; message?: string; $metadata?: { httpStatusCode?: number } };

const NAMES: readonly [RegExp, Trouble['kind']][] = [
  [/^(ExpiredToken|ExpiredTokenException|RequestExpired|TokenRefreshRequired)$/, 'expired'],
  [/^(RequestTimeTooSkewed|RequestInTheFuture)$/, 'clock'],
  [
    /^(InvalidClientTokenId|UnrecognizedClientException|SignatureDoesNotMatch|InvalidSignatureException|AuthFailure|IncompleteSignature)$/,
    'wrong-credentials',
  ],
  [
    /^(AccessDenied|AccessDeniedException|AuthorizationError|AuthorizationErrorException|UnauthorizedOperation|NotAuthorizedException)$/,
    'not-allowed',
  ],
  [/^(ResourceNotFoundException|NotFound|NotFoundException|ParameterNotFound|NoSuchBucket)$/, 'not-there'],
  [/^(CredentialsProviderError|TokenProviderError)$/, 'no-credentials'],
];

/** What an error of the SDK means; `region`: where it was asked. */
export function troubleOf(error: unknown, region: string): Trouble {
  if (error instanceof AwsRefused) return error.trouble;
  const { name = '', code = '', message = String(error) } = error as SdkError;
  // In whatever service it is asked first, a new account is told so by these words (aws-cdk-examples#279).
  if (/account must be verified/i.test(message)) return UNVERIFIED;
  if (/token.*(has expired|is expired)|session.*(expired|invalid)/i.test(message)) return expired(message);
  if (/signature (not yet current|expired)/i.test(message)) return CLOCK;
  if (['ENOTFOUND', 'EAI_AGAIN'].includes(code))
    return {
      kind: 'wrong-region',
      says: `AWS has no address for the region "${region}", or this machine has no network. Check the letters of the region (stages.….region of the config, else AWS_REGION).`,
      run: 'aws account list-regions --query "Regions[].RegionName"',
    };
  if (['ECONNREFUSED', 'ECONNRESET', 'ETIMEDOUT'].includes(code) || name === 'TimeoutError')
    return { kind: 'unreachable', says: `AWS does not answer in ${region}: ${message}` };
  const kind = NAMES.find(([pattern]) => pattern.test(name))?.[1];
  switch (kind) {
    case 'no-credentials':
      return NO_CREDENTIALS;
    case 'expired':
      return expired(message);
    case 'clock':
      return CLOCK;
    case 'wrong-credentials':
      return {
        kind,
        says: `AWS does not know these credentials in ${region}: ${message} They are mistyped or deleted, or ${region} is a region that this account has not switched on.`,
        run: 'aws sts get-caller-identity',
      };
    case 'not-allowed':
      return { kind, says: `These credentials may not: ${message}` };
    case 'not-there':
      return { kind, says: message };
    default:
      return { kind: 'other', says: `${name || 'AWS'}: ${message}` };
  }
}

export const NO_CREDENTIALS: Trouble = {
  kind: 'no-credentials',
  says: 'No credentials for AWS were found: neither AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, nor a profile of ~/.aws.',
  run: 'aws configure sso   # once; then: export AWS_PROFILE=NAME && aws sso login',
};

const expired = (message: string): Trouble => ({
  kind: 'expired',
  says: `The credentials for AWS have expired (${message.replace(/\.$/, '')}). Sign in again.`,
  run: 'aws sso login',
});

const CLOCK: Trouble = {
  kind: 'clock',
  says: 'The clock of this machine is more than five minutes wrong, so AWS takes no signature of it. Set it.',
  run: 'timedatectl set-ntp true',
};

const UNVERIFIED: Trouble = {
  kind: 'unverified',
  says: 'AWS has not verified this account for CloudFront yet, which new accounts often meet. Support does that within a day: ask in a case (Account and billing, free) that "Your account must be verified before you can add new CloudFront resources" be lifted.',
  run: 'open https://console.aws.amazon.com/support/home#/case/create?issueType=customer-service',
};

/** Asks AWS, and throws what was refused as `AwsRefused`. */
export async function asked<T>(region: string, ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    throw new AwsRefused(troubleOf(error, region), { cause: error });
  }
}

/** Of what is gone already nobody has to hear. */
export function unlessNotFound(error: unknown): undefined {
  if ((error as Error).name === 'ResourceNotFoundException') return undefined;
  throw error;
}
