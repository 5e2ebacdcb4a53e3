import type * as z from 'zod';
import { whatIsWrong } from '../../../shared/contract/parse.ts';
import { Refused } from './http.ts';

/** The body as the schema has it; throws 422 with every field that is wrong. */
export function parsed<T extends z.ZodType>(schema: T, body: unknown): z.output<T> {
  const result = schema.safeParse(body);
  if (result.success) return result.data;
  throw refused(422, whatIsWrong(result.error, body));
}

export const refused = (status: number, errors: readonly { field: string; reason: string }[]) =>
  new Refused(status, errors.map(({ field, reason }) => `${field}: ${reason}`).join('; '), errors);
