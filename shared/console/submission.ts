import type { FieldError } from '../client/problem.ts';
import { parsePromise, parseTime, UnclearTime } from '../client/times.ts';
import type { CorrectCommand, OpenCommand, ReopenCommand, ResolveCommand, UpdateCommand } from '../client/types.ts';
import type { ComponentState, ComponentStatus } from '../core/entry.ts';

/** What a person sent with a form: every field by its name, and the rules that they override. */
export type Submission = { values: Readonly<Record<string, string>>; override: readonly string[] };

export function submissionOf(form: URLSearchParams): Submission {
  return {
    // Browsers send line breaks as CRLF; the text that was typed has none of those.
    values: Object.fromEntries([...form].map(([name, value]) => [name, value.replace(/\r\n?/g, '\n')])),
    override: form.getAll('override'),
  };
}

/** What could not be read of a form, by the API's names of the fields. Nothing was sent. */
export class Unreadable extends Error {
  readonly errors: readonly FieldError[];

  constructor(errors: readonly FieldError[]) {
    super(errors.map(({ field, reason }) => `${field}: ${reason}`).join('; '));
    this.name = 'Unreadable';
    this.errors = errors;
  }
}

/** The name in front of a component's id in the form. */
export const COMPONENT = 'component.';

/** Each of these throws `Unreadable` with every field that could not be understood. */
export function openFrom(submission: Submission, now: Date): OpenCommand {
  const read = reader(submission, now);
  return read.done({
    title: read.text('title') ?? '',
    impact: read.text('impact'),
    components: read.components(),
    ...read.statement(),
    status: read.text('status'),
    happenedAt: read.time('happenedAt'),
    nextUpdateBy: read.promise('nextUpdate', 'nextUpdateBy'),
    restoreBy: read.promise('restore', 'restoreBy'),
  }) as OpenCommand;
}

export function updateFrom(submission: Submission, now: Date): UpdateCommand {
  const read = reader(submission, now);
  const components = read.components();
  return read.done({
    ...read.statement(),
    status: read.text('status'),
    impact: read.text('impact'),
    components: components.length > 0 ? components : undefined,
    happenedAt: read.time('happenedAt'),
    nextUpdateBy: read.promise('nextUpdate', 'nextUpdateBy'),
    restoreBy: read.promise('restore', 'restoreBy'),
  }) as UpdateCommand;
}

export function resolveFrom(submission: Submission, now: Date): ResolveCommand {
  const read = reader(submission, now);
  return read.done({ ...read.statement(), reportBy: read.promise('report', 'reportBy') }) as ResolveCommand;
}

export function reopenFrom(submission: Submission, now: Date): ReopenCommand {
  const read = reader(submission, now);
  return read.done({
    ...read.statement(),
    status: read.text('status'),
    nextUpdateBy: read.promise('nextUpdate', 'nextUpdateBy'),
  }) as ReopenCommand;
}

export function correctionFrom(submission: Submission, now: Date): CorrectCommand {
  const read = reader(submission, now);
  return read.done({ ...read.statement(), corrects: Number(submission.values.corrects) }) as CorrectCommand;
}

function reader({ values, override }: Submission, now: Date) {
  const errors: FieldError[] = [];
  const text = (name: string): string | undefined => values[name]?.trim() || undefined;

  function readable<T>(field: string, read: () => T): T | undefined {
    try {
      return read();
    } catch (error) {
      if (!(error instanceof UnclearTime)) throw error;
      errors.push({ field, reason: error.message });
      return undefined;
    }
  }

  return {
    text,
    statement: () => ({
      message: text('message') ?? '',
      workaround: text('workaround'),
      override: override.length > 0 ? override : undefined,
    }),
    components: (): ComponentState[] =>
      Object.entries(values)
        .filter(([name, status]) => name.startsWith(COMPONENT) && status !== '')
        .map(([name, status]) => ({ id: name.slice(COMPONENT.length), status: status as ComponentStatus })),
    time: (name: string) => {
      const written = text(name);
      return written === undefined ? undefined : readable(name, () => parseTime(written, now));
    },
    /** What was typed wins over what was chosen: it took more effort. */
    promise: (name: string, field: string) => {
      const typed = text(`${name}At`);
      const chosen = text(name);
      if (typed === undefined && chosen === 'other') {
        errors.push({ field, reason: 'type the time, like 25m or 14:30Z, or choose one' });
        return undefined;
      }
      const written = typed ?? chosen;
      return written === undefined ? undefined : readable(field, () => parsePromise(written, now));
    },
    done: <T extends object>(command: T) => {
      if (errors.length > 0) throw new Unreadable(errors);
      return Object.fromEntries(Object.entries(command).filter(([, value]) => value !== undefined));
    },
  };
}
