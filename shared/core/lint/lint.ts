import type { Command } from '../command.ts';
import type { Entry } from '../entry.ts';
import type { Incident, ReportedIncident } from '../incident.ts';
import type { Instant } from '../instant.ts';
import type { Policy } from '../policy.ts';
import { absolutes } from './absolutes.ts';
import { announcedLate } from './announced-late.ts';
import { blame } from './blame.ts';
import { causeTooEarly } from './causes.ts';
import { duePromises } from './due-promises.ts';
import { ASKING, type Finding, type Odds, type Remark, type RuleId, type Statement } from './finding.ts';
import { boilerplate, hedges } from './hedges.ts';
import { mergedIntoIt } from './merged-into-it.ts';
import { etaTooEarly, promisesInText } from './promised-times.ts';
import { resolution } from './resolution.ts';
import { saidBefore, wordsTyped } from './said-before.ts';
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

/** Who speaks, and how: what the rule on words that were said before goes by. */
export type Speaking = {
  actor?: string | undefined;
  /** Of what begins with it: what else began lately. */
  elsewhere?: readonly ReportedIncident[];
  /** True of a form or a dialogue, which can ask; a machine that sends something again knows what it does. */
  asksWhenSaidBefore?: boolean;
};

/**
 * What speaks against a statement before it is made: `ask` first, then `hint`, each by its place in the text.
 * The first post of an incident only gets hints: it must not wait. `odds` come from history, where there is enough.
 */
export function lint(
  command: Command,
  incident: Incident | undefined,
  now: Instant,
  policy: Policy,
  odds?: Odds,
  { actor, elsewhere = [], asksWhenSaidBefore = false }: Speaking = {},
): Finding[] {
  const chains = [...(incident === undefined ? [] : [incident]), ...elsewhere];
  const again = saidBefore(wordsTyped(command, actor), chains, now);
  return findings(statementOf(command, incident, now, policy, odds), again, asksWhenSaidBefore);
}

/** The same for a statement that was made: so a repeated command gets its first answer. */
export const lintEntry = (entry: Entry, before: Incident): Finding[] => {
  const { actor } = entry.private;
  const words = entry.kind === 'redaction' || actor === undefined || entry.automated ? undefined : entry.content;
  const again =
    words === undefined || actor === undefined ? [] : saidBefore({ actor, message: words.message }, [before], entry.at);
  return findings(statementOfEntry(entry, before), again);
};

/** The asking rules that `findings` hold and nobody has overridden: as long as there are any, nothing is said. */
export const unanswered = (found: readonly Finding[], overrides: readonly string[]): readonly Finding[] =>
  found.filter((finding) => finding.level === 'ask' && !overrides.includes(finding.rule));

function findings(statement: Statement, again: readonly Remark[], asksAgain = false): Finding[] {
  const asking = (rule: RuleId) =>
    rule === 'said-before' ? asksAgain : ASKING.has(rule) && statement.kind !== 'opened';
  const found = [...again, ...RULES.flatMap((rule) => rule(statement))].map(
    (remark): Finding => ({ ...remark, level: asking(remark.rule) ? 'ask' : 'hint' }),
  );
  return found.toSorted((a, b) => (a.level === b.level ? 0 : a.level === 'ask' ? -1 : 1));
}
