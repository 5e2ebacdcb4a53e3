import type { MiddlewareObj } from '@middy/core';
import type { Config } from '../../shared/config/config-schema.ts';
import { Problem } from '../../shared/contract/problem.ts';
import { type HttpEvent, type HttpResult, json } from '../../shared/lambda/http.ts';
import { logger } from '../../shared/lambda/logger.ts';
import { notNowPage } from '../../shared/site/follow/sign-up-pages.ts';
import { REFUSED } from '../../shared/wording/follow.ts';
import type { Voice } from '../../shared/wording/sentences.ts';
import { pageAnswer } from './page-answer.ts';

/** Answers what could not be done with a page for people, and with JSON where programs ask. Nothing of our error is told. */
export const brokenPages = (pages: { config: Config; voice: Voice }): MiddlewareObj<HttpEvent, HttpResult> => ({
  onError: (request) => {
    const { error, event } = request;
    const isOurs = !(error instanceof Problem);
    if (isOurs) logger.error('a request failed', error as Error);
    const { status, title, words, headers } = isOurs
      ? { status: 503, title: REFUSED.tooMany, words: REFUSED.broken, headers: {} }
      : { ...error.document, words: error.document.detail, headers: error.headers };
    if (event.rawPath.startsWith('/api/')) {
      request.response = json(status, { error: [words] }, headers);
      return;
    }
    const answer = pageAnswer(pages.config)(notNowPage(pages, words, status, title));
    request.response = { ...answer, headers: { ...answer.headers, ...headers } };
  },
});
