import { type Answer, json } from '../faulty/answer.ts';

// Statuses, names and words are those of `@atproto/pds` 0.5.35, asked on one machine.

/** How a PDS refuses. */
export class XrpcError extends Error {
  readonly status: number;
  readonly error: string;

  constructor(status: number, error: string, message: string) {
    super(message);
    this.status = status;
    this.error = error;
  }

  get answer(): Answer {
    return json(this.status, { error: this.error, message: this.message });
  }
}

export const invalid = (message: string, error = 'InvalidRequest') => new XrpcError(400, error, message);

export const authMissing = () => new XrpcError(401, 'AuthMissing', 'Authentication Required');
export const wrongPassword = () => new XrpcError(401, 'AuthenticationRequired', 'Invalid identifier or password');
export const takenDown = () => new XrpcError(401, 'AccountTakedown', 'Account has been taken down');
export const deactivated = () => new XrpcError(401, 'AccountDeactivated', 'Account is deactivated');
export const accountNotFound = () => new XrpcError(403, 'AccountNotFound', 'Account not found');
export const expired = (message = 'Token has expired') => invalid(message, 'ExpiredToken');
export const badToken = (message = 'Token could not be verified') => invalid(message, 'InvalidToken');
export const invalidSwap = (cid: string | undefined) => invalid(`Record was at ${cid ?? 'null'}`, 'InvalidSwap');
export const tooMany = () => new XrpcError(429, 'RateLimitExceeded', 'Rate Limit Exceeded');
export const broken = () => new XrpcError(500, 'InternalServerError', 'Internal Server Error');

/** What a PDS whose makers have it restarted says, and the entryway while it cannot reach it. */
export const unavailable = (): Answer => json(503, { error: 'NotEnoughResources', message: 'Service Unavailable' });
export const upstreamFailed = (): Answer => json(502, { error: 'UpstreamFailure', message: 'Upstream Failure' });
