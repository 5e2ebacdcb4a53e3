import type { Config } from '../../shared/config/config-schema.ts';
import type { HttpResult } from '../../shared/lambda/http.ts';
import { type AnswerPage, answerHeaders } from '../../shared/site/follow/answer-page.ts';

/** A page as a function answers it. */
export const pageAnswer =
  (config: Pick<Config, 'brand'>) =>
  ({ status, body }: AnswerPage): HttpResult => ({ statusCode: status, headers: answerHeaders(config), body });
