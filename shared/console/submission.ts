import { UnclearTime } from '../client/times.ts';
import type { ComponentState, ComponentStatus, Impact } from '../core/entry.ts';
import { SECOND_MS } from '../core/instant.ts';
import { chosenTime, timeOf, typedTime, Uncertain } from './chosen-time.ts';
import type { FormError } from './filled.ts';
import type { Look } from './moments.ts';

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
  readonly errors: readonly FormError[];

  constructor(errors: readonly FormError[]) {
    super(errors.map(({ field, reason }) => `${field}: ${reason}`).join('; '));
    this.name = 'Unreadable';
    this.errors = errors;
  }
}

/** The name in front of a component's id where its state is chosen, and where it is only ticked as affected. */
export const COMPONENT = 'component.';
export const AFFECTED = 'affected.';

/** What a component that was ticked is shown as, unless something else was chosen for it. */
const STATE_OF_IMPACT: Record<Impact, ComponentStatus> = {
  none: 'operational',
  minor: 'degraded_performance',
  major: 'partial_outage',
  critical: 'major_outage',
};

/** Reads the fields of a form; `done` throws `Unreadable` with every one that could not be understood. */
export function reader({ values, override }: Submission, look: Look & { later?: boolean }) {
  const errors: FormError[] = [];
  const text = (name: string): string | undefined => values[name]?.trim() || undefined;

  function readable<T>(field: string, read: () => T): T | undefined {
    try {
      return read();
    } catch (error) {
      if (error instanceof Uncertain) errors.push({ field, reason: error.message, choices: error.choices });
      else if (error instanceof UnclearTime) errors.push({ field, reason: error.message });
      else throw error;
      return undefined;
    }
  }

  /** What was typed, else what was chosen; `usualMs` stands where neither was. */
  const promise = (name: string, field: string, usualMs?: number): string | null | undefined => {
    const typed = typedTime(values, name);
    if (typed === undefined && text(name) === 'none') return null;
    if (typed === undefined && text(name) === 'other') {
      errors.push({ field, reason: 'type the time, like 25m or 14:30Z, or choose one' });
      return undefined;
    }
    if (typed === undefined) {
      const chosen = chosenTime(values, name, look, usualMs);
      return chosen && look.later ? `PT${chosen.spanMs / SECOND_MS}S` : chosen?.at;
    }
    return readable(field, () => (/^(none|never|-)$/i.test(typed) ? null : timeOf(typed, look)));
  };

  return {
    text,
    promise,
    /** When the next word comes. What nobody chose is sent as it was shown, and marked as the house's interval. */
    nextUpdate: (usualMs: number | undefined) => {
      const isUsual = typedTime(values, 'nextUpdate') === undefined && text('nextUpdate') === undefined;
      const nextUpdateBy = promise('nextUpdate', 'nextUpdateBy', usualMs);
      return { nextUpdateBy, nextUpdateIsUsual: (isUsual && nextUpdateBy !== undefined) || undefined };
    },
    statement: () => ({
      message: text('message') ?? '',
      workaround: text('workaround'),
      ifLate: text('ifLate'),
      override: override.length > 0 ? override : undefined,
    }),
    components: (impact: string | undefined): ComponentState[] => {
      const chosen = new Map<string, ComponentStatus>();
      for (const [name, value] of Object.entries(values)) {
        if (name.startsWith(AFFECTED) && value !== '')
          chosen.set(
            name.slice(AFFECTED.length),
            STATE_OF_IMPACT[(impact ?? 'minor') as Impact] ?? 'degraded_performance',
          );
      }
      for (const [name, value] of Object.entries(values)) {
        if (name.startsWith(COMPONENT) && value !== '')
          chosen.set(name.slice(COMPONENT.length), value as ComponentStatus);
      }
      return [...chosen].map(([id, status]) => ({ id, status }));
    },
    /** Notes that a field was left out which the act is about. */
    missing: (field: string, reason: string) => {
      errors.push({ field, reason });
    },
    time: (name: string) => {
      const written = text(name);
      return written === undefined ? undefined : readable(name, () => timeOf(written, look));
    },
    done: <T extends object>(command: T) => {
      if (errors.length > 0) throw new Unreadable(errors);
      return Object.fromEntries(Object.entries(command).filter(([, value]) => value !== undefined));
    },
  };
}
