import type * as z from 'zod';
import * as answers from '../../contract/answers.ts';
import { previewBody } from '../../contract/schemas.ts';
import type { Permission } from '../../core/roles.ts';

/** One call of the API as the reference describes it. */
export type Operation = {
  method: 'get' | 'post' | 'put' | 'delete';
  path: string;
  summary: string;
  /** Absent: anyone may, without a token. */
  permission?: Permission;
  body?: z.ZodType;
  /** None at all is a whole request. */
  bodyOptional?: boolean;
  /** The body is JSON by whatever type it is sent. */
  anyMediaType?: boolean;
  query?: Readonly<Record<string, string>>;
  takesIfMatch?: boolean;
  takesKey?: boolean;
  /** Status → what the answer is, and its schema if it has a body of JSON. */
  answers: Readonly<Record<number, { is: string; schema?: z.ZodType; type?: string }>>;
  /** The problems that are this call's own; those of every call come by themselves. */
  problems: readonly string[];
};

export const SAID = { is: 'Said, and on its way to every channel', schema: answers.incidentSaid };
export const SO_ALREADY = { is: 'It was so already; nothing changed', schema: answers.incident };
export const WAITS = { is: 'Kept as a draft: a second person reads it first', schema: answers.draftKept };
export const KEY = 'idempotency-key-reused';
export const TIMES = ['promise-in-the-past', 'promise-too-far', 'happened-in-the-future'];

export type More = Partial<Operation> & { unchanged?: boolean };

/** A command on an incident or a maintenance, which a race or a second person may come before. */
export function command(
  path: string,
  summary: string,
  body: z.ZodType,
  problems: string[],
  more: More = {},
): Operation {
  const { unchanged, ...rest } = more;
  const notThere = path.startsWith('/v1/maintenances/') ? 'maintenance-not-found' : 'incident-not-found';
  return {
    method: 'post',
    path,
    summary,
    permission: 'speak',
    body,
    takesIfMatch: true,
    takesKey: true,
    answers: {
      201: SAID,
      ...(unchanged ? { 200: SO_ALREADY } : {}),
      202: WAITS,
    },
    problems: [notThere, 'changed-meanwhile', KEY, ...problems],
    ...rest,
  };
}

export const opening = (path: string, summary: string, body: z.ZodType, problems: string[]): Operation => ({
  method: 'post',
  path,
  summary,
  permission: 'speak',
  body,
  takesKey: true,
  answers: { 201: SAID, 202: WAITS },
  problems: [KEY, ...problems],
});

export const get = (
  path: string,
  summary: string,
  schema: z.ZodType,
  problems: string[] = [],
  more: Partial<Operation> = {},
): Operation => ({
  method: 'get',
  path,
  summary,
  permission: 'read',
  answers: { 200: { is: summary, schema } },
  problems,
  ...more,
});

export const LISTED = {
  open: '`true`: only what is not over',
  limit: 'How many, 1 to 100; 50 if it is not said',
  after: 'The `next` of the page before',
};

export const ONE = {
  answers: { 200: { is: 'As it is now', schema: answers.incidentRead }, 304: { is: 'Nothing was said since' } },
};

/** The problems of a call: its own, and those that every call of its kind may have. */
export function problemsOf({ permission, body, anyMediaType, problems }: Operation): string[] {
  return [
    ...new Set([
      ...(body ? ['invalid-json', 'body-too-large', ...(anyMediaType ? [] : ['not-json'])] : []),
      // A preview tells what is wrong in its answer.
      ...(body && body !== previewBody ? ['invalid-request'] : []),
      ...problems,
      ...(permission === undefined
        ? []
        : ['sign-in-ended', 'has-left', 'role-missing', 'too-many-requests', 'internal-error']),
    ]),
  ];
}
