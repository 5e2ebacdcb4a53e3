/** One thing that was wrong with a request: which field, what about it, and the lint rule that says so, if one does. */
export type FieldError = { field: string; reason: string; rule?: string };

/** An error as the API answers it (RFC 9457). `type` is one of the codes that the API documentation lists. */
export type ProblemDocument = {
  type: string;
  title: string;
  status: number;
  detail: string;
  errors?: readonly FieldError[];
  [extension: string]: unknown;
};

/** Thrown where a request cannot be carried out; one middleware answers it. Nothing has been changed. */
export class Problem extends Error {
  readonly document: ProblemDocument;
  /** What the answer says beside the document, as `Retry-After`. */
  readonly headers: Readonly<Record<string, string>>;

  constructor(document: ProblemDocument, headers: Readonly<Record<string, string>> = {}) {
    super(`${document.status} ${document.type}: ${document.detail}`);
    this.name = 'Problem';
    this.document = document;
    this.headers = headers;
  }
}

/** 422 with every field that was wrong. */
export function invalid(errors: readonly FieldError[]): Problem {
  const [first] = errors;
  return new Problem({
    type: 'invalid-request',
    title: 'The request is not valid',
    status: 422,
    detail: first ? `${first.field}: ${first.reason}` : 'The request is not valid.',
    errors,
  });
}
