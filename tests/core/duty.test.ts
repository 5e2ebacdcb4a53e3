import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Instant, instant } from '../../shared/core/instant.ts';
import { addresseesOf, reachesOf, reachOfDuties } from '../../shared/core/people/addressees.ts';
import { onDuty, type SaidOnDuty, type Shift } from '../../shared/core/people/duty.ts';
import { DUTIES, type Duty, type HouseRole, type Person, personCalled } from '../../shared/core/people/person.ts';

const at = (text: string): Instant => instant(Date.parse(text));

const someone = (id: string, as: readonly HouseRole[], addresses: Person['addresses'] = confirmedMail(id)): Person => ({
  id,
  name: id.toUpperCase(),
  as,
  addresses,
  version: 1,
});
const confirmedMail = (id: string): Person['addresses'] => ({
  mail: { to: `${id}@example.com`, asked: 'a', confirmedAt: at('2026-11-01T00:00:00Z'), subscription: `arn:${id}` },
});

const ada = someone('ada', ['commander', 'approver']);
const bob = someone('bob', ['commander', 'deputy']);
const eve = someone('eve', ['escalation']);
const people = [ada, bob, eve];
const ids = (persons: readonly Person[]) => persons.map(({ id }) => id);

/** Ada by day and Bob by night, in Vienna. */
const table: Shift[] = [
  {
    as: 'commander',
    person: 'ada',
    days: ['mon', 'tue', 'wed', 'thu', 'fri'],
    from: '08:00',
    to: '20:00',
    zone: 'Europe/Vienna',
  },
  {
    as: 'commander',
    person: 'bob',
    days: ['mon', 'tue', 'wed', 'thu', 'fri'],
    from: '20:00',
    to: '08:00',
    zone: 'Europe/Vienna',
  },
];
const who = (when: string, said: SaidOnDuty[] = [], shifts = table) => {
  const { people: on, because } = onDuty('commander', at(when), { people, said, table: shifts });
  return [...ids(on), because];
};
const said = (when: string, ...named: string[]): SaidOnDuty => ({
  as: 'commander',
  people: named,
  at: at(when),
  by: 'x',
});

describe('who is on duty', () => {
  it('is everybody who may be, where nobody says who', () => {
    expect(who('2026-11-23T12:00:00Z', [], [])).toEqual(['ada', 'bob', 'everybody']);
  });

  it('is whom the weekly table names, over midnight and into the day after the last', () => {
    expect(who('2026-11-23T06:59:59Z')).toEqual(['ada', 'bob', 'everybody']);
    expect(who('2026-11-23T07:00:00Z')).toEqual(['ada', 'table']);
    expect(who('2026-11-23T19:00:00Z')).toEqual(['bob', 'table']);
    expect(who('2026-11-28T06:59:59Z')).toEqual(['bob', 'table']);
    expect(who('2026-11-28T07:00:00Z')).toEqual(['ada', 'bob', 'everybody']);
  });

  it('keeps to the clocks on the wall when they are changed', () => {
    expect(who('2026-10-23T05:59:59Z')).toEqual(['bob', 'table']);
    expect(who('2026-10-23T06:00:00Z')).toEqual(['ada', 'table']);
    expect(who('2026-10-26T06:30:00Z')).toEqual(['ada', 'bob', 'everybody']);
    expect(who('2026-10-26T07:00:00Z')).toEqual(['ada', 'table']);
  });

  it('is who was named last, until the table next turns', () => {
    const tapped = said('2026-11-23T12:00:00Z', 'bob');
    expect(who('2026-11-23T11:59:59Z', [tapped])).toEqual(['ada', 'table']);
    expect(who('2026-11-23T18:59:59Z', [tapped])).toEqual(['bob', 'said']);
    expect(who('2026-11-24T07:00:00Z', [tapped])).toEqual(['ada', 'table']);
    expect(who('2026-12-24T07:00:00Z', [tapped], [])).toEqual(['bob', 'said']);
  });

  it('is who was named until a time, whatever the table says, and no longer', () => {
    const until = { ...said('2026-11-23T12:00:00Z', 'ada'), until: at('2026-11-23T22:00:00Z') };
    expect(who('2026-11-23T21:59:59Z', [until])).toEqual(['ada', 'said']);
    expect(who('2026-11-23T22:00:00Z', [until])).toEqual(['bob', 'table']);
    expect(who('2026-11-23T22:00:00Z', [until], [])).toEqual(['ada', 'bob', 'everybody']);
  });

  it('is nobody who is not in the directory for it, and nobody can be named away', () => {
    expect(who('2026-11-23T12:00:00Z', [said('2026-11-23T11:00:00Z', 'eve')])).toEqual(['ada', 'table']);
    expect(who('2026-11-23T12:00:00Z', [said('2026-11-23T11:00:00Z')])).toEqual(['ada', 'table']);
    const gone: Shift[] = [{ ...table[0]!, person: 'gone' }];
    expect(who('2026-11-23T12:00:00Z', [], gone)).toEqual(['ada', 'bob', 'everybody']);
  });

  it('is always somebody while somebody may be, whatever was said', () => {
    const anyone = fc.constantFrom('ada', 'bob', 'eve', 'gone');
    const moment = fc.integer({ min: Date.parse('2026-01-01'), max: Date.parse('2027-01-01') }).map(instant);
    const anything = fc.record({ as: fc.constantFrom(...DUTIES), people: fc.array(anyone), at: moment, by: anyone });
    fc.assert(
      fc.property(
        fc.array(anything),
        moment,
        fc.constantFrom<Duty>('commander', 'deputy', 'escalation'),
        (words, when, as) => {
          const found = onDuty(as, when, { people, said: words, table }).people;
          expect(found.length).toBeGreaterThan(0);
          expect(found.every((one) => one.as.includes(as))).toBe(true);
        },
      ),
    );
  });
});

describe('whom a message goes to', () => {
  const now = at('2026-11-23T12:00:00Z');
  const to = (
    as: Duty,
    of: readonly Person[],
    more: { said?: SaidOnDuty[]; standing?: string[]; except?: string } = {},
  ) =>
    ids(
      addresseesOf(
        as,
        now,
        { people: of, said: more.said ?? [], table: [] },
        reachesOf(more.standing && new Set(more.standing)),
        ({ id }) => id === more.except,
      ),
    );

  it('is who is on duty for it and nobody else', () => {
    expect(to('commander', people, { said: [said('2026-11-23T11:00:00Z', 'bob')] })).toEqual(['bob']);
    expect(to('approver', people)).toEqual(['ada']);
  });

  it('is somebody else who may be, where nobody on duty would be reached', () => {
    const unconfirmed = someone('bob', ['commander'], { mail: { to: 'b@example.com', asked: 'a' } });
    expect(to('commander', [ada, unconfirmed], { said: [said('2026-11-23T11:00:00Z', 'bob')] })).toEqual(['ada']);
    expect(to('commander', [ada, bob], { standing: ['arn:bob'] })).toEqual(['bob']);
  });

  it('is whoever is paged for another duty, rather than nobody', () => {
    expect(to('desk', people)).toEqual(['eve']);
    expect(to('approver', people, { except: 'ada' })).toEqual(['eve']);
    expect(to('deputy', [ada])).toEqual(['ada']);
    expect(to('commander', [someone('m', ['alarms'])])).toEqual([]);
  });
});

describe('a house', () => {
  it('is reached once every duty that an outage needs has somebody with a confirmed address', () => {
    const known = reachesOf(new Set(['arn:ada', 'arn:bob']));
    expect(reachOfDuties({ people }, known)).toEqual({
      commander: 'reached',
      deputy: 'reached',
      escalation: 'unconfirmed',
    });
    expect(reachOfDuties({ people: [ada] }, reachesOf(undefined))).toEqual({
      commander: 'reached',
      deputy: 'nobody',
      escalation: 'nobody',
    });
    const byHook = someone('h', ['escalation'], { hook: { to: 'https://h.example', asked: 'a', confirmedAt: now } });
    expect(reachOfDuties({ people: [...people, byHook] }, known).escalation).toBe('reached');
  });

  it('calls people by id before name, and by a name only if it is one person’s', () => {
    const twins = [someone('a1', []), { ...someone('b1', []), name: 'A1' }, { ...someone('c1', []), name: 'Sam' }];
    expect(personCalled(twins, ' A1 ')?.id).toBe('a1');
    expect(personCalled(twins, 'sam')?.id).toBe('c1');
    expect(personCalled([...twins, { ...someone('d1', []), name: 'SAM' }], 'sam')).toBeUndefined();
  });
});

const now = at('2026-11-23T12:00:00Z');
