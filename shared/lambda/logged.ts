import type { MiddlewareObj } from '@middy/core';
import type { Context } from 'aws-lambda';
import { logger } from './logger.ts';

/** Puts function and request id into every log line of this invocation, and logs what escapes the handler. */
export const logged = (): MiddlewareObj<unknown, unknown, Error, Context> => ({
  before: ({ context }) => {
    logger.addContext(context);
  },
  onError: ({ error }) => {
    logger.error('the invocation failed', error as Error);
  },
});
