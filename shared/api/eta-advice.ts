import type * as z from 'zod';
import { etaAdvice } from '../app/eta-advice.ts';
import type * as answers from '../contract/answers.ts';
import { isId } from '../contract/identity.ts';
import { invalid, Problem } from '../contract/problem.ts';

/** Answers `GET /v1/eta-advice?incident=`. Throws a `Problem` if none is named or there is no such incident. */
export async function answerEtaAdvice(
  ports: Parameters<typeof etaAdvice>[0],
  query: Readonly<Record<string, string | undefined>> | undefined,
): Promise<z.output<typeof answers.advice>> {
  const id = query?.incident;
  if (!id) throw invalid([{ field: 'incident', reason: 'name the incident that you want advice on' }]);
  const advice = isId(id) ? await etaAdvice(ports, id) : undefined;
  if (advice) return advice;
  throw new Problem({
    type: 'incident-not-found',
    title: 'There is no such incident',
    status: 404,
    detail: `No incident has the id "${id.slice(0, 40)}". GET /v1/incidents lists them.`,
  });
}
