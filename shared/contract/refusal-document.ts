import type { Refusal } from '../core/refusal.ts';
import { REFUSALS } from '../wording/refusals.ts';
import type { ProblemDocument } from './problem.ts';

/** The core's "no" as the API answers it. */
export function refusalDocument({ code, field }: Refusal): ProblemDocument {
  const { status, title, detail } = REFUSALS[code];
  return { type: code, title, status, detail, ...(field === undefined ? {} : { errors: [{ field, reason: title }] }) };
}
