import type { DayPart, DaySpan, GivenPromise } from '../../core/day-part.ts';
import type { DayShare } from '../../core/day-sum.ts';
import {
  COMPONENT_STATUSES,
  type ComponentStatus,
  PROMISE_NAMES,
  type PromiseName,
  type PromiseSource,
  type SettledAs,
} from '../../core/entry.ts';
import { epochMs, type Instant, instant, SECOND_MS } from '../../core/instant.ts';

const SOURCES: readonly PromiseSource[] = ['person', 'default', 'machine', 'pipeline'];
const STATES: readonly SettledAs[] = ['kept', 'slipped', 'revised', 'withdrawn', 'open'];
const PHASES: readonly DayPart['phase'][] = [
  'open',
  'resolved',
  'retracted',
  'merged',
  'scheduled',
  'completed',
  'cancelled',
];

/**
 * A part of a day in few bytes, because a view reads those of 90 days: seconds since the day began, and numbers for
 * words, the ETA's as `seq:back`. A span is `component:status:from:to`, a promise `name:seq:source:state:made:due:settled`,
 * and `:answered` where that was later. `l` says of what the day is the last of its incident; shares that were put before
 * days were summed have none. Fractions of a second are given up.
 */
export type PackedPart = { seq: number; p: number; s: string; m: string; e?: string; r?: number; l?: number };

export function packPart(part: DayPart & Partial<DayShare>): PackedPart {
  const after = (at: Instant) => Math.round((epochMs(at) - startOf(part.day)) / SECOND_MS);
  const spans = part.spans.map(({ component, status, from, to }) =>
    [component, COMPONENT_STATUSES.indexOf(status), after(from), after(to)].join(':'),
  );
  const promises = part.promises.map((row) =>
    [
      PROMISE_NAMES.indexOf(row.promise),
      row.seq,
      SOURCES.indexOf(row.source),
      STATES.indexOf(row.state),
      after(row.madeAt),
      after(row.at),
      row.settledAt === undefined ? '' : after(row.settledAt),
      ...(row.answeredAt === undefined ? [] : [after(row.answeredAt)]),
    ].join(':'),
  );
  return {
    seq: part.seq,
    p: PHASES.indexOf(part.phase),
    s: spans.join(' '),
    m: promises.join(' '),
    ...(part.eta === undefined ? {} : { e: `${part.eta.seq}:${part.eta.backAt ? after(part.eta.backAt) : ''}` }),
    ...(part.relapses === 0 ? {} : { r: part.relapses }),
    ...(part.last === undefined
      ? {}
      : { l: LASTS.reduce((bits, name, n) => bits + (part.last![name] ? 1 << n : 0), 0) }),
  };
}

const LASTS = ['ofAll', 'judged', 'missed'] as const;

/** Of what the day is the last of its incident; undefined if the share does not say. */
export const lastOf = ({ l }: PackedPart): DayShare['last'] | undefined =>
  l === undefined ? undefined : { ofAll: (l & 1) > 0, judged: (l & 2) > 0, missed: (l & 4) > 0 };

export function unpackPart(day: string, incident: string, packed: PackedPart): DayPart {
  const at = (seconds: string | number) => instant(startOf(day) + Number(seconds) * SECOND_MS);
  return {
    incident,
    phase: PHASES[packed.p] ?? 'resolved',
    day,
    seq: packed.seq,
    spans: words(packed.s).map(([component = '', status = 0, from = 0, to = 0]): DaySpan => {
      return { component, status: COMPONENT_STATUSES[Number(status)] as ComponentStatus, from: at(from), to: at(to) };
    }),
    promises: words(packed.m).map(
      ([name, seq, source, state, made = 0, due = 0, settled = '', answered]): GivenPromise => {
        return {
          incident,
          seq: Number(seq),
          promise: PROMISE_NAMES[Number(name)] as PromiseName,
          at: at(due),
          madeAt: at(made),
          source: SOURCES[Number(source)] as PromiseSource,
          state: STATES[Number(state)] as SettledAs,
          ...(settled === '' ? {} : { settledAt: at(settled) }),
          ...(answered === undefined ? {} : { answeredAt: at(answered) }),
        };
      },
    ),
    ...(packed.e === undefined ? {} : { eta: etaOf(packed.e, at) }),
    relapses: packed.r ?? 0,
  };
}

function etaOf(packed: string, at: (seconds: string) => Instant): NonNullable<DayPart['eta']> {
  const [seq, back = ''] = packed.split(':');
  return { seq: Number(seq), ...(back === '' ? {} : { backAt: at(back) }) };
}

const startOf = (day: string): number => epochMs(`${day}T00:00:00.000Z`);

const words = (text: string): string[][] => (text === '' ? [] : text.split(' ').map((word) => word.split(':')));
