import { HOUR_MS, type Instant, plus } from '../instant.ts';
import type { Subscriber } from './subscriber.ts';

/** An address that failed so often in a row, over so long, is not called any more until its owner says so (docs/rules.md, Telling each person). */
const FAILURES_AT_MOST = 10;
const FAILS_AT_LEAST_MS = HOUR_MS;

/** The subscriber once a call to them failed. */
export function afterFailure(person: Subscriber, now: Instant): Subscriber {
  const { since, times } = person.failing ?? { since: now, times: 0 };
  const failing = { since, times: times + 1 };
  const next = { ...person, failing, version: person.version + 1 };
  if (failing.times < FAILURES_AT_MOST || now < plus(since, FAILS_AT_LEAST_MS)) return next;
  const reason = `${failing.times} calls in a row failed`;
  return { ...next, state: 'quarantined', quarantined: { at: now, reason } };
}

/** The subscriber once a call to them was taken: the very same, if none had failed. */
export function afterSuccess(person: Subscriber): Subscriber {
  if (person.failing === undefined) return person;
  const { failing: _failing, ...rest } = person;
  return { ...rest, version: person.version + 1 };
}
