import { html } from 'hono/html';
import { ApiProblem, Unreachable } from '../../shared/client/problem.ts';
import type { ApiEntry, Finding } from '../../shared/client/types.ts';
import type { FormError } from '../../shared/console/filled.ts';
import type { Html } from '../../shared/console/layout.ts';
import { alertNotice, conflictNotice } from '../../shared/console/notices.ts';
import { DOORS } from '../../shared/console/paths.ts';
import { type Submission, Unreadable } from '../../shared/console/submission.ts';
import { instant } from '../../shared/core/instant.ts';
import type { ConsolePorts } from './request.ts';

/** A form that comes back: what was typed, what is wrong with it, and which state a second try relies on. */
export type FormState = {
  statusCode: number;
  values: Submission['values'];
  override: readonly string[];
  errors: readonly FormError[];
  findings: readonly Finding[];
  notice: Html | undefined;
  /** True if a second try is another command than the first. */
  freshKey: boolean;
};

/** A form as it was sent, with nothing to say against it. */
export const asSent = ({ values, override }: Submission): FormState => ({
  statusCode: 200,
  values,
  override,
  errors: [],
  findings: [],
  notice: undefined,
  freshKey: false,
});

type SayingPorts = Pick<ConsolePorts, 'now' | 'voice'>;

/** What to show for a failed command, with everything that was typed. Rethrows what is our own fault. */
export function stateAfter(error: unknown, sent: Submission, ports: SayingPorts): FormState {
  const state = { ...asSent(sent), statusCode: 422 };
  if (error instanceof Unreadable) return { ...state, errors: error.errors };
  if (error instanceof Unreachable)
    return {
      ...state,
      statusCode: 503,
      notice: alertNotice(
        html`<p><strong>The API did not answer.</strong> Your text is below. Send it again: if the first try did arrive, nothing is said twice.</p>`,
      ),
    };
  if (!(error instanceof ApiProblem)) throw error;
  return { ...state, statusCode: error.status, ...fromProblem(error, sent.values, ports) };
}

/** A form that came from an older session: nothing was done, and a second press does it. */
export const staleForm = (sent: Submission): FormState => ({
  ...asSent(sent),
  statusCode: 409,
  notice: alertNotice(
    html`<p><strong>You signed in anew since this form was made.</strong> Nothing was posted. Read it again, then send it.</p>`,
  ),
});

function fromProblem(error: ApiProblem, values: Submission['values'], { now, voice }: SayingPorts): Partial<FormState> {
  const { problem, code, status } = error;
  if (status === 401)
    return {
      notice: alertNotice(
        html`<p><strong>Your sign-in has ended.</strong> Your text is safe here: <a href="${DOORS.signIn}" target="_blank" rel="noopener">sign in in another tab</a>, come back, and send it again.</p>`,
      ),
    };
  if (status === 412)
    return {
      values: { ...values, etag: String(problem.more.currentEtag ?? '') },
      notice: conflictNotice(
        voice,
        (problem.more.entriesSince ?? []) as ApiEntry[],
        values.message ?? values.reason ?? '',
        instant(now()),
      ),
      freshKey: true,
    };
  if (code === 'lint-asks') return { findings: (problem.more.findings ?? []) as Finding[] };
  if (code === 'idempotency-key-reused')
    return {
      freshKey: true,
      notice: alertNotice(
        html`<p><strong>An earlier version of this text was accepted.</strong> Look at what was said before. If you send this one too, it is a second entry.</p>`,
      ),
    };
  const words = html`<p><strong>${problem.title}.</strong> ${problem.detail === problem.title ? '' : problem.detail}</p>`;
  return problem.errors.length > 0 ? { errors: problem.errors } : { notice: alertNotice(words) };
}
