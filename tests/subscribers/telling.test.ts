import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MINUTE_MS, plus } from '../../shared/core/instant.ts';
import { mannerOf } from '../../shared/core/subscribers/manners.ts';
import { type Choice, EVERYTHING, type Subscriber } from '../../shared/core/subscribers/subscriber.ts';
import {
  claimed,
  nextStep,
  owedTo,
  type Said,
  stillOwed,
  type Telling,
  told,
} from '../../shared/core/subscribers/telling.ts';
import { chainOf, draft, incidentOf, opening, resolution, TEN_O_CLOCK } from '../support/entries.ts';

const minutes = (count: number) => plus(TEN_O_CLOCK, count * MINUTE_MS);
const api = [{ id: 'api', status: 'major_outage' as const }];
const promises = { nextUpdateBy: minutes(30) };
const sorry = draft({
  kind: 'apology',
  automated: true,
  settles: [{ seq: 1, promise: 'nextUpdateBy', as: 'slipped' }],
});

const said = (drafts = [opening({ components: api, promises }), draft(), resolution()], since = TEN_O_CLOCK): Said => {
  const incident = incidentOf(chainOf('i1', drafts));
  return { incident, sayable: incident.entries, since };
};

const person = (more: Partial<Subscriber> = {}, choice: Partial<Choice> = {}): Subscriber => ({
  id: '0',
  kind: 'mail',
  address: 'somebody@example.com',
  state: 'confirmed',
  choice: { ...EVERYTHING, ...choice },
  consent: { at: TEN_O_CLOCK, how: 'form', words: '1' },
  confirmedAt: TEN_O_CLOCK,
  version: 1,
  ...more,
});

const claim = (seq: number, tries = 1, at = TEN_O_CLOCK): Telling =>
  claimed(undefined, { seq, tries, attempt: 'a', at, claimMs: 180_000 });

const owed = (who: Subscriber, row: Telling | undefined, of = said()) => owedTo(who, row, of).map(({ seq }) => seq);

describe('whoever follows one incident alone', () => {
  const taking = draft({ automated: true, takes: 'other' });
  const owed = (drafts: Parameters<typeof said>[0], incident: string) =>
    owedTo(person({}, { incident }), undefined, said(drafts)).map(({ seq }) => seq);

  it('is told of it, and once it is merged of the one in which it goes on, from there', () => {
    expect(owed([opening(), draft()], 'i1')).toEqual([1, 2]);
    expect(owed([opening(), draft()], 'other')).toEqual([]);
    expect(owed([opening(), draft(), taking, resolution()], 'other')).toEqual([3, 4]);
    expect(owed([opening(), draft(), taking, resolution()], 'third')).toEqual([]);
  });

  it('is told no more of the other one once the merge was taken back', () => {
    expect(owed([opening(), taking, draft({ automated: true, releases: 'other' }), resolution()], 'other')).toEqual([]);
  });
});

describe('a person is owed', () => {
  it('what was said since they confirmed, and since the channel was armed', () => {
    expect(owed(person(), undefined)).toEqual([1, 2, 3]);
    expect(owed(person({ confirmedAt: minutes(1) }), undefined)).toEqual([2, 3]);
    expect(owed(person(), undefined, said(undefined, minutes(2)))).toEqual([3]);
  });

  it('what concerns the parts, the incident and the impact that they chose', () => {
    expect(owed(person({}, { components: ['api'] }), undefined)).toEqual([1, 2, 3]);
    expect(owed(person({}, { components: ['sign-in'] }), undefined)).toEqual([]);
    expect(owed(person({}, { incident: 'i1', components: ['sign-in'] }), undefined)).toEqual([1, 2, 3]);
    expect(owed(person({}, { incident: 'i2' }), undefined)).toEqual([]);
    expect(owed(person({}, { minImpact: 'critical' }), undefined)).toEqual([]);
    expect(owed(person({}, { level: 'ends' }), undefined)).toEqual([1, 3]);
  });

  it('nothing more of what they were told, and what is being told until that is over', () => {
    expect(owed(person(), told(claim(2), TEN_O_CLOCK))).toEqual([3]);
    expect(owed(person(), claim(2))).toEqual([2, 3]);
    // Openings and ends alone: the newest words were an update, and are theirs until it is over.
    expect(owed(person({}, { level: 'ends' }), claim(2))).toEqual([2, 3]);
  });

  it('an apology only if the promise reached them before it was due', () => {
    const late = said([opening({ promises }), sorry]);
    expect(owed(person(), told(claim(1), minutes(29)), late)).toEqual([2]);
    expect(owed(person(), told(claim(1), minutes(30)), late)).toEqual([]);
    expect(owed(person({ confirmedAt: minutes(1) }), undefined, late)).toEqual([]);
  });
});

describe('the next step with a person', () => {
  const mail = mannerOf('mail');
  const step = (row: Telling | undefined, now = TEN_O_CLOCK, kind: Subscriber['kind'] = 'mail') =>
    nextStep(person({ kind }), row, said(), mannerOf(kind), now);

  it('is the newest words, or each one in order for a program', () => {
    expect(step(undefined)).toMatchObject({ type: 'tell', entry: { seq: 3 }, tries: 1 });
    expect(step(undefined, TEN_O_CLOCK, 'webhook')).toMatchObject({ type: 'tell', entry: { seq: 1 }, tries: 1 });
    expect(step(told(claim(3), TEN_O_CLOCK))).toEqual({ type: 'settled' });
  });

  it('waits while what is in doubt may still be proven, also with newer words', () => {
    for (const seq of [2, 3]) {
      expect(step(claim(seq), plus(TEN_O_CLOCK, 179_000))).toEqual({ type: 'wait', until: minutes(3) });
      expect(step(claim(seq), minutes(3))).toMatchObject({ type: 'tell', entry: { seq: 3 }, tries: seq === 3 ? 2 : 1 });
    }
  });

  it('gives up behind three tries, and does not count what was surely not taken', () => {
    expect(step(claim(3, 3), minutes(3))).toMatchObject({ type: 'give-up' });
    const throttled = stillOwed(claim(3, 3), minutes(1), 'too fast', false);
    expect(step(throttled, minutes(1))).toMatchObject({ type: 'tell', tries: 3 });
    expect(step(stillOwed(claim(3, 3), minutes(1), 'failed', true), minutes(1))).toMatchObject({ type: 'give-up' });
  });

  it('is said twice in a room only where it opens or ends an incident', () => {
    const inRoom = (seq: number) =>
      nextStep(
        person({ kind: 'slack' }),
        claim(seq),
        { ...said(), sayable: said().sayable.slice(0, seq) },
        mannerOf('slack'),
        minutes(3),
      );
    expect(inRoom(2)).toMatchObject({ type: 'give-up' });
    expect(inRoom(3)).toMatchObject({ type: 'tell', tries: 2 });
  });

  it('never goes back, whatever stands in the row', () => {
    const states = fc.constantFrom('claimed', 'owed', 'told', 'unknown', 'refused') as fc.Arbitrary<Telling['state']>;
    const arbitrary = fc.record({
      seq: fc.integer({ min: 1, max: 3 }),
      state: states,
      tries: fc.integer({ min: 0, max: 4 }),
    });
    fc.assert(
      fc.property(arbitrary, fc.constantFrom('mail' as const, 'webhook' as const), (given, kind) => {
        const row = { ...claim(given.seq), ...given };
        const next = nextStep(person({ kind }), row, said(), mannerOf(kind), minutes(60));
        if (next.type === 'tell') expect(next.entry.seq).toBeGreaterThanOrEqual(row.seq);
        if (given.state === 'told' && given.seq === 3) expect(next).toEqual({ type: 'settled' });
      }),
    );
    expect(mail.claimMs).toBe(180_000);
  });
});
