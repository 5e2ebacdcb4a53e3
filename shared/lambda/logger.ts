import { Logger } from '@aws-lambda-powertools/logger';
import type { LogItemExtraInput, LogItemMessage } from '@aws-lambda-powertools/logger/types';
import { withSourceLines } from './source-lines.ts';

/** Errors are logged with the lines of our sources; whoever is thrown one afterwards, as Lambda itself, reads the same. */
class SourceLogger extends Logger {
  override warn(said: LogItemMessage, ...more: LogItemExtraInput): void {
    super.warn(withSourceLines(said), ...(more.map(withSourceLines) as LogItemExtraInput));
  }

  override error(said: LogItemMessage, ...more: LogItemExtraInput): void {
    super.error(withSourceLines(said), ...(more.map(withSourceLines) as LogItemExtraInput));
  }
}

/** One structured line per event; the middleware adds the request's and the incident's id. */
export const logger = new SourceLogger();
