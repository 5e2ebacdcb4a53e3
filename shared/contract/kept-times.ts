import type { Instant } from '../core/instant.ts';
import { checkKeptTime } from '../core/kept.ts';
import { refuse } from '../core/refusal.ts';
import { parseMoment } from './moment.ts';
import { parseBody } from './parse.ts';
import { invalid } from './problem.ts';
import { updateBody } from './schemas.ts';

/** When a kept text is posted by itself: an instant or a duration from `now`. Throws where it cannot be then. */
export function keptTime(at: string, now: Instant): Instant {
  const publishAt = parseMoment('at', at, now);
  checkKeptTime(publishAt, now);
  return publishAt;
}

const CLOCKS = ['nextUpdateBy', 'restoreBy', 'reportBy'] as const;

/**
 * The body with its times fixed. What has happened counts from now; a promise counts from when the public reads it. Where
 * nobody has set when that is, durations stay durations, and the usual interval is left to be counted then.
 */
export function withFixedTimes(raw: unknown, publishAt: Instant | undefined, now: Instant): Record<string, unknown> {
  const body = parseBody(updateBody, raw);
  if (body.status === 'resolved')
    throw invalid([
      { field: 'status', reason: 'cannot be resolved in a text that is kept: say that it is over when it is' },
    ]);
  const happenedAt = body.happenedAt === undefined ? undefined : parseMoment('happenedAt', body.happenedAt, now);
  if (happenedAt !== undefined && happenedAt > now) refuse('happened-in-the-future', 'happenedAt');
  const { nextUpdateBy, nextUpdateIsUsual, ...rest } = body;
  const timed = publishAt !== undefined || !nextUpdateIsUsual ? body : rest;
  const clocks = CLOCKS.flatMap((name) => {
    const value = body[name];
    return typeof value === 'string' && publishAt !== undefined ? [[name, promiseAfter(name, value, publishAt)]] : [];
  });
  return { ...timed, ...(happenedAt === undefined ? {} : { happenedAt }), ...Object.fromEntries(clocks) };
}

function promiseAfter(field: string, value: string, publishAt: Instant): Instant {
  const promised = parseMoment(field, value, publishAt);
  if (promised > publishAt) return promised;
  throw invalid([
    { field, reason: `must be after ${publishAt}, when the text is posted; a duration counts from then` },
  ]);
}
