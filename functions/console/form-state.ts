import { html } from 'hono/html';
import { ApiProblem, Unreachable } from '../../shared/client/problem.ts';
import type { Finding } from '../../shared/client/types.ts';
import type { FormError } from '../../shared/console/filled.ts';
import type { Html } from '../../shared/console/layout.ts';
import { alertNotice, type Decision } from '../../shared/console/notices.ts';
import { type Submission, Unreadable } from '../../shared/console/submission.ts';

/** A form that comes back: what was typed, what is wrong with it, and which state a second try relies on. */
export type FormState = {
  statusCode: number;
  values: Submission['values'];
  override: readonly string[];
  errors: readonly FormError[];
  findings: readonly Finding[];
  notice: Html | undefined;
  /** True of a notice that is there until the person acts. */
  stays: boolean;
  /** What the person has to decide before it may be posted. */
  decision: Decision | undefined;
};

/** A form as it was sent, with nothing to say against it. */
export const asSent = ({ values, override }: Submission): FormState => ({
  statusCode: 200,
  values,
  override,
  errors: [],
  findings: [],
  notice: undefined,
  stays: false,
  decision: undefined,
});

/**
 * What to show for a failed command, with everything that was typed. Rethrows what is our own fault, and that nobody is
 * signed in any more: that is told in one way for every form.
 */
export function stateAfter(error: unknown, sent: Submission): FormState {
  const state = { ...asSent(sent), statusCode: 422, stays: true };
  if (error instanceof Unreadable) return { ...state, errors: error.errors };
  if (error instanceof Unreachable)
    return {
      ...state,
      statusCode: 503,
      notice: alertNotice(
        sent.values.do === 'keep'
          ? html`<p><strong>The API did not answer.</strong> Nothing was posted. Whether it was kept is not known. Your text is below. Keep it again: it is kept once.</p>`
          : wasPosted(sent)
            ? html`<p><strong>The API did not answer.</strong> Whether it was posted is not known. Your text is below. Send it again: if the first try did arrive, nothing is said twice.</p>`
            : html`<p><strong>The API did not answer.</strong> Nothing was posted. Your text is below.</p>`,
      ),
    };
  if (!(error instanceof ApiProblem) || error.status === 401) throw error;
  return { ...state, statusCode: error.status, ...fromProblem(error) };
}

/** True of a form whose button posts; every other button only looks. */
export const wasPosted = ({ values }: Pick<Submission, 'values'>): boolean => values.do === 'post';

/** A form that came from an older session: nothing was done, and a second press does it. */
export const staleForm = (sent: Submission): FormState => ({
  ...asSent(undecided(sent)),
  statusCode: 409,
  stays: true,
  notice: alertNotice(
    html`<p><strong>You signed in anew since this form was made.</strong> Nothing was posted. Your text is below: read it again, then send it.</p>`,
  ),
});

/** The same form without the question that it came back with; whoever posts it is asked anew. */
function undecided({ values, override }: Submission): Submission {
  const { pending: _pending, seen: _seen, nextKey: _nextKey, ...rest } = values;
  return { values: rest, override };
}

/**
 * The form of somebody who has decided: it relies on what they were shown, and is a command of its own if it has to be.
 * While something is to be decided the form has no other button that posts, so whoever posts it has read the question.
 */
export function decided(sent: Submission): Submission {
  const { pending, seen, nextKey, etag, key } = sent.values;
  const { values, override } = undecided(sent);
  return {
    values: { ...values, ...withoutEmpty({ etag: seen || etag, key: nextKey || key }) },
    override: pending === 'again' ? [...override, SAID_BEFORE] : override,
  };
}

const withoutEmpty = (values: Record<string, string | undefined>): Record<string, string> =>
  Object.fromEntries(Object.entries(values).filter((pair): pair is [string, string] => Boolean(pair[1])));

const SAID_BEFORE = 'said-before';

function fromProblem({ problem, code, status }: ApiProblem): Partial<FormState> {
  if (status === 412) return { decision: 'conflict' };
  if (code === 'idempotency-key-reused') return { decision: 'reused' };
  if (code === 'lint-asks') {
    const findings = (problem.more.findings ?? []) as Finding[];
    const isAgain = findings.some(({ rule, level }) => rule === SAID_BEFORE && level === 'ask');
    // Asked above the form, with what was said; below the text it would be asked a second time.
    return isAgain
      ? { decision: 'again', findings: findings.filter(({ rule }) => rule !== SAID_BEFORE) }
      : { findings, stays: false };
  }
  const words = html`<p><strong>${problem.title}.</strong> ${problem.detail === problem.title ? '' : problem.detail}</p>`;
  return problem.errors.length > 0 ? { errors: problem.errors } : { notice: alertNotice(words) };
}
