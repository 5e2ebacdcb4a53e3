/** Why the core says no. Each code has one HTTP status and one sentence in `shared/wording/refusals.ts`. */
export type RefusalCode =
  | 'incident-not-open'
  | 'incident-not-found'
  | 'maintenance-not-found'
  | 'already-open'
  | 'still-open'
  | 'merge-into-itself'
  | 'merged-already'
  | 'no-such-target'
  | 'promise-in-the-past'
  | 'promise-too-far'
  | 'no-such-entry'
  | 'note-would-wait'
  | 'happened-in-the-future'
  | 'kept-for-the-past'
  | 'kept-too-long'
  | 'kept-past-a-promise'
  | 'kept-needs-second-person'
  | 'is-maintenance'
  | 'is-not-maintenance'
  | 'maintenance-over'
  | 'maintenance-has-begun'
  | 'scheduled-in-the-past'
  | 'ends-before-it-begins';

/** The core's "no". One middleware turns it into a 4xx; nothing has been changed when it is thrown. */
export class Refusal extends Error {
  readonly code: RefusalCode;
  /** The field of the command that was wrong, if it was one. */
  readonly field: string | undefined;
  /** What the sentence about it names, e.g. the other incident. */
  readonly subject: string | undefined;

  constructor(code: RefusalCode, field?: string, subject?: string) {
    super(code);
    this.name = 'Refusal';
    this.code = code;
    this.field = field;
    this.subject = subject;
  }
}

export function refuse(code: RefusalCode, field?: string, subject?: string): never {
  throw new Refusal(code, field, subject);
}
