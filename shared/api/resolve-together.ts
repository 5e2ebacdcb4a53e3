import type * as z from 'zod';
import type * as answers from '../contract/answers.ts';
import { idempotencyKey, incidentIdFor } from '../contract/identity.ts';
import { parseBody } from '../contract/parse.ts';
import { Problem, type ProblemDocument } from '../contract/problem.ts';
import { refusalDocument } from '../contract/refusal-document.ts';
import { resolveTogetherBody } from '../contract/schemas.ts';
import { Refusal } from '../core/refusal.ts';
import { type Accepted, type AcceptPorts, acceptForIncident, type IncomingCommand } from './accept.ts';

type Resolved = z.output<typeof answers.resolvedTogether>['results'][number];

/**
 * `POST /v1/incidents/resolve`: one text for several incidents after a storm, an entry in each. What speaks against the
 * first speaks against the text, and then nothing is said at all; behind it each is answered for itself. The same key is
 * the same entries, so whoever got no answer sends it again.
 */
export async function resolveTogether(
  ports: AcceptPorts,
  request: IncomingCommand,
): Promise<z.output<typeof answers.resolvedTogether>> {
  await request.admitted;
  const { incidents, ...said } = parseBody(resolveTogetherBody, request.body);
  const sent = idempotencyKey(request.idempotencyKey);
  const act = incidents.length > 1 ? { together: { act: incidentIdFor(request.subject, sent), incidents } } : {};
  const results: Resolved[] = [];
  for (const id of incidents) {
    const one: IncomingCommand = {
      ...request,
      path: `/v1/incidents/${id}/resolve`,
      body: said,
      text: JSON.stringify(said),
      idempotencyKey: incidentIdFor(sent, id),
      ifMatch: undefined,
      ...act,
    };
    try {
      results.push(resultOf(id, await acceptForIncident(ports, one, id, 'resolve')));
    } catch (error) {
      const why = documentOf(error);
      // The same words would be refused everywhere.
      if (why === undefined || (why.status === 422 && results.length === 0)) throw error;
      results.push({ incident: id, result: 'refused', reason: why.detail ?? why.title });
    }
  }
  return { results };
}

function resultOf(incident: string, { status, body }: Accepted): Resolved {
  const { entry, draft } = body as { entry?: { seq: number }; draft?: { id: string } };
  if (draft !== undefined && status === 202) return { incident, result: 'draft', draft: draft.id };
  return { incident, ...(status === 200 ? { result: 'unchanged' } : { result: 'resolved', seq: entry?.seq ?? 0 }) };
}

const documentOf = (error: unknown): ProblemDocument | undefined =>
  error instanceof Problem ? error.document : error instanceof Refusal ? refusalDocument(error) : undefined;
