import { Logger } from '@aws-lambda-powertools/logger';

/** One structured line per event; the middleware adds the request's and the incident's id. */
export const logger = new Logger();
