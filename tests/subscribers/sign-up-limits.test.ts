import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../shared/core/instant.ts';
import {
  byHook,
  byMail,
  byNetwork,
  type Comer,
  type Counted,
  forgottenAt,
  networkOf,
  oneLess,
  oneMore,
} from '../../shared/core/subscribers/sign-up-limits.ts';

const PEPPER = 'a pepper of enough letters for a hash';
const FORM: Comer = { door: 'form' };
const START = Date.UTC(2026, 10, 22, 10);

/** The times, in ms, at which one passes when it is tried at all of these. */
function passed(tries: readonly number[], limits: Parameters<typeof oneMore>[1]): number[] {
  let counted: Counted = [];
  return tries.filter((at) => {
    const next = oneMore(counted, limits, at);
    if ('counted' in next) counted = next.counted;
    return 'counted' in next;
  });
}

describe('a network', () => {
  it.each([
    ['198.51.100.7', '198.51.100.0/24'],
    ['198.51.100.250', '198.51.100.0/24'],
    ['::ffff:198.51.100.7', '198.51.100.0/24'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
    ['2001:0DB8:0001:0002::9', '2001:db8:1:2::/64'],
    ['2001:db8::9', '2001:db8:0:0::/64'],
    ['::1', '0:0:0:0::/64'],
    ['', 'unknown'],
    ['who knows', 'unknown'],
  ])('of %j is %s', (viewer, network) => expect(networkOf(viewer)).toBe(network));
});

describe('what a sign-up is counted by', () => {
  it('holds no address, neither of people nor of the net', () => {
    const by = [
      byNetwork(PEPPER, '198.51.100.7', FORM),
      ...byMail(PEPPER, { id: 'a1', domain: 'lovelace.example', told: false }, FORM),
    ];
    expect(JSON.stringify(by)).not.toMatch(/198|lovelace/);
  });

  const by = (comer: Comer) => [
    byNetwork(PEPPER, '198.51.100.7', comer),
    ...byMail(PEPPER, { id: 'a1', domain: 'example.com', told: false }, comer),
    ...byHook(PEPPER, 'receiver.example.com', comer),
  ];
  const most = (comer: Comer) => by(comer).map(({ limits }) => limits.map((limit) => limit.most));
  const whole = [[5], [20], [300], [1, 3], [20], [300]];
  const half = [[2], [10], [150], [1, 3], [10], [150]];

  it('is the same name by both doors, and half as much for programs', () => {
    expect(by(FORM).map(({ what }) => what)).toEqual(by({ door: 'api' }).map(({ what }) => what));
    expect(most(FORM)).toEqual(whole);
    expect(most({ door: 'api' })).toEqual(half);
  });

  it('is half as much for a form without good work where work is asked, and no more for a program that shows some', () => {
    expect(most({ door: 'form', work: 'done' })).toEqual(whole);
    for (const work of ['missing', 'void'] as const) expect(most({ door: 'form', work })).toEqual(half);
    expect(most({ door: 'api', work: 'done' })).toEqual(half);
    expect(by({ door: 'form', work: 'void' }).map(({ what }) => what)).toEqual(by(FORM).map(({ what }) => what));
  });

  it('leaves out the domain of a large provider, where everybody is', () => {
    const by = byMail(PEPPER, { id: 'a1', domain: 'gmail.com', told: true }, FORM);
    expect(by.map(({ what }) => what)).toEqual(['all', 'told#a1']);
  });
});

describe('a limit', () => {
  const day = { most: 1, withinMs: DAY_MS };
  const ever = { most: 3, withinMs: Number.POSITIVE_INFINITY };

  it('lets an address have one mail a day, and three ever', () => {
    const everyHour = Array.from({ length: 24 * 30 }, (_, hour) => START + hour * HOUR_MS);
    const mailed = passed(everyHour, [day, ever]);
    expect(mailed).toHaveLength(3);
    expect(mailed[1]! - mailed[0]!).toBeGreaterThanOrEqual(DAY_MS);
    expect(oneMore([[START / MINUTE_MS, 3]], [day, ever], START + 999 * DAY_MS)).toEqual({
      againMs: Number.POSITIVE_INFINITY,
    });
  });

  it('says when one more may pass', () => {
    const limits = [{ most: 2, withinMs: HOUR_MS }];
    const counted: Counted = [
      [START / MINUTE_MS, 1],
      [START / MINUTE_MS + 10, 1],
    ];
    expect(oneMore(counted, limits, START + 20 * MINUTE_MS)).toEqual({ againMs: START + HOUR_MS + MINUTE_MS });
  });

  it('is kept in every window, wherever it begins, and is never stricter by more than a minute', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 12 }),
        fc.array(fc.integer({ min: 0, max: 20 * MINUTE_MS }), { maxLength: 80 }),
        (most, gaps) => {
          let at = START;
          const tries = gaps.map((gap) => {
            at += gap;
            return at;
          });
          const limits = [{ most, withinMs: HOUR_MS }];
          const times = passed(tries, limits);
          for (const from of times)
            expect(times.filter((one) => one >= from && one < from + HOUR_MS).length).toBeLessThanOrEqual(most);
          for (const one of tries.filter((tried) => !times.includes(tried)))
            expect(
              times.filter((before) => before < one && before > one - HOUR_MS - MINUTE_MS).length,
            ).toBeGreaterThanOrEqual(most);
        },
      ),
    );
  });

  it('forgets what is long over, and keeps what counts for ever', () => {
    const limits = [{ most: 2, withinMs: HOUR_MS }];
    const next = oneMore([[0, 2]], limits, START);
    expect(next).toEqual({ counted: [[START / MINUTE_MS, 1]] });
    expect(forgottenAt([[START / MINUTE_MS, 1]], limits)).toBe(START + HOUR_MS + MINUTE_MS);
    expect(forgottenAt([[0, 1]], [day, ever])).toBeUndefined();
  });

  it('takes back what did not happen', () => {
    expect(oneLess([])).toEqual([]);
    expect(oneLess([[1, 2]])).toEqual([[1, 1]]);
    expect(
      oneLess([
        [1, 2],
        [2, 1],
      ]),
    ).toEqual([[1, 2]]);
  });
});
