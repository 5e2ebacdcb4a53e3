import { parseTime } from '../client/times.ts';
import { type Instant, instant, MINUTE_MS, plus } from '../core/instant.ts';
import { bothTimes, type Look, placeOf, readInZone, roundedUp } from './moments.ts';

/** A time that a clock shows twice or never: what may have been meant is to be asked. */
export class Uncertain extends Error {
  readonly choices: readonly { label: string; value: Instant }[];

  constructor(message: string, choices: readonly { label: string; value: Instant }[]) {
    super(message);
    this.name = 'Uncertain';
    this.choices = choices;
  }
}

/**
 * A typed time as the API takes it. A time of day without a zone is read as clocks in the person's own zone show it,
 * if that zone is known. Throws `UnclearTime`, and `Uncertain` where the clocks change.
 */
export function timeOf(written: string, look: Look): string {
  const { zone, now } = look;
  const read = zone === '' ? undefined : readInZone(written, zone, now);
  if (read === undefined) return parseTime(written, new Date(now));
  if (read.type === 'at') return read.at;
  const choices = read.choices.map((at) => ({ label: bothTimes(look, at), value: at }));
  const clocks = `clocks in ${placeOf(zone)} show ${written.trim()}`;
  throw new Uncertain(
    read.type === 'repeated'
      ? `${clocks} twice on that day; which one?`
      : `${clocks} never on that day: they skip it. Which one?`,
    choices,
  );
}

/** The field that holds the time which its author has last been shown for their choice. */
export const seenName = (name: string): string => `seen.${name}`;

const SPAN = /^(\d+)([mhd])$/;
const UNIT_MINUTES = { m: 1, h: 60, d: 24 * 60 } as const;

/**
 * The instant that a choice like `15m` stands for, rounded up to five minutes; `usualMs` where nothing was chosen. What
 * was shown before still holds for the same choice while half of its span lies ahead: what was seen is what is posted.
 */
export function chosenTime(
  values: Readonly<Record<string, string>>,
  name: string,
  { now }: Pick<Look, 'now'>,
  usualMs?: number,
): { at: Instant; spanMs: number } | undefined {
  const parts = SPAN.exec(values[name]?.trim() ?? '');
  if (!parts && values[name]?.trim()) return undefined;
  const spanMs = parts ? Number(parts[1]) * UNIT_MINUTES[parts[2] as 'm' | 'h' | 'd'] * MINUTE_MS : usualMs;
  if (spanMs === undefined) return undefined;
  const [seenSpan, seenAt] = values[seenName(name)]?.split(' ') ?? [];
  if (Number(seenSpan) === spanMs && seenAt && Date.parse(seenAt) >= Date.parse(plus(now, spanMs / 2)))
    return { at: instant(Date.parse(seenAt)), spanMs };
  const at = plus(now, spanMs);
  // A house that promises in seconds means seconds.
  return { at: spanMs < 10 * MINUTE_MS ? at : roundedUp(at), spanMs };
}

/**
 * What was typed as the time of a promise, unless a choice was made against it. The choice that stands there from the
 * beginning is none: typing took more effort.
 */
export function typedTime(values: Readonly<Record<string, string>>, name: string): string | undefined {
  const chosen = values[name]?.trim() ?? '';
  return chosen === '' || chosen === 'other' ? values[`${name}At`]?.trim() || undefined : undefined;
}

/** What a typed time comes to, for whoever types it; undefined while it cannot be read. */
export function typedInstant(written: string, look: Look): Instant | undefined {
  try {
    const time = timeOf(written, look);
    return time.startsWith('P') ? undefined : instant(Date.parse(time));
  } catch {
    return undefined;
  }
}
