import type { Route } from '@middy/http-router';
import { type HttpEvent, type HttpResult, json } from '../../shared/lambda/http.ts';
import type { Clock } from '../../shared/ports/clock.ts';
import type { ProofOfWork } from '../../shared/ports/proof-of-work.ts';
import { FIELDS } from '../../shared/site/follow/fields.ts';
import { WORK_PATHS, WORK_SCRIPT } from '../../shared/site/proof-of-work.ts';
import { scriptAnswer } from './script-answer.ts';

/** What a browser loads that is asked for work: what solves a task, and the task, which is another each time. */
export const workRoutes = (proofOfWork: Pick<ProofOfWork, 'task'>, clock: Clock): Route<HttpEvent, HttpResult>[] => [
  { method: 'GET', path: WORK_PATHS.script, handler: async () => scriptAnswer(WORK_SCRIPT) },
  { method: 'GET', path: WORK_PATHS.task, handler: async () => json(200, await proofOfWork.task(clock.now())) },
];

/** The proof that came with a form, or nothing. */
export const proofIn = (fields: URLSearchParams): string => fields.get(FIELDS.proof) ?? '';
