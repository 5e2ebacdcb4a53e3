import type { Alarm, AlarmOpening } from '../core/alarm.ts';
import { MINUTE_MS } from '../core/instant.ts';
import { RULE_WORDS } from '../wording/alarms.ts';
import type { Config } from './config-schema.ts';

export type Source = Config['intake']['sources'][number];

/** What the first rule of the source that fits makes of the alarm; undefined if none does. `names`: of the components. */
export function openingFor(
  { rules }: Source,
  { labels }: Alarm,
  names: ReadonlyMap<string, string>,
): AlarmOpening | undefined {
  return rules
    .map((rule, index) => ({ ...rule, rule: index + 1 }))
    .filter(({ when }) => matches(when, labels))
    .map(({ when: _when, holdFor, ...rule }) => {
      const component = componentOf(rule, labels);
      return { ...rule, component, name: names.get(component) ?? component, holdMs: holdFor * MINUTE_MS };
    })
    .find(({ component }) => names.has(component));
}

/** One rule of a source, tried on an alarm: it fits, or why it does not. */
export type RuleTried = { rule: number; fits: boolean; because?: string };

/** What each rule of the source makes of the alarm, in their order. The first that fits counts. */
export const rulesTried = ({ rules }: Source, alarm: Alarm, names: ReadonlyMap<string, string>): RuleTried[] =>
  rules.map((rule, index) => {
    const because = whyNot(rule, alarm.labels, names);
    return { rule: index + 1, fits: because === undefined, ...(because === undefined ? {} : { because }) };
  });

function whyNot(
  rule: Source['rules'][number],
  labels: Readonly<Record<string, string>>,
  names: ReadonlyMap<string, string>,
): string | undefined {
  const failed = Object.entries(rule.when).find(([name, test]) => !passes(test, labels[name]));
  if (failed) return RULE_WORDS.otherLabel(failed[0], labels[failed[0]]);
  const component = componentOf(rule, labels);
  return names.has(component) ? undefined : RULE_WORDS.noComponent(rule.component, component);
}

const componentOf = ({ component }: { component: string }, labels: Readonly<Record<string, string>>): string =>
  component.replace(/^\{(.+)\}$/, (_, label) => labels[label] ?? '');

/** Labels that say where it was seen, and not what it is about: no rule is made of them. */
const OF_ONE_HOST = /^(instance|host|hostname|pod|node|container|ip|id|uid|fingerprint)$/i;

/**
 * A rule that would have fitted an alarm with these labels, to be put into the config and changed. It leaves the word to a
 * person: nobody has decided yet that it may be said.
 */
export function proposedRule(
  labels: Readonly<Record<string, string>>,
  names: ReadonlyMap<string, string>,
): { when: Record<string, string>; component: string; say: 'draft' } {
  const named = Object.entries(labels).find(([, value]) => names.has(value))?.[0];
  const others = Object.entries(labels).filter(([name]) => name !== named);
  const ofNoHost = others.filter(([name]) => !OF_ONE_HOST.test(name));
  const when = ofNoHost.length === 0 && named === undefined ? others : ofNoHost;
  // Where no label names one, the config refuses the rule until somebody has put it in.
  return {
    when: Object.fromEntries(when),
    component: named === undefined ? 'which-component' : `{${named}}`,
    say: 'draft',
  };
}

type Test = Source['rules'][number]['when'][string];

/** Every label of the rule is as it says; a star stands for any letters. */
const matches = (when: Readonly<Record<string, Test>>, labels: Readonly<Record<string, string>>): boolean =>
  Object.entries(when).every(([name, test]) => passes(test, labels[name]));

function passes(test: Test, value: string | undefined): boolean {
  const isOneOf = (patterns: readonly string[]) =>
    value !== undefined && patterns.some((pattern) => fits(pattern, value));
  if (typeof test === 'string') return isOneOf([test]);
  if ('in' in test) return isOneOf(test.in);
  return !isOneOf(typeof test.not === 'string' ? [test.not] : test.not);
}

function fits(pattern: string, value: string): boolean {
  const [first = '', ...rest] = pattern.split('*');
  if (rest.length === 0) return value === pattern;
  const last = rest.pop() ?? '';
  if (!value.startsWith(first) || !value.endsWith(last) || value.length < first.length + last.length) return false;
  // What is between the stars, in order: no expression that a long value could make slow.
  let from = first.length;
  for (const part of rest) {
    const found = value.indexOf(part, from);
    if (found < 0) return false;
    from = found + part.length;
  }
  return from <= value.length - last.length;
}
