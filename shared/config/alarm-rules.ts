import type { Alarm, AlarmOpening } from '../core/alarm.ts';
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
    .map(({ when: _when, ...rule }) => {
      const component = rule.component.replace(/^\{(.+)\}$/, (_, label) => labels[label] ?? '');
      return { ...rule, component, name: names.get(component) ?? component };
    })
    .find(({ component }) => names.has(component));
}

/** Every label of the rule has its value; a star stands for any letters. */
const matches = (when: Readonly<Record<string, string>>, labels: Readonly<Record<string, string>>): boolean =>
  Object.entries(when).every(([name, pattern]) => labels[name] !== undefined && fits(pattern, labels[name]));

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
