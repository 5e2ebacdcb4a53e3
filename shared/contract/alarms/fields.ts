import * as z from 'zod';
import type { Alarm } from '../../core/alarm.ts';
import { whatIsWrong } from '../parse.ts';
import { type FieldError, invalid } from '../problem.ts';

// What the formats of alarms have in common. An optional field that is null is an absent one, and one that is of another
// type than expected is left out: an alarm is never lost for a field that it does not need.

/** A webhook's body in our terms; for the topic of a cloud that wants to be confirmed first, the address to call. */
export type Alarms = { alarms: readonly Alarm[]; unread?: readonly Unread[] } | { confirm: string };

/** One of several in a body that cannot be read, and why: it stops none of the others. */
export type Unread = { at: string; reason: string };

/** For events that are not about an alarm: a test, a ping, news about something else. */
export const NOTHING: Alarms = { alarms: [] };

/**
 * Those of a list that `schema` reads, and what is wrong with the others; `field` names the list in the body. Throws a
 * `Problem` that names every field that is wrong if none of them can be read.
 */
export function readEach<Schema extends z.ZodType>(schema: Schema, items: readonly unknown[], field: string) {
  const read: z.output<Schema>[] = [];
  const unread: Unread[] = [];
  const errors: FieldError[] = [];
  for (const [index, item] of items.entries()) {
    const parsed = schema.safeParse(item);
    if (parsed.success) {
      read.push(parsed.data);
      continue;
    }
    const at = `${field}.${index}`;
    const wrong = whatIsWrong(parsed.error, item).map((one) => ({
      ...one,
      field: one.field === '(body)' ? at : `${at}.${one.field}`,
    }));
    errors.push(...wrong);
    unread.push({ at, reason: wrong.map((one) => `${one.field} ${one.reason}`).join('; ') });
  }
  if (read.length === 0 && unread.length > 0) throw invalid(errors);
  return { read, unread };
}

/** A name of any length: what is too long for a table is hashed. Numbers are names, too. */
export const id = z.union([z.string().min(1), z.number().transform(String)]);

/** Anything that can be read as a text, else nothing. */
export const text = z
  .union([z.string(), z.number().transform(String), z.boolean().transform(String)])
  .optional()
  .catch(undefined);

export const link = z.url().optional().catch(undefined);

/** Labels as names and texts; what is no text is left out. */
export const labels = z
  .record(z.string(), z.unknown())
  .catch({})
  .transform((values) => labelsOf(values));

/** The labels among these: texts, numbers and truth values. */
export const labelsOf = (values: Readonly<Record<string, unknown>>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(values).flatMap(([name, value]) =>
      typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
        ? [[name, String(value)]]
        : [],
    ),
  );

/** `env:prod`, `team=web` or `urgent` as labels: with a value where there is one, else `true`. */
export function tagLabels(tags: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    tags
      .map((tag) => /^\s*([^:=]+)(?:[:=](.*))?$/.exec(tag))
      .flatMap((tag) => (tag?.[1] === undefined ? [] : [[tag[1].trim(), (tag[2] ?? 'true').trim()]])),
  );
}

/** The event itself, where EventBridge has wrapped it. */
export const unwrapped = (body: unknown, event: z.ZodType): unknown =>
  z.object({ detail: event }).safeParse(body).data?.detail ?? body;

/** Leaves out what is undefined. */
export const present = <T extends object>(fields: T): { [K in keyof T]: Exclude<T[K], undefined> } =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as never;
