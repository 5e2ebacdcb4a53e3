import { describe, expect, it } from 'vitest';
import { HOUR_MS, MINUTE_MS, plus, SECOND_MS } from '../../shared/core/instant.ts';
import {
  brakeOf,
  CEILING,
  closed,
  counting,
  isBusy,
  NEW_ACCOUNT,
  taking,
} from '../../shared/core/subscribers/account.ts';
import { afterFailure, afterSuccess } from '../../shared/core/subscribers/failing.ts';
import { breathOf, type Pace, reserved, workersFor } from '../../shared/core/subscribers/pace.ts';
import { EVERYTHING, type Subscriber } from '../../shared/core/subscribers/subscriber.ts';
import { TEN_O_CLOCK } from '../support/entries.ts';

const now = TEN_O_CLOCK;

describe('the pace', () => {
  it.each([1, 14, 500])('never hands over more than the rate allows in any second: %i a second', (perSecond) => {
    const sentAt: number[] = [];
    let pace: Pace | undefined;
    let nowMs = 1_000_000;
    while (sentAt.length < 20 * perSecond) {
      const count = breathOf(perSecond);
      const next = reserved(pace, count, perSecond, nowMs);
      nowMs += next.waitMs;
      pace = next.pace;
      for (let n = 0; n < count; n += 1) sentAt.push(nowMs);
    }
    const most = Math.max(...sentAt.map((from) => sentAt.filter((at) => at >= from && at < from + SECOND_MS).length));
    expect(most).toBeLessThanOrEqual(1.5 * perSecond + 1);
    expect(sentAt.length / ((sentAt.at(-1)! - sentAt[0]!) / SECOND_MS)).toBeLessThanOrEqual(1.1 * perSecond);
  });

  it('needs a second worker only above a hundred a second', () => {
    expect([1, 14, 100, 101, 500].map(workersFor)).toEqual([1, 1, 1, 2, 5]);
  });
});

describe('what comes back', () => {
  it('brakes before AWS does, by the last thousand', () => {
    const of = (sent: number, bounced: number, complained = 0) => brakeOf({ sent, bounced, complained });
    expect(of(1_000, 40)).toBeUndefined();
    expect(of(1_000, 41)).toBe('bounces');
    expect(of(20, 20)).toBeUndefined();
    expect(of(1_000, 0, 1)).toBeUndefined();
    expect(of(1_500, 0, 2)).toBe('complaints');
    const healed = counting({ sent: 1_999, bounced: 81, complained: 0 }, { sent: 1 });
    expect(brakeOf({ ...healed, sent: healed.sent + 100 })).toBeUndefined();
  });

  it('closes a gate until it may be open again, and remembers since when', () => {
    const first = closed(NEW_ACCOUNT, 'paused', 'AWS has paused it', now);
    expect(first.gate).toEqual({ gate: 'paused', reason: 'AWS has paused it', since: now, until: plus(now, HOUR_MS) });
    expect(closed(first, 'quota', 'full', plus(now, HOUR_MS)).gate?.since).toBe(now);
  });
});

describe('the ceiling', () => {
  it('is looked at once so much was said in an hour that somebody may have reached it', () => {
    let account = NEW_ACCOUNT;
    for (let seq = 1; seq < CEILING; seq += 1) account = taking(account, { incident: 'i1', seq, at: now });
    expect(isBusy(account, now)).toBe(false);
    account = taking(account, { incident: 'i2', seq: 1, at: plus(now, MINUTE_MS) });
    expect(isBusy(account, plus(now, MINUTE_MS))).toBe(true);
    expect(isBusy(account, plus(now, HOUR_MS))).toBe(false);
    expect(taking(account, { incident: 'i3', seq: 1, at: plus(now, 2 * HOUR_MS) }).begun).toHaveLength(1);
  });
});

describe('an address that fails', () => {
  const room: Subscriber = {
    id: '0',
    kind: 'webhook',
    address: 'https://hooks.example.com/a',
    state: 'confirmed',
    choice: EVERYTHING,
    consent: { at: now, how: 'form', words: '1' },
    version: 1,
  };
  const failed = (times: number, everyMs: number) => {
    let next = room;
    for (let n = 0; n < times; n += 1) next = afterFailure(next, plus(now, n * everyMs));
    return next;
  };

  it('is given up behind ten failures in a row, over an hour at least', () => {
    expect(failed(9, HOUR_MS).state).toBe('confirmed');
    expect(failed(10, MINUTE_MS).state).toBe('confirmed');
    expect(failed(10, 7 * MINUTE_MS)).toMatchObject({ state: 'quarantined', failing: { times: 10 } });
  });

  it('begins anew when it answers, and is not written where it never failed', () => {
    expect(afterSuccess(failed(9, HOUR_MS)).failing).toBeUndefined();
    expect(afterSuccess(room)).toBe(room);
  });
});
