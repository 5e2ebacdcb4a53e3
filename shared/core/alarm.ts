import { createHash } from 'node:crypto';
import type { ComponentStatus, Impact } from './entry.ts';
import { MINUTE_MS } from './instant.ts';

/** The webhooks and events that we can read, as a config names them. */
export const ALARM_FORMATS = [
  'alertmanager',
  'aws-health',
  'better-stack',
  'cloudwatch',
  'datadog',
  'generic',
  'grafana',
  'healthchecks',
  'incident-io',
  'mapped',
  'opsgenie',
  'pagerduty',
  'sentry',
  'statuspage',
  'uptime-kuma',
] as const;
export type AlarmFormat = (typeof ALARM_FORMATS)[number];

/** `no-data`: the monitor sees nothing. That is neither an outage nor a recovery. */
export type AlarmState = 'firing' | 'recovered' | 'no-data';

/** What a monitor said, whichever it is. Nothing of it is public. */
export type Alarm = {
  /** What watches: the same in every outage that it finds. */
  check: string;
  /** What tells this outage from the next one of the same check: when it began, or an id of its own. Absent where nothing does. */
  outage?: string;
  state: AlarmState;
  /** What the rules of the config match on. */
  labels: Readonly<Record<string, string>>;
  /** Where a person reads more. */
  link?: string;
};

/** What an alarm is about, and what of it is public if it opens an incident. */
export type AlarmOpening = {
  /** Which rule of its source made this of it, counted from 1. */
  rule: number;
  component: string;
  /** What customers call it. */
  name: string;
  status: Exclude<ComponentStatus, 'operational' | 'under_maintenance'>;
  impact: Impact;
  title?: string | undefined;
  message?: string | undefined;
  /** `first-word`: it is said at once, where somebody hears of it; `draft`: a person says it. */
  say: 'first-word' | 'draft';
  /** What clears within this time opens nothing. */
  holdMs: number;
};

/** Where in the JSON of another tool what stands; paths such as `data.checks[0].name`. */
export type AlarmMap = {
  /** A list of alarms in one body; absent: the body is one. All other paths begin in each of them. */
  each?: string;
  check: string;
  outage?: string;
  state: string;
  firing: readonly string[];
  recovered: readonly string[];
  noData: readonly string[];
  labels: Readonly<Record<string, string>>;
  link?: string;
};

/**
 * How long a monitor promises until the next update where somebody can be reached: by when whoever was paged has looked,
 * and twice that outside of the hours in which somebody sits there (docs/rules.md, Alarms).
 */
export const FIRST_WORD_MS = { staffed: 30 * MINUTE_MS, unstaffed: 60 * MINUTE_MS };

/** What nobody could be reached for is said after this time without a promise (docs/rules.md, Alarms). */
export const UNDECIDED_FOR_MS = 15 * MINUTE_MS;

/** A sort key may have 1,024 bytes, and ours has words around it (docs/rules.md, Alarms). */
const LONGEST_KEY_BYTES = 200;

/** Names an alarm: the same check in the same outage. Long names are hashed: no tool may make a key that no table takes. */
export function alarmKey({ check, outage }: Pick<Alarm, 'check' | 'outage'>): string {
  const key = outage === undefined ? check : `${check}@${outage}`;
  if (Buffer.byteLength(key) <= LONGEST_KEY_BYTES) return key;
  return `sha256:${createHash('sha256').update(key).digest('hex')}`;
}
