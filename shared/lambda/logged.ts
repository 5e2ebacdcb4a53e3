import type { MiddlewareObj } from '@middy/core';
import type { Context } from 'aws-lambda';
import { logger } from './logger.ts';

/**
 * Puts function and request id into every log line of this invocation, and logs what no other middleware answered. What
 * an earlier invocation was about is in none of them: the same process serves one after the other.
 */
export const logged = (): MiddlewareObj<unknown, unknown, Error, Context> => ({
  before: ({ context }) => {
    logger.resetKeys();
    logger.addContext(context);
  },
  after: () => {
    logger.resetKeys();
  },
  onError: ({ error, response }) => {
    // A refusal that was answered is the caller's business; it is in the access log.
    if (response === undefined) logger.error('the invocation failed', error as Error);
    logger.resetKeys();
  },
});
