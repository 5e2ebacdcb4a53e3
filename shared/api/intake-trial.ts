import { openingFor, proposedRule, type RuleTried, rulesTried, type Source } from '../config/alarm-rules.ts';
import { READERS, type Unread } from '../contract/alarm-formats.ts';
import type { Alarm, AlarmOpening } from '../core/alarm.ts';
import { plainParts } from '../core/hidden-characters.ts';
import { MINUTE_MS } from '../core/instant.ts';
import { ALARM_WOULD, alarmWords } from '../wording/alarms.ts';

/** One alarm of a body, what each rule makes of it, and what would become of it. */
export type AlarmTried = Alarm & {
  rules: readonly RuleTried[];
  /** In words, what would be done. */
  would: string;
  /** The rule that counts, and what it says; absent where none fits. */
  rule?: number;
  component?: string;
  title?: string;
  message?: string;
  /** A rule that would fit, for the config; where none does. */
  proposal?: ReturnType<typeof proposedRule>;
};

/** `unread`: what of it its format cannot read; it stands in the way of nothing else. */
export type BodyTried = { source: string; format: string } & (
  | { confirm: string }
  | { alarms: readonly AlarmTried[]; unread?: readonly Unread[] }
);

/**
 * What a body would do that came from `source`, rule by rule; nothing is done. Throws a `Problem` that names the field
 * which the format cannot read. `names`: of the components.
 */
export function tryBody(source: Source, sent: unknown, names: ReadonlyMap<string, string>): BodyTried {
  const { id, format, map } = source;
  const read = READERS[format](plainParts(sent).value, map);
  if ('confirm' in read) return { source: id, format, confirm: read.confirm };
  const alarms = read.alarms.map((alarm) => ({
    ...alarm,
    rules: rulesTried(source, alarm, names),
    ...publicOf(alarm, openingFor(source, alarm, names), names),
  }));
  const { unread = [] } = read;
  return { source: id, format, alarms, ...(unread.length > 0 ? { unread } : {}) };
}

function publicOf(alarm: Alarm, opening: AlarmOpening | undefined, names: ReadonlyMap<string, string>) {
  if (opening === undefined) return { would: ALARM_WOULD.ignored, proposal: proposedRule(alarm.labels, names) };
  const { rule, component, name, title, message } = opening;
  const words = alarmWords(name);
  return {
    would: wouldDo(alarm, opening),
    rule,
    component,
    title: title ?? words.title,
    message: message ?? words.message,
  };
}

function wouldDo({ state }: Alarm, { say, holdMs }: AlarmOpening): string {
  if (state === 'recovered') return ALARM_WOULD.noted;
  if (state === 'no-data') return ALARM_WOULD.noData;
  const then = say === 'draft' ? ALARM_WOULD.draft : ALARM_WOULD.firstWord;
  return holdMs === 0 ? then : ALARM_WOULD.held(holdMs / MINUTE_MS, then);
}
