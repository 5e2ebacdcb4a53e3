import { describe, expect, it } from 'vitest';
import { type Instant, MINUTE_MS, plus } from '../../shared/core/instant.ts';
import type { CommandDraft } from '../../shared/ports/drafts.ts';
import { TEN_O_CLOCK } from '../support/entries.ts';
import type { MakeStores } from './stores.ts';

const at = TEN_O_CLOCK;
const later = plus(at, MINUTE_MS);

const draft = (id: string, more: Partial<CommandDraft> = {}): CommandDraft => ({
  id,
  incident: 'i1',
  command: 'update',
  text: '{"message":"We restart it."}',
  reason: { reason: 'restricted' },
  proposedBy: { subject: 'sub-of-ada', actor: 'ada', person: true },
  proposedAt: at,
  seen: '"1-0123456789abcdef"',
  decideBy: later,
  onTimeout: 'escalate',
  key: { keyHash: 'k', bodyHash: 'b' },
  state: 'waiting',
  ...more,
});

/** What drafts must do, wherever they are kept. */
export function draftsContract(make: MakeStores) {
  describe('a draft', () => {
    it('is kept as it was proposed first, and read back whole', async () => {
      const { drafts } = await make();
      expect(await drafts.read('d1')).toBeUndefined();
      expect(await drafts.propose(draft('d1'))).toEqual(draft('d1'));
      expect(await drafts.propose(draft('d1', { text: '{}' }))).toEqual(draft('d1'));
      expect(await drafts.read('d1')).toEqual(draft('d1'));
    });

    it('waits until it is decided, beside others, oldest first', async () => {
      const { drafts } = await make();
      for (const one of [draft('a', { proposedAt: later }), draft('b'), draft('c', { proposedAt: plus(later, 1) })])
        await drafts.propose(one);
      await drafts.decide('c', 'dropped', { by: 'ada', at: later });
      expect((await drafts.waiting()).map(({ id }) => id)).toEqual(['b', 'a']);
    });

    it('is edited in the version that was read, by one of many, and not once it is decided', async () => {
      const { drafts } = await make();
      await drafts.propose(draft('d1'));
      const { reason, seen } = draft('d1');
      const to = (actor: string, version: number) => ({
        text: `{"message":"by ${actor}"}`,
        reason,
        proposedBy: { subject: `sub-of-${actor}`, actor, person: true, door: 'signed-in' as const },
        proposedAt: later,
        seen,
        decideBy: plus(later, MINUTE_MS),
        onTimeout: 'publish' as const,
        version,
      });
      const edits = await Promise.all(['ada', 'bob'].map((actor) => drafts.edit('d1', 1, to(actor, 2))));
      expect(edits.filter(Boolean)).toHaveLength(1);
      const first = draft('d1', to(edits[0] ? 'ada' : 'bob', 2));
      expect(await drafts.read('d1')).toEqual(first);
      expect(await drafts.edit('d1', 1, to('eve', 2))).toBe(false);
      expect(await drafts.edit('d1', 2, to('eve', 3))).toBe(true);
      await drafts.decide('d1', 'dropped', { by: 'ada', at: later });
      expect(await drafts.edit('d1', 3, to('dan', 4))).toBe(false);
      expect(await drafts.edit('none', 1, to('dan', 2))).toBe(false);
      expect(await drafts.read('d1')).toMatchObject({ version: 3, state: 'dropped' });
    });

    it('is found by its incident whether it waits or not, and loses its words without losing what became of it', async () => {
      const { drafts } = await make();
      const decided = { by: 'ada', at: later, seq: 2 };
      await drafts.propose(draft('d1'));
      await drafts.propose(draft('d2', { incident: 'another' }));
      await drafts.decide('d1', 'approved', decided);
      const approved = draft('d1', { state: 'approved', decided });
      expect(await drafts.of(approved.incident)).toEqual([approved]);
      for (const _twice of [1, 2]) await drafts.redact('d1');
      expect(await drafts.read('d1')).toEqual({ ...approved, text: '{}', redacted: true });
      await drafts.redact('none');
      expect(await drafts.read('none')).toBeUndefined();
    });

    it('is taken by one of many, and then neither edited nor dropped until it is given back', async () => {
      const { drafts } = await make();
      await drafts.propose(draft('d1', { publishAt: later }));
      const until = [2, 3].map((minutes) => plus(at, minutes * MINUTE_MS)) as [Instant, Instant];
      const taken = await Promise.all(until.map((one) => drafts.take('d1', 1, at, one)));
      expect(taken.filter(Boolean)).toHaveLength(1);
      const mine = until[taken.indexOf(true)] as Instant;
      expect(await drafts.read('d1')).toEqual(draft('d1', { publishAt: later, takenUntil: mine }));
      expect(await drafts.edit('d1', 1, { text: '{}', version: 2 })).toBe(false);
      expect(await drafts.decide('d1', 'dropped', { by: 'ada', at: later })).toBe(false);
      const stopped = { at: later, because: 'said-since' as const };
      await drafts.giveBack('d1', plus(mine, 1), { stopped });
      expect(await drafts.read('d1')).toMatchObject({ takenUntil: mine });
      for (const _twice of [1, 2]) await drafts.giveBack('d1', mine, { stopped, publishAt: undefined });
      expect(await drafts.read('d1')).toEqual(draft('d1', { stopped }));
      expect(await drafts.edit('d1', 1, { stopped: undefined, version: 2 })).toBe(true);
      expect(await drafts.read('d1')).toEqual(draft('d1', { version: 2 }));
    });

    it('that is taken can be taken again once that is over, and is said', async () => {
      const { drafts } = await make();
      await drafts.propose(draft('d1'));
      expect(await drafts.take('d1', 2, at, later)).toBe(false);
      expect(await drafts.take('d1', 1, at, later)).toBe(true);
      expect(await drafts.take('d1', 1, plus(later, -1), plus(later, 1))).toBe(false);
      expect(await drafts.take('d1', 1, later, plus(later, MINUTE_MS))).toBe(true);
      const decided = { by: 'ada', at: later, seq: 2 };
      expect(await drafts.decide('d1', 'published', decided)).toBe(true);
      expect(await drafts.take('d1', 1, plus(later, MINUTE_MS), plus(later, 2 * MINUTE_MS))).toBe(false);
      expect(await drafts.read('d1')).toEqual(draft('d1', { state: 'published', decided }));
      expect(await drafts.take('none', 1, at, later)).toBe(false);
      await drafts.giveBack('none', later, {});
      expect(await drafts.read('none')).toBeUndefined();
    });

    it('is looked after by somebody else once its author has left, and stays its author’s words', async () => {
      const { drafts } = await make();
      await drafts.propose(draft('d1'));
      await drafts.propose(draft('d2'));
      await drafts.decide('d2', 'dropped', { by: 'eve', at: later });
      const handedTo = { to: 'bob', from: 'ada', at: later };
      for (const id of ['d1', 'd2', 'none']) await drafts.handOn(id, handedTo);
      expect(await drafts.read('d1')).toEqual(draft('d1', { handedTo }));
      expect(await drafts.read('d2')).not.toHaveProperty('handedTo');
      expect(await drafts.read('none')).toBeUndefined();
    });

    it('is decided by exactly one of many', async () => {
      const { drafts } = await make();
      await drafts.propose(draft('d1'));
      const states = ['approved', 'dropped', 'published'] as const;
      const decisions = await Promise.all(
        states.map((state, index) => drafts.decide('d1', state, { by: `person ${index}`, at: later, seq: 2 })),
      );
      expect(decisions.filter(Boolean)).toHaveLength(1);
      const winner = decisions.indexOf(true);
      expect(await drafts.read('d1')).toEqual(
        draft('d1', { state: states[winner]!, decided: { by: `person ${winner}`, at: later, seq: 2 } }),
      );
      expect(await drafts.decide('none', 'dropped', { by: 'ada', at: later })).toBe(false);
    });
  });
}

/** What handovers must do, wherever they are kept. */
export function handoversContract(make: MakeStores) {
  const handover = { to: 'bob', from: 'ada', fromSubject: 'sub-of-ada', fromPerson: true, at };

  describe('a handover', () => {
    it('is accepted once, by one of many', async () => {
      const { handovers } = await make();
      expect(await handovers.of('i1')).toBeUndefined();
      expect(await handovers.accept('i1', at, { by: 'bob', at: later })).toBe(false);
      await handovers.begin('i1', handover);
      expect(await handovers.of('i1')).toEqual(handover);
      const taken = await Promise.all(['bob', 'eve', 'dan'].map((by) => handovers.accept('i1', at, { by, at: later })));
      expect(taken.filter(Boolean)).toHaveLength(1);
      const by = ['bob', 'eve', 'dan'][taken.indexOf(true)]!;
      expect(await handovers.of('i1')).toEqual({ ...handover, accepted: { by, at: later } });
    });

    it('gives way to a later one, and an acceptance of the earlier comes too late', async () => {
      const { handovers } = await make();
      await handovers.begin('i1', handover);
      await handovers.begin('i1', { ...handover, to: 'eve', at: later });
      expect(await handovers.accept('i1', at, { by: 'bob', at: later })).toBe(false);
      expect(await handovers.of('i1')).toEqual({ ...handover, to: 'eve', at: later });
    });
  });
}

/** What follow-ups must do, wherever they are kept. */
export function followUpsContract(make: MakeStores) {
  const followUp = (id: string, when = at) => ({ id, reference: `ticket ${id}`, by: 'ada', at: when });

  describe('a follow-up', () => {
    it('is noted once, and listed in the order of noting', async () => {
      const { followUps } = await make();
      await followUps.add('i1', followUp('b'));
      await followUps.add('i1', followUp('a', later));
      expect(await followUps.add('i1', followUp('b', later))).toEqual(followUp('b'));
      await followUps.add('i2', followUp('c'));
      expect(await followUps.of('i1')).toEqual([followUp('b'), followUp('a', later)]);
    });

    it('keeps its first answer', async () => {
      const { followUps } = await make();
      await followUps.add('i1', followUp('a'));
      const answered = { by: 'bob', at: later };
      expect(await followUps.answer('i1', 'none', answered)).toBeUndefined();
      expect(await followUps.answer('i1', 'a', answered)).toEqual({ ...followUp('a'), answered });
      expect(await followUps.answer('i1', 'a', { by: 'eve', at: later })).toEqual({ ...followUp('a'), answered });
      expect(await followUps.of('i1')).toEqual([{ ...followUp('a'), answered }]);
    });
  });
}

/** What alarm claims and joined alarms must do, wherever they are kept. */
export function alarmClaimsContract(make: MakeStores) {
  describe('the claim of a component', () => {
    it('goes to one of many, and moves only from who has it', async () => {
      const { alarmClaims } = await make();
      expect(await alarmClaims.of('api')).toBeUndefined();
      const held = await Promise.all(['i1', 'i2', 'i3'].map((id) => alarmClaims.claim('api', id, undefined)));
      expect(new Set(held).size).toBe(1);
      const [holder] = held;
      expect(await alarmClaims.of('api')).toBe(holder);
      expect(await alarmClaims.claim('api', 'i9', 'not the holder')).toBe(holder);
      expect(await alarmClaims.claim('api', 'i9', holder)).toBe('i9');
      expect(await alarmClaims.of('web')).toBeUndefined();
    });
  });

  describe('an alarm that joins', () => {
    it('is noted once in each of its states', async () => {
      const { alarmClaims } = await make();
      const firing = { key: 'a#1', source: 'prom', state: 'firing', at } as const;
      await alarmClaims.join('i1', [firing]);
      await alarmClaims.join('i1', [{ ...firing, at: later }]);
      await alarmClaims.join('i1', [{ ...firing, state: 'recovered', at: later }]);
      await alarmClaims.join('i2', [firing]);
      expect(await alarmClaims.joinedOf('i1')).toEqual([
        { ...firing, lastAt: later },
        { ...firing, state: 'recovered', at: later },
      ]);
    });

    it('joins with many others as it does alone, also where it joined before or is named twice', async () => {
      const { alarmClaims } = await make();
      const some = (count: number, more: object = {}) =>
        Array.from({ length: count }, (_, index) => ({
          key: `c${index}`,
          source: 'prom',
          state: 'firing' as const,
          at: plus(at, index),
          ...more,
        }));
      await alarmClaims.join('i1', [some(1)[0]!]);
      await alarmClaims.join('i1', some(120));
      await alarmClaims.join('i1', [
        ...some(3, { at: later }),
        ...some(3, { at: later }),
        ...some(1, { state: 'no-data' }),
      ]);
      const expected = [
        ...some(120).map((one, index) => (index < 3 ? { ...one, lastAt: later } : one)),
        ...some(1, { state: 'no-data' }),
      ];
      const byKey = (joined: readonly { key: string; state: string }[]) =>
        new Map(joined.map((one) => [`${one.key}#${one.state}`, one]));
      expect(byKey(await alarmClaims.joinedOf('i1'))).toEqual(byKey(expected));
      await alarmClaims.join('i1', []);
      expect(await alarmClaims.joinedOf('i1')).toHaveLength(121);
    });
  });

  describe('an alarm that no rule is for', () => {
    const alarm = { source: 'prom', at, is: 'alarm', check: 'c1', state: 'firing', labels: { a: 'b' } } as const;

    it('is kept for two weeks, the newest of its kind, newest first', async () => {
      const { unmappedAlarms } = await make();
      expect(await unmappedAlarms.newest(at)).toEqual([]);
      await unmappedAlarms.note(alarm);
      const ping = { source: 'prom', at, is: 'no-alarm', fields: ['ping'] } as const;
      await unmappedAlarms.note(ping);
      await unmappedAlarms.note({ ...alarm, at: later, labels: { a: 'c' } });
      expect(await unmappedAlarms.newest(later)).toEqual([{ ...alarm, at: later, labels: { a: 'c' } }, ping]);
      expect(await unmappedAlarms.newest(plus(later, 14 * 24 * 60 * MINUTE_MS))).toEqual([]);
    });

    it('is among 50 at most, and never more than there is room for', async () => {
      const { unmappedAlarms } = await make();
      for (let number = 0; number < 300; number += 1)
        await unmappedAlarms.note({ ...alarm, check: `c${number}`, at: plus(at, number) });
      const newest = await unmappedAlarms.newest(later);
      expect([newest.length, newest[0]]).toMatchObject([50, { check: 'c299' }]);
    });
  });

  describe('an alarm that waits, to see whether it clears by itself', () => {
    const opening = {
      rule: 1,
      component: 'api',
      name: 'API',
      status: 'major_outage',
      impact: 'major',
      say: 'first-word',
      holdMs: 60_000,
    } as const;
    const held = {
      source: 'prom',
      alarm: { check: 'c1', outage: 'o1', state: 'firing', labels: { a: 'b' } },
      opening,
      at,
      until: later,
    } as const;
    const key = { source: 'prom', check: 'c1', component: 'api' };

    it('is held once, and due when its time has come', async () => {
      const { heldAlarms } = await make();
      expect(await heldAlarms.hold(held)).toEqual(held);
      expect(await heldAlarms.hold({ ...held, until: plus(later, 60_000) })).toEqual(held);
      const other = { ...held, alarm: { ...held.alarm, check: 'c'.repeat(2000) } };
      await heldAlarms.hold(other);
      expect(await heldAlarms.due(plus(later, -1))).toEqual([]);
      expect(await heldAlarms.due(later)).toHaveLength(2);
    });

    it('is let go once, says why if it is asked again, and may be held again', async () => {
      const { heldAlarms } = await make();
      expect(await heldAlarms.release(key, 'cleared', at)).toBeUndefined();
      await heldAlarms.hold(held);
      expect(await heldAlarms.release(key, 'cleared', at)).toBe('now');
      expect(await heldAlarms.release(key, 'taken', at)).toBe('cleared');
      expect(await heldAlarms.due(later)).toEqual([]);
      await heldAlarms.hold(held);
      expect(await heldAlarms.due(later)).toEqual([held]);
    });
  });
}

/** What is remembered of outages that are over, wherever it is kept. */
export function overContract(make: MakeStores) {
  describe('the end of an outage', () => {
    it('is remembered by component, once for each outage, and for a time', async () => {
      const { alarmClaims } = await make();
      const over = (key: string, more: object = {}) => ({
        check: 'a',
        outage: key,
        joined: { key, source: 'prom', state: 'recovered' as const, at },
        ...more,
      });
      await alarmClaims.rememberOver('api', [over('a@1')], later);
      await alarmClaims.rememberOver('api', [over('a@2')], at);
      await alarmClaims.rememberOver('web', [over('a@3')], later);
      await alarmClaims.rememberOver('api', [over('a@1')], later);
      expect(await alarmClaims.overOf('api', at)).toEqual([over('a@1')]);
      expect(await alarmClaims.overOf('api', later)).toEqual([]);
      expect(await alarmClaims.of('api')).toBeUndefined();
    });
  });
}

/** What receipts of storms must do, wherever they are kept. */
export function receiptsContract(make: MakeStores) {
  describe('a receipt', () => {
    const receipt = { id: 'r1', source: 'prom', at, accepted: 3, until: later };
    const line = (alarm: string, result = 'pending') => ({ alarm, component: 'api', result });

    it('has the lines of its parts, each settled by itself, until it is forgotten', async () => {
      const { receipts } = await make();
      expect(await receipts.read('r1', at)).toBeUndefined();
      await receipts.begin(receipt, [[line('a'), line('b')], [line('c')]]);
      expect(await receipts.linesOf([{ receipt: 'r1', part: 1 }])).toEqual([[line('c')]]);
      await receipts.settle([{ receipt: 'r1', part: 1, lines: [line('c', 'joined')] }], later);
      const lines = [line('a'), line('b'), line('c', 'joined')];
      expect(await receipts.read('r1', at)).toEqual({ receipt, lines });
      expect(await receipts.read('r1', later)).toBeUndefined();
    });

    it('has many parts, which are settled and read together, in the order in which they are asked for', async () => {
      const { receipts } = await make();
      const names = Array.from({ length: 130 }, (_, part) => `a${part}`);
      await receipts.begin(
        receipt,
        names.map((name) => [line(name)]),
      );
      const parts = names.map((name, part) => ({ receipt: 'r1', part, lines: [line(name, 'joined')] }));
      await receipts.settle(parts.slice(0, 100), later);
      const lines = names.map((name, part) => line(name, part < 100 ? 'joined' : 'pending'));
      expect((await receipts.read('r1', at))?.lines).toEqual(lines);
      const backwards = parts.toReversed().map(({ part }) => ({ receipt: 'r1', part }));
      expect(await receipts.linesOf(backwards)).toEqual(lines.toReversed().map((one) => [one]));
    });

    it('that has not begun keeps the lines of its parts, and is none', async () => {
      const { receipts } = await make();
      expect(await receipts.linesOf([{ receipt: 'r2', part: 0 }])).toEqual([undefined]);
      await receipts.settle([{ receipt: 'r2', part: 0, lines: [line('a', 'joined')] }], later);
      expect(await receipts.linesOf([1, 0].map((part) => ({ receipt: 'r2', part })))).toEqual([
        undefined,
        [line('a', 'joined')],
      ]);
      expect(await receipts.read('r2', at)).toBeUndefined();
    });
  });
}

/** What rate limits must do, wherever they are kept. `burst` 5, 2 a second. */
export function rateLimitsContract(make: MakeStores) {
  describe('a rate limit', () => {
    const take = async ({ rateLimits }: Awaited<ReturnType<MakeStores>>, client: string, when: string) =>
      (await rateLimits.take(client, when)).waitMs;

    it('lets a burst pass, says how long to wait, and fills up again', async () => {
      const stores = await make();
      const takes = [];
      for (let index = 0; index < 7; index += 1) takes.push(await take(stores, 'ada', at));
      expect(takes).toEqual([0, 0, 0, 0, 0, 500, 500]);
      expect(await take(stores, 'ada', plus(at, 499))).toBe(1);
      expect(await take(stores, 'ada', plus(at, 500))).toBe(0);
      expect(await take(stores, 'ada', plus(at, 500))).toBe(500);
      // Idle for long: full, and no fuller.
      const again = [];
      for (let index = 0; index < 6; index += 1) again.push(await take(stores, 'ada', plus(at, 60_000)));
      expect(again).toEqual([0, 0, 0, 0, 0, 500]);
    });

    it('is each client’s own', async () => {
      const stores = await make();
      for (let index = 0; index < 5; index += 1) await take(stores, 'ada', at);
      expect(await take(stores, 'ada', at)).toBeGreaterThan(0);
      expect(await take(stores, 'bob', at)).toBe(0);
    });

    it('lets no more pass than it holds when many come at once, but for a few', async () => {
      const stores = await make();
      const waits = await Promise.all(Array.from({ length: 40 }, () => take(stores, 'ada', at)));
      const more = await Promise.all(Array.from({ length: 40 }, () => take(stores, 'ada', at)));
      expect(waits.filter((wait) => wait === 0).length).toBeGreaterThanOrEqual(5);
      expect(more.filter((wait) => wait === 0).length).toBeLessThanOrEqual(5);
    });
  });

  describe('who is stopped', () => {
    it('is told so with every count, also long after, and nobody else is', async () => {
      const { rateLimits } = await make();
      await rateLimits.take('ada', at);
      await rateLimits.shutOut('ada', later);
      for (const when of [later, plus(at, 400 * 86_400_000)])
        expect(await rateLimits.take('ada', when)).toEqual({ waitMs: 0, leftAt: later });
      expect(await rateLimits.take('bob', later)).toEqual({ waitMs: 0 });
    });

    it('is told so also when the count itself was guessed wrong, or nothing was counted before', async () => {
      const { rateLimits } = await make();
      await rateLimits.shutOut('ada', at);
      const told = await Promise.all([1, 2, 3].map(() => rateLimits.take('ada', at)));
      expect(told.map(({ leftAt }) => leftAt)).toEqual([at, at, at]);
    });

    it('comes in again with newer tokens once let in, and signing out does not let anybody in', async () => {
      const { rateLimits } = await make();
      await rateLimits.shutOut('ada', at);
      await rateLimits.endTokens('ada', later);
      expect(await rateLimits.take('ada', later)).toEqual({ waitMs: 0, leftAt: at, endedAt: later });
      await rateLimits.letIn('ada', plus(later, 1_000));
      expect(await rateLimits.take('ada', plus(later, 2_000))).toEqual({ waitMs: 0, endedAt: plus(later, 1_000) });
    });
  });
}

/** What the audit log must do, wherever they are kept. */
export function auditLogContract(make: MakeStores) {
  describe('an act', () => {
    it('is kept beside others of the same moment, and read newest first', async () => {
      const { auditLog } = await make();
      const act = (by: string, when = at) => ({ at: when, by, act: 'PUT /v1/freeze', on: '/v1/freeze', said: '{}' });
      await auditLog.note(act('ada'));
      await auditLog.note(act('bob', later));
      await auditLog.note(act('eve'));
      expect((await auditLog.newest(10)).map(({ by }) => by).toSorted()).toEqual(['ada', 'bob', 'eve']);
      expect(await auditLog.newest(1)).toEqual([act('bob', later)]);
    });
  });
}
