import type { Finding, Odds } from '../../shared/core/lint/finding.ts';
import { lint } from '../../shared/core/lint/lint.ts';
import { at, type Look, policy, type Step, told } from '../support/story.ts';

/** What the lint finds in `step`, said after `before`. */
export const findingsIn = (step: Step, before: readonly (Step | Look)[] = [], odds?: Odds): Finding[] =>
  lint(step.command, told(...before), at(step.at), policy, odds);

/** The same as `ask promise-in-text`, in the order in which they are shown. */
export const rulesIn = (step: Step, before: readonly (Step | Look)[] = [], odds?: Odds): string[] =>
  findingsIn(step, before, odds).map(({ level, rule }) => `${level} ${rule}`);
