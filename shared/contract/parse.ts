import type * as z from 'zod';
import type { Command } from '../core/command.ts';
import type { ComponentState } from '../core/entry.ts';
import { plain } from '../core/hidden-characters.ts';
import type { Instant } from '../core/instant.ts';
import { parseMoment } from './moment.ts';
import { type FieldError, invalid } from './problem.ts';
import type { openBody, reopenBody, resolveBody, updateBody } from './schemas.ts';

/** The body as the schema has it, or a `Problem` that names every field that is wrong. */
export function parseBody<Schema extends z.ZodType>(schema: Schema, body: unknown): z.output<Schema> {
  const parsed = schema.safeParse(body);
  if (parsed.success) return parsed.data;
  throw invalid(whatIsWrong(parsed.error, body));
}

/** Every field that is wrong, in our words. */
export const whatIsWrong = (error: z.ZodError, body: unknown): FieldError[] =>
  error.issues.flatMap((issue) => fieldErrors(issue, body));

function fieldErrors(issue: z.core.$ZodIssue, body: unknown): FieldError[] {
  const at = issue.path.map(String).join('.');
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.map((key) => ({
        field: at ? `${at}.${seenName(key)}` : seenName(key),
        reason: 'is not known here; check its spelling',
      }));
    case 'invalid_value':
      return [{ field: at, reason: `must be one of ${issue.values.map(String).join(', ')}` }];
    case 'too_big':
      return [{ field: at, reason: `is too long or too large: at most ${issue.maximum}` }];
    case 'too_small':
      if (issue.origin === 'string') return [{ field: at, reason: issue.message }];
      return [{ field: at, reason: `is too small: ${issue.inclusive ? 'at least' : 'more than'} ${issue.minimum}` }];
    case 'invalid_type':
      return [
        {
          field: at || '(body)',
          reason: valueAt(body, issue.path) === undefined ? 'is missing' : `must be ${article(issue.expected)}`,
        },
      ];
    case 'invalid_union':
      return [
        { field: at || '(body)', reason: 'is of a kind that is not taken here; GET /openapi.json says which is' },
      ];
    default:
      return [{ field: at || '(body)', reason: issue.message }];
  }
}

/** A name that nobody sees is quoted, so that the error names something. */
const seenName = (key: string): string => plain(key).trim() || '""';

const article = (type: string): string => (/^[aeio]/.test(type) ? `an ${type}` : `a ${type}`);

const valueAt = (body: unknown, path: readonly PropertyKey[]): unknown =>
  path.reduce<unknown>((value, key) => (value as Record<PropertyKey, unknown> | null | undefined)?.[key], body);

/** Checks what a schema cannot: that the components exist and none is named twice. */
export function checkComponents(components: readonly ComponentState[] | undefined, known: ReadonlySet<string>): void {
  const errors = (components ?? []).flatMap((component, index): FieldError[] => {
    const field = `components.${index}.id`;
    if (!known.has(component.id))
      return [{ field, reason: `"${component.id}" is not a component; there are ${[...known].join(', ')}` }];
    const first = components?.findIndex((other) => other.id === component.id);
    return first === index ? [] : [{ field, reason: `"${component.id}" is named twice; say one status for it` }];
  });
  if (errors.length > 0) throw invalid(errors);
}

type Times = {
  nextUpdateBy?: string | null | undefined;
  nextUpdateIsUsual?: boolean | undefined;
  restoreBy?: string | null | undefined;
  reportBy?: string | null | undefined;
  ifLate?: string | undefined;
  happenedAt?: string | undefined;
};

function times(body: Times, now: Instant) {
  const clock = (name: 'nextUpdateBy' | 'restoreBy' | 'reportBy') => {
    const value = body[name];
    return value === undefined ? {} : { [name]: value === null ? null : parseMoment(name, value, now) };
  };
  const ifLate = body.ifLate === undefined ? {} : { ifLate: body.ifLate };
  const usual = body.nextUpdateIsUsual ? { nextUpdateIsUsual: true } : {};
  const clocks = { ...clock('nextUpdateBy'), ...usual, ...clock('restoreBy'), ...clock('reportBy') };
  return { ...clocks, ...ifLate, ...happened(body, now) };
}

const happened = (body: Times, now: Instant) =>
  body.happenedAt === undefined ? {} : { happenedAt: parseMoment('happenedAt', body.happenedAt, now) };

/** Leaves out what was not said: an absent field and an undefined one are the same to a reader, not to the hash. */
function said<T extends object>(fields: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as never;
}

export function openCommand(body: z.output<typeof openBody>, now: Instant): Command {
  const { title, impact, status, handling, message, workaround, components } = body;
  return said({
    type: 'OpenIncident',
    title,
    impact,
    status,
    handling,
    message,
    workaround,
    components,
    ...times(body, now),
  }) as Command;
}

/** An update that says resolved is the resolve command. */
export function updateCommand(body: z.output<typeof updateBody>, now: Instant): Command {
  const { title, status, impact, message, workaround, components } = body;
  if (status === 'resolved') return resolutionByUpdate(body, now);
  return said({
    type: 'PostUpdate',
    title,
    status,
    impact,
    message,
    workaround,
    components,
    ...times(body, now),
  }) as Command;
}

function resolutionByUpdate(body: z.output<typeof updateBody>, now: Instant): Command {
  const promised = (['nextUpdateBy', 'restoreBy'] as const).filter(
    (name) => body[name] !== undefined && body[name] !== null,
  );
  if (promised.length > 0) {
    throw invalid(
      promised.map((field) => ({
        field,
        reason: 'cannot be promised while resolving; leave it out, or keep the incident open',
      })),
    );
  }
  const { title, ...rest } = body;
  return said({ ...resolveCommand(rest, now), title }) as Command;
}

export function resolveCommand(body: z.output<typeof resolveBody>, now: Instant): Command {
  const { impact, message, workaround, components, reportBy, happenedAt } = body;
  const at = times({ reportBy, happenedAt }, now);
  return said({ type: 'Resolve', impact, message, workaround, components, ...at }) as Command;
}

export function reopenCommand(body: z.output<typeof reopenBody>, now: Instant): Command {
  const { status, impact, message, workaround, components } = body;
  return said({ type: 'Reopen', status, impact, message, workaround, components, ...times(body, now) }) as Command;
}
