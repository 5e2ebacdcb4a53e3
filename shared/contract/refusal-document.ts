import type { Refusal } from '../core/refusal.ts';
import { REFUSALS } from '../wording/refusals.ts';
import type { ProblemDocument } from './problem.ts';

/** The core's "no" as the API answers it. */
export function refusalDocument({ code, field, subject = '' }: Refusal): ProblemDocument {
  const { status, ...words } = REFUSALS[code];
  const [title, detail] = [words.title, words.detail].map((text) => text.replaceAll('{subject}', subject)) as [
    string,
    string,
  ];
  return { type: code, title, status, detail, ...(field === undefined ? {} : { errors: [{ field, reason: title }] }) };
}
