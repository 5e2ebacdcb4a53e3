import { ApiProblem, AwaitsApproval, Unreachable } from '../../shared/client/problem.ts';
import { UnclearTime } from '../../shared/client/times.ts';
import type { Finding } from '../../shared/client/types.ts';
import { AwsRefused } from './aws/trouble.ts';
import { Cancelled } from './guided/prompts.ts';
import { findingLines } from './present.ts';
import { EXIT, type Surroundings, UsageError } from './surroundings.ts';

/** Says what went wrong, which field it is about and what to do; answers with the exit code. Rethrows what is our fault. */
export function reportFailure(error: unknown, surroundings: Surroundings, json: boolean): number {
  const failure = describe(error);
  if (!failure) throw error;
  if (json) surroundings.err(JSON.stringify({ error: failure.document }));
  else surroundings.err(failure.text);
  return failure.code;
}

type Failure = { code: number; text: string; document: object };

function describe(error: unknown): Failure | undefined {
  if (error instanceof UsageError || error instanceof UnclearTime)
    return { code: EXIT.usage, text: `error: ${error.message}`, document: { title: error.message } };
  if (error instanceof AwsRefused) return describeAws(error);
  if (error instanceof Unreachable)
    return { code: EXIT.unreachable, text: unreachableText(error), document: { title: error.message } };
  if (error instanceof Cancelled)
    return { code: EXIT.interrupted, text: 'Nothing was said.', document: { title: 'Nothing was said' } };
  if (error instanceof AwaitsApproval) {
    const text = `Nothing was said yet: the house wants a second person to read it.\nFor that person, in the console: draft ${error.draft.id} (candor drafts show ${error.draft.id}). A program approves only what an alarm asks: candor drafts approve ${error.draft.id}`;
    return { code: EXIT.waiting, text, document: { title: error.message, draft: error.draft } };
  }
  if (error instanceof ApiProblem) return describeProblem(error);
  return undefined;
}

/** What AWS says no to: who one is there, or what one may; the rest is a refusal. */
function describeAws({ trouble: { kind, says, run } }: AwsRefused): Failure {
  const signIn = ['no-credentials', 'expired', 'wrong-credentials', 'not-allowed', 'clock'];
  const code = kind === 'unreachable' ? EXIT.unreachable : signIn.includes(kind) ? EXIT.notSignedIn : EXIT.refused;
  const text = [`error: ${says}`, ...(run === undefined ? [] : [`  $ ${run}`])].join('\n');
  return { code, text, document: { title: says, kind, ...(run === undefined ? {} : { run }) } };
}

function unreachableText(error: Unreachable): string {
  const origin = new URL(error.url).origin;
  const start = /\/\/(localhost|127\.0\.0\.1)/.test(origin)
    ? 'Start it with: npm start\nIf it listens elsewhere, set CANDOR_OPS_URL.'
    : 'Check your connection and CANDOR_OPS_URL. A command that was on its way may have been accepted: look with "candor list" before sending it again.';
  return `error: ${origin} does not answer.\n${start}`;
}

function describeProblem(error: ApiProblem): Failure {
  const { problem } = error;
  const code = problem.status === 401 || problem.status === 403 ? EXIT.notSignedIn : EXIT.refused;
  const lines = [
    `error: ${problem.title}${problem.detail && problem.detail !== problem.title ? `: ${problem.detail}` : ''}`,
    ...problem.errors.map(({ field, reason }) => `  ${field}: ${reason}`),
    ...findingLines(findingsOf(error)),
    ...advice(error),
  ];
  const { more, ...document } = problem;
  return { code, text: lines.join('\n'), document: { ...document, ...more } };
}

/** The findings that a `lint-asks` refusal carries. */
export function findingsOf({ problem }: ApiProblem): readonly Finding[] {
  return Array.isArray(problem.more.findings) ? (problem.more.findings as Finding[]) : [];
}

/** The rules that must be overridden for this text to be accepted; empty if the refusal is about something else. */
export function rulesAsked(error: ApiProblem): readonly string[] {
  if (error.code !== 'lint-asks') return [];
  const rules = findingsOf(error)
    .filter((finding) => finding.level === 'ask')
    .map((finding) => finding.rule);
  return [...new Set(rules)];
}

/** Refusals of the desk say themselves what to do. */
const OF_THE_DESK = new Set(['taken-by-another', 'answered-already', 'desk-frozen', 'muted', 'template-decided']);

function advice(error: ApiProblem): string[] {
  if (OF_THE_DESK.has(error.code)) return [];
  const rules = rulesAsked(error);
  if (rules.length > 0)
    return [`Change the text, or stand by it with: ${rules.map((rule) => `--override ${rule}`).join(' ')}`];
  if (error.code === 'said-since')
    return [
      `Read what was said: candor show ID. If it is still right: candor drafts approve DRAFT --seen '${String(error.problem.more.currentEtag)}'`,
    ];
  if (error.code === 'draft-changed')
    return ['Read it again: candor drafts show DRAFT. Then name its version: --read N'];
  if (error.code === 'needs-second-person') return [];
  switch (error.status) {
    case 401:
      return ['Check CANDOR_CLIENT_ID and CANDOR_CLIENT_SECRET, or your profile.'];
    case 403:
      return ['This client may not do that; ask whoever gave you the credentials.'];
    case 404:
      return error.code === 'incident-not-found' ? ['See which incidents there are: candor list'] : [];
    case 409:
      return ['Look at its state: candor show ID. To go on with a resolved incident: candor reopen ID'];
    case 412:
      return ['Somebody else said something in the meantime. Read it with "candor show ID", then decide again.'];
    default:
      return [];
  }
}
