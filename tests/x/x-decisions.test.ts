import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { gateAfter } from '../../shared/core/channel/gate.ts';
import type { PostClass } from '../../shared/core/channel/post-class.ts';
import { DAY_MS, epochMs, HOUR_MS, instant, MINUTE_MS, plus, SECOND_MS } from '../../shared/core/instant.ts';
import {
  afterAbsence,
  freshXAccount,
  LEASE_MS,
  nextLookAt,
  nextOfAttempt,
  type XAttempt,
} from '../../shared/core/x/account.ts';
import { admits, postsLeft, priceOf, reserve, roomAt, spend, unspend } from '../../shared/core/x/budget.ts';
import { findAttempt, idAt } from '../../shared/core/x/find.ts';

const AT = '2026-11-22T10:00:00.000Z';

const attempt = (change: Partial<XAttempt> = {}): XAttempt => ({
  attemptId: 'a',
  incident: 'i1',
  seq: 1,
  automated: false,
  covers: [],
  text: 'Investigating: Checkout is failing',
  marker: '10:00 UTC',
  firstSentAt: AT,
  sentAt: AT,
  leaseUntil: plus(AT, LEASE_MS),
  looks: 0,
  again: [],
  ...change,
});

describe('an attempt in flight', () => {
  it('is left alone while its holder may be at work', () => {
    expect(nextOfAttempt(attempt(), plus(AT, 29 * SECOND_MS))).toMatchObject({ type: 'busy' });
    expect(nextOfAttempt(attempt(), plus(AT, 30 * SECOND_MS))).toEqual({ type: 'look' });
  });

  it('is never sent again before X had time to finish and to show it, whenever we look', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 400_000 }), { maxLength: 40 }), (gaps) => {
        let state = attempt({ leaseUntil: AT, answer: { kind: 'unknown', reason: 'silence' } });
        let now = AT;
        let looks = 0;
        for (const gap of gaps) {
          now = plus(now, gap);
          if (nextOfAttempt(state, now).type !== 'look') continue;
          looks += 1;
          const verdict = afterAbsence(state, now);
          if (verdict === 'send again') {
            expect(epochMs(now) - epochMs(AT)).toBeGreaterThanOrEqual(150 * SECOND_MS);
            expect(looks).toBeGreaterThanOrEqual(3);
            return;
          }
          if (verdict === 'give up') return;
          state = { ...state, looks: state.looks + 1, lookedAt: now };
          expect(nextLookAt(state) > now).toBe(true);
        }
      }),
    );
  });

  it('is looked for 5, 40, 80 and 150 seconds after it was sent, and then every minute', () => {
    const free = { leaseUntil: AT };
    const later = (seconds: number) => plus(AT, seconds * SECOND_MS);
    const onTime = [5, 40, 80, 150].map((_, looks) => nextLookAt(attempt({ ...free, looks })));
    expect(onTime).toEqual([5, 40, 80, 150].map(later));
    expect(nextLookAt(attempt({ ...free, looks: 4, lookedAt: later(150) }))).toBe(later(210));
  });

  it('is looked for at least 15 seconds after the look before, and never before its lease ends', () => {
    const later = (seconds: number) => plus(AT, seconds * SECOND_MS);
    expect(nextLookAt(attempt({ leaseUntil: AT, looks: 1, lookedAt: later(38) }))).toBe(later(53));
    expect(nextLookAt(attempt({ leaseUntil: AT, looks: 1, lookedAt: later(20) }))).toBe(later(40));
    expect(nextLookAt(attempt({ leaseUntil: later(90), looks: 1, lookedAt: later(20) }))).toBe(later(90));
  });

  it('is given up after 15 minutes, and never sent again after the word "duplicate"', () => {
    const looked = attempt({ looks: 10 });
    expect(afterAbsence(looked, plus(AT, 14 * MINUTE_MS))).toBe('send again');
    expect(afterAbsence(looked, plus(AT, 15 * MINUTE_MS))).toBe('give up');
    const duplicate = { ...looked, answer: { kind: 'duplicate' as const, reason: '403' } };
    expect(afterAbsence(duplicate, plus(AT, 14 * MINUTE_MS))).toBe('look again');
  });
});

describe('finding a post', () => {
  const posts = [
    { id: '30', text: 'Identified: a full disk.', replyTo: '10' },
    { id: '20', text: 'Identified: a full disk.' },
    { id: '9', text: 'Identified: a full disk.', replyTo: '10' },
  ];

  it('takes the oldest with the same words under the same parent', () => {
    expect(findAttempt(posts, { text: 'Identified: a full disk.', replyTo: '10' })?.id).toBe('9');
    expect(findAttempt(posts, { text: 'Identified: a full disk.' })?.id).toBe('20');
  });

  it('forgives what X does to white space and to composed letters', () => {
    const own = [{ id: '1', text: 'Caf\u00e9 is down.\n10:00 UTC ' }];
    expect(findAttempt(own, { text: 'Cafe\u0301 is down.\n\n10:00 UTC' })?.id).toBe('1');
  });

  it('knows the smallest id of a moment', () => {
    expect(BigInt(idAt('2010-11-04T01:42:54.657Z'))).toBe(0n);
    expect(BigInt(idAt(plus(AT, 1))) - BigInt(idAt(AT))).toBe(1n << 22n);
  });
});

describe('the budget', () => {
  const classes: PostClass[] = ['resolution', 'opening', 'apology', 'routine'];
  const limits = { postsPerDay: 17, dollarsPerMonth: 50 };
  const used = (count: number, open: readonly string[] = ['i1']) => {
    const spent = Array.from({ length: count }, (_, index) => ({
      at: plus(AT, index),
      dollars: 0.015,
      digest: `${index}`,
    }));
    return { ...freshXAccount(), spent, open };
  };
  const now = plus(AT, HOUR_MS);
  const post = (postClass: PostClass) => ({ class: postClass, incident: 'i1', link: false });

  it('always admits what matters more where it admits what matters less', () => {
    fc.assert(
      fc.property(fc.nat(20), fc.nat(5), (count, open) => {
        const account = used(
          count,
          Array.from({ length: open }, (_, index) => `i${index}`),
        );
        const admitted = classes.map((one) => admits(account, limits, post(one), now));
        expect(admitted).toEqual(admitted.toSorted((a, b) => Number(b) - Number(a)));
      }),
    );
  });

  it('stops routine updates while there is room for two more incidents, and resolutions only at the cap', () => {
    const most = (postClass: PostClass) =>
      Array.from({ length: 18 }, (_, count) => count).findLast((count) =>
        admits(used(count), limits, post(postClass), now),
      );
    expect(most('routine')).toBe(17 - 1 - reserve('routine', 1));
    expect(most('routine')).toBeLessThan(most('apology')!);
    expect(most('resolution')).toBe(16);
  });

  it('forgets what was posted more than 24 hours ago', () => {
    expect(postsLeft(used(10), limits, plus(AT, DAY_MS - MINUTE_MS))).toBe(7);
    expect(postsLeft(used(10), limits, plus(AT, DAY_MS + MINUTE_MS))).toBe(17);
  });

  it('believes X where it leaves less than we thought, until its window ends', () => {
    const learned = { limit: 17, remaining: 2, seenAt: plus(AT, MINUTE_MS), resetAt: plus(AT, 2 * HOUR_MS) };
    expect(postsLeft({ ...used(3), learned }, limits, now)).toBe(2);
    expect(postsLeft({ ...used(3), learned }, limits, plus(AT, 3 * HOUR_MS))).toBe(14);
  });

  it('keeps its record small enough for one item, however much is posted', () => {
    let account = freshXAccount();
    for (let index = 0; index < 2_500; index++) {
      account = spend(account, { at: plus(AT, index), dollars: 0.015, digest: '0123456789abcdef' });
    }
    expect(JSON.stringify(account).length).toBeLessThan(200_000);
    expect(account.spent).toHaveLength(2_000);
    expect(account.month.dollars).toBe(37.5);
  });

  it('keeps a resolution for each open incident, and much more from routine updates', () => {
    const kept = classes.map((one) => [reserve(one, 0), reserve(one, 3)]);
    expect(kept).toEqual([
      [0, 0],
      [0, 3],
      [4, 7],
      [10, 13],
    ]);
    // The incident of the post itself owes its resolution too, and is not counted twice.
    const opening = { class: 'opening', incident: 'i9', link: false } as const;
    expect(admits(used(15, []), limits, opening, now)).toBe(true);
    expect(admits(used(15, ['i9']), limits, opening, now)).toBe(true);
    expect(admits(used(15, ['i1']), limits, opening, now)).toBe(false);
  });

  it('keeps a fifth of the money from routine updates and links', () => {
    const spent = (dollars: number, month = '2026-11') => ({ ...freshXAccount(), month: { name: month, dollars } });
    const admitted = (postClass: PostClass, link: boolean, account: ReturnType<typeof spent>) =>
      admits(account, limits, { class: postClass, incident: 'i1', link }, now);
    expect(admitted('routine', false, spent(40 - 0.015))).toBe(true);
    expect(admitted('routine', false, spent(40))).toBe(false);
    expect(admitted('resolution', true, spent(40 - 0.2))).toBe(true);
    expect(admitted('resolution', true, spent(39.9))).toBe(false);
    expect(admitted('resolution', false, spent(50 - 0.015))).toBe(true);
    expect(admitted('resolution', false, spent(50))).toBe(false);
    expect(admitted('routine', false, spent(50, '2026-10'))).toBe(true);
    expect([priceOf({ link: false }), priceOf({ link: true })]).toEqual([0.015, 0.2]);
  });

  it('is looked at again as the oldest attempt of the day leaves it, or as X’s own window ends', () => {
    const learned = (hours: number) => ({ limit: 17, remaining: 0, seenAt: AT, resetAt: plus(AT, hours * HOUR_MS) });
    expect(roomAt(freshXAccount(), now)).toBeUndefined();
    expect(roomAt(used(3), now)).toBe(plus(AT, DAY_MS));
    expect(roomAt(used(3), plus(AT, DAY_MS))).toBe(plus(AT, DAY_MS + 1));
    expect(roomAt({ ...used(3), learned: learned(2) }, now)).toBe(plus(AT, 2 * HOUR_MS));
    expect(roomAt({ ...used(3), learned: learned(30) }, now)).toBe(plus(AT, DAY_MS));
    expect(roomAt({ ...freshXAccount(), learned: learned(1) }, now)).toBeUndefined();
  });

  it('counts posts that X had not counted yet when it said what is left', () => {
    const learned = { limit: 17, remaining: 5, seenAt: plus(AT, 1), resetAt: plus(AT, 2 * HOUR_MS) };
    // Of the posts at 0, 1, 2 and 3 ms, two came after its word.
    expect(postsLeft({ ...used(4), learned }, limits, now)).toBe(3);
  });

  it('begins anew with each month, and leaves another month’s money alone', () => {
    const inNovember = spend(freshXAccount(), { at: AT, dollars: 0.2, digest: 'a' });
    const inDecember = spend(inNovember, { at: '2026-12-01T00:00:00.000Z', dollars: 0.015, digest: 'b' });
    expect(inNovember.month).toEqual({ name: '2026-11', dollars: 0.2 });
    expect(inDecember.month).toEqual({ name: '2026-12', dollars: 0.015 });
    const late = { ...inDecember, spent: [...inNovember.spent, ...inDecember.spent] };
    expect(unspend(late, AT)).toMatchObject({ spent: [{ digest: 'b' }], month: { name: '2026-12', dollars: 0.015 } });
    expect(unspend(late, plus(AT, 1))).toBe(late);
  });

  it('takes back exactly what an attempt cost that never left', () => {
    const before = used(3);
    const one = { at: now, dollars: 0.2, digest: 'x' };
    const after = unspend(spend(before, one), now);
    expect(after.spent).toEqual(before.spent);
    expect(after.month.dollars).toBe(0);
  });
});

describe('a gate', () => {
  it('opens when X says so, else after the retries of its kind', () => {
    const until = plus(AT, 3 * HOUR_MS);
    expect(gateAfter(undefined, { kind: 'rate', reason: '429', until }, AT).until).toBe(until);
    expect(gateAfter(undefined, { kind: 'credits', reason: '402' }, AT).until).toBe(plus(AT, 15 * MINUTE_MS));
    const first = gateAfter(undefined, { kind: 'unreachable', reason: 'refused' }, AT);
    const second = gateAfter(first, { kind: 'unreachable', reason: 'refused' }, first.until);
    expect([first.until, second.until]).toEqual([plus(AT, 20 * SECOND_MS), plus(AT, 80 * SECOND_MS)]);
    expect(second.since).toBe(AT);
  });

  it('is not held open by a time of X that has passed', () => {
    const gate = gateAfter(undefined, { kind: 'rate', reason: '429', until: instant(0) }, AT);
    expect(gate.until > AT).toBe(true);
  });
});
