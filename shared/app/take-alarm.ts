import type { Config } from '../config/config-schema.ts';
import type { Alarm } from '../contract/alarm-formats.ts';
import { commandKey, incidentIdFor } from '../contract/identity.ts';
import type { Command } from '../core/command.ts';
import { Refusal } from '../core/refusal.ts';
import type { AlarmClaims } from '../ports/alarm-claims.ts';
import type { DraftRecords } from '../ports/drafts.ts';
import type { SiteIndex } from '../ports/site-index.ts';
import { alarmWords } from '../wording/alarms.ts';
import { propose } from './drafts.ts';
import { maintenanceOn, openIncidents, readIncident } from './read-incidents.ts';
import { type CommandPorts, runCommand } from './run-command.ts';

export type AlarmPorts = CommandPorts & { siteIndex: SiteIndex; alarmClaims: AlarmClaims; drafts: DraftRecords };

export type Source = Config['intake']['sources'][number];

/** What became of one alarm. */
export type Taken = { alarm: string; component?: string } & (
  | { result: 'opened' | 'joined'; incident: string }
  | { result: 'draft'; draft: string }
  | { result: 'ignored'; reason: string }
);

/**
 * Takes one alarm: it joins the incident that its component has already, or opens one, or becomes a draft while the
 * component is under maintenance. It speaks as a machine, so it keeps no promise; a recovery is noted and says nothing,
 * because only a person says that it works again.
 */
export async function takeAlarm(
  ports: AlarmPorts,
  source: Source,
  alarm: Alarm,
  names: ReadonlyMap<string, string>,
): Promise<Taken> {
  const rule = ruleFor(source, alarm, names);
  if (rule === undefined) return { alarm: alarm.key, result: 'ignored', reason: 'no rule of this source is for it' };
  const about = { alarm: alarm.key, component: rule.component };
  const belongs = await incidentOf(ports, rule.component);
  if (!alarm.firing && belongs.open === undefined)
    return { ...about, result: 'ignored', reason: 'it has recovered, and nothing is open' };
  if (belongs.open !== undefined) return joined(ports, source, alarm, rule.component, belongs.open);

  const subject = `intake:${source.id}`;
  const opening = openingOf(rule, names);
  const key = commandKey(subject, alarm.key, { method: 'ALARM', path: source.id, body: rule.component });
  const id = incidentIdFor(subject, `${rule.component} ${alarm.key}`);
  const work = await maintenanceOn(ports, [rule.component]);
  if (work !== undefined) {
    const { type: _type, ...body } = opening;
    const draft = await propose(ports, {
      name: 'open',
      incident: { phase: 'unreported', id, entries: [], promises: [] },
      body,
      key,
      reason: { reason: 'under-maintenance', maintenance: work },
      by: { subject, actor: source.id, person: false, door: 'alarm' },
    });
    return { ...about, result: 'draft', draft: draft.id };
  }

  const holder = await ports.alarmClaims.claim(rule.component, id, belongs.claimed);
  if (holder !== id) return joined(ports, source, alarm, rule.component, holder);
  await openedBy(ports, id, opening, key);
  await joined(ports, source, alarm, rule.component, id);
  return { ...about, result: 'opened', incident: id };
}

async function openedBy(
  ports: AlarmPorts,
  incident: string,
  opening: Command,
  key: Parameters<typeof runCommand>[1]['key'],
) {
  const speaker = { author: 'machine', via: 'intake' } as const;
  try {
    await runCommand(ports, { incident, speaker, key, command: () => opening });
  } catch (error) {
    // Somebody approved the draft of the same alarm meanwhile.
    if (!(error instanceof Refusal) || error.code !== 'already-open') throw error;
  }
}

/** The incident that the component's alarms belong to: the one they have claimed, or any that is open about it. */
async function incidentOf(
  ports: AlarmPorts,
  component: string,
): Promise<{ claimed: string | undefined; open?: string }> {
  const claimed = await ports.alarmClaims.of(component);
  const known = claimed === undefined ? undefined : await readIncident(ports.log, claimed);
  if (known?.phase === 'open') return { claimed, open: known.id };
  const other = (await openIncidents(ports, ports.clock.now())).find(({ components }) =>
    components.some(({ id, status }) => id === component && status !== 'operational'),
  );
  if (other === undefined) return { claimed };
  return { claimed, open: await ports.alarmClaims.claim(component, other.id, claimed) };
}

async function joined(
  { alarmClaims, clock }: AlarmPorts,
  source: Source,
  alarm: Alarm,
  component: string,
  incident: string,
): Promise<Taken> {
  const state = alarm.firing ? 'firing' : 'recovered';
  await alarmClaims.join(incident, { key: alarm.key, source: source.id, state, at: clock.now() });
  return { alarm: alarm.key, component, result: 'joined', incident };
}

type Rule = Source['rules'][number];

/** The first rule that fits, with the component that it or a label of the alarm names. */
function ruleFor({ rules }: Source, { labels }: Alarm, names: ReadonlyMap<string, string>): Rule | undefined {
  return rules
    .filter(({ when }) => matches(when, labels))
    .map((rule) => ({ ...rule, component: rule.component.replace(/^\{(.+)\}$/, (_, label) => labels[label] ?? '') }))
    .find(({ component }) => names.has(component));
}

function openingOf(rule: Rule, names: ReadonlyMap<string, string>) {
  const { component, status, impact } = rule;
  const words = alarmWords(names.get(component) ?? component);
  return {
    type: 'OpenIncident' as const,
    impact,
    title: rule.title ?? words.title,
    message: rule.message ?? words.message,
    components: [{ id: component, status }],
  };
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
