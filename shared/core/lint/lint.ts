import type { Command } from '../command.ts';
import type { Entry } from '../entry.ts';
import type { Incident } from '../incident.ts';
import type { Instant } from '../instant.ts';
import type { Policy } from '../policy.ts';
import { absolutes } from './absolutes.ts';
import { announcedLate } from './announced-late.ts';
import { blame } from './blame.ts';
import { causeTooEarly } from './causes.ts';
import { duePromises } from './due-promises.ts';
import { ASKING, type Finding, type Odds, type RuleId, type Statement } from './finding.ts';
import { boilerplate, hedges } from './hedges.ts';
import { mergedIntoIt } from './merged-into-it.ts';
import { etaTooEarly, promisesInText } from './promised-times.ts';
import { resolution } from './resolution.ts';
import { statementOf, statementOfEntry } from './statement.ts';
import { tooTight } from './tight-promises.ts';
import { withoutZone } from './zones.ts';

const RULES = [
  etaTooEarly,
  promisesInText,
  duePromises,
  tooTight,
  causeTooEarly,
  withoutZone,
  hedges,
  boilerplate,
  absolutes,
  blame,
  resolution,
  announcedLate,
  mergedIntoIt,
];

/**
 * What speaks against a statement before it is made: `ask` first, then `hint`, each by its place in the text.
 * The first post of an incident only gets hints: it must not wait. `odds` come from history, where there is enough.
 */
export const lint = (
  command: Command,
  incident: Incident | undefined,
  now: Instant,
  policy: Policy,
  odds?: Odds,
): Finding[] => findings(statementOf(command, incident, now, policy, odds));

/** The same for a statement that was made: so a repeated command gets its first answer. */
export const lintEntry = (entry: Entry, before: Incident): Finding[] => findings(statementOfEntry(entry, before));

/** The asking rules that `findings` hold and nobody has overridden: as long as there are any, nothing is said. */
export const unanswered = (found: readonly Finding[], overrides: readonly string[]): readonly Finding[] =>
  found.filter((finding) => finding.level === 'ask' && !overrides.includes(finding.rule));

function findings(statement: Statement): Finding[] {
  const level = (rule: RuleId): Finding['level'] => (ASKING.has(rule) && statement.kind !== 'opened' ? 'ask' : 'hint');
  const found = RULES.flatMap((rule) => rule(statement)).map((remark) => ({ ...remark, level: level(remark.rule) }));
  return found.toSorted((a, b) => (a.level === b.level ? 0 : a.level === 'ask' ? -1 : 1));
}
