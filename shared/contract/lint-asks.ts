import type { Finding } from '../core/lint/finding.ts';
import { Problem } from './problem.ts';

/** 422 with everything that the lint asks, each with its rule, and with the hints beside it. Nothing was said. */
export function lintAsks(asked: readonly Finding[], findings: readonly Finding[]): Problem {
  const rules = [...new Set(asked.map((finding) => finding.rule))];
  return new Problem({
    type: 'lint-asks',
    title: 'This would mislead the public',
    status: 422,
    detail: `Nothing was posted. Change it, or stand by it with "override": ${JSON.stringify(rules)}.`,
    errors: asked.map(({ field, rule, reason }) => ({ field, rule, reason })),
    rules,
    findings,
  });
}
