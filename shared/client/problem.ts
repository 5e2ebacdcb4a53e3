import type { ApiDraft, FieldError } from './types.ts';

/** An RFC 9457 problem document, as `/v1` answers whatever it does not accept. */
export type Problem = {
  type: string;
  title: string;
  status: number;
  detail?: string | undefined;
  errors: readonly FieldError[];
  /** Whatever else the document carries: `currentEtag`, `entriesSince`, `findings`. */
  more: Readonly<Record<string, unknown>>;
};

/** The API said no. Nothing was changed by the call that this came from. */
export class ApiProblem extends Error {
  readonly problem: Problem;

  constructor(problem: Problem) {
    super(problem.detail ?? problem.title);
    this.name = 'ApiProblem';
    this.problem = problem;
  }

  get status(): number {
    return this.problem.status;
  }

  /** The last part of the problem's type: `lint-asks` of `https://…/problems/lint-asks`. */
  get code(): string {
    return this.problem.type.split(/[/#:]/).at(-1) ?? '';
  }
}

/** The house wants a second person to read it first. Nothing was said yet; the draft waits to be approved or dropped. */
export class AwaitsApproval extends Error {
  readonly draft: ApiDraft;

  constructor(draft: ApiDraft) {
    super(`draft ${draft.id} waits for a second person`);
    this.name = 'AwaitsApproval';
    this.draft = draft;
  }
}

/** Nobody answered, however often we asked. Whether a command was accepted is unknown; its key makes asking again safe. */
export class Unreachable extends Error {
  readonly url: string;

  constructor(url: string, cause: unknown) {
    super(`${url} does not answer`, { cause });
    this.name = 'Unreachable';
    this.url = url;
  }
}

/** What a failed answer says, also when it comes from a gateway that speaks no problem documents. */
export async function problemOf(response: Response): Promise<Problem> {
  const document = await jsonOf(response);
  const { type, title, status: _status, detail, message, error, error_description, errors, ...more } = document;
  return {
    type: text(type) ?? text(error) ?? 'about:blank',
    title: text(title) ?? text(message) ?? text(error) ?? `HTTP ${response.status}`,
    status: response.status,
    detail: text(detail) ?? text(error_description),
    errors: Array.isArray(errors) ? errors.filter(isFieldError) : [],
    more,
  };
}

async function jsonOf(response: Response): Promise<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(await response.text());
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}

const text = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined);

const isFieldError = (value: unknown): value is FieldError =>
  typeof value === 'object' && value !== null && 'field' in value && 'reason' in value;
