import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type Answer,
  afterAttempt,
  afterLook,
  claimed,
  expiresAt,
  isEnded,
  isTold,
  type NewAnswer,
  nextStep,
  type Outcome,
  SURELY_VISIBLE_MS,
  sending,
} from '../../shared/core/desk/answer.ts';
import { HOUR_MS, MINUTE_MS, plus, SECOND_MS } from '../../shared/core/instant.ts';

const NOW = '2026-11-22T10:00:00.000Z';
const later = (ms: number) => plus(NOW, ms);

const made: NewAnswer = {
  incident: 'i1',
  source: 'x',
  person: 'p1',
  kind: 'reply',
  way: 'thread',
  to: { theirs: '1', author: { theirs: 'a', handle: 'ana' }, direct: false },
  text: 'You are right.',
  by: 'ada',
  seq: 3,
};
const calm = { outdated: false, mayAnswer: true };
const step = (answer: Answer, ms: number, of: Partial<typeof calm> = {}) =>
  nextStep(answer, { now: later(ms), ...calm, ...of });
const sent = (answer: Answer) => sending(answer, NOW);
const held: Outcome = { outcome: 'held', reason: 'rate limit' };

describe('an answer', () => {
  it('whose holder died before it left is sent by the next one', () => {
    const answer = claimed(made, undefined, NOW);
    expect(step(answer, 10 * SECOND_MS)).toEqual({ do: 'wait', until: later(30 * SECOND_MS) });
    expect(step(answer, 30 * SECOND_MS)).toEqual({ do: 'send' });
  });

  it('whose holder died after it left is looked for, and never sent again', () => {
    expect(step(sent(claimed(made, undefined, NOW)), MINUTE_MS)).toEqual({ do: 'look' });
  });

  it('that is held waits, and goes out when its place opens', () => {
    const until = later(4 * MINUTE_MS);
    const waiting = afterAttempt(sent(claimed(made, undefined, NOW)), { ...held, until }, NOW);
    expect(step(waiting, MINUTE_MS)).toEqual({ do: 'wait', until });
    expect(step(waiting, 4 * MINUTE_MS)).toEqual({ do: 'send' });
  });

  it('is dropped after half an hour, and as soon as something newer was said', () => {
    const waiting = afterAttempt(sent(claimed(made, undefined, NOW)), held, NOW);
    expect(step(waiting, 30 * MINUTE_MS)).toMatchObject({ do: 'drop' });
    expect(step(waiting, MINUTE_MS, { outdated: true })).toMatchObject({ do: 'drop' });
  });

  it('waits while nothing goes out by itself', () => {
    const waiting = afterAttempt(sent(claimed(made, undefined, NOW)), held, NOW);
    expect(step(waiting, MINUTE_MS, { mayAnswer: false })).toMatchObject({ do: 'wait' });
  });

  it('in doubt that is not shown yet proves nothing; later it is surely not there, and somebody may answer again', () => {
    const doubt = afterAttempt(sent(claimed(made, undefined, NOW)), { outcome: 'unknown', reason: 'no answer' }, NOW);
    const early = afterLook(doubt, { absent: true }, later(MINUTE_MS));
    expect(early).toMatchObject({ state: 'doubt', nextAt: later(SURELY_VISIBLE_MS) });
    expect(isTold(early)).toBe(true);
    const late = afterLook(early, { absent: true }, later(SURELY_VISIBLE_MS));
    expect(late.state).toBe('unsent');
    expect(isTold(late)).toBe(false);
    expect(claimed(made, late, later(HOUR_MS)).key).not.toBe(late.key);
  });

  it('of which nobody can tell for half an hour stays unknown', () => {
    const doubt = afterAttempt(sent(claimed(made, undefined, NOW)), { outcome: 'unknown', reason: 'no answer' }, NOW);
    expect(afterLook(doubt, { unreadable: '503' }, later(MINUTE_MS)).state).toBe('doubt');
    expect(afterLook(doubt, { unreadable: '503' }, later(30 * MINUTE_MS)).state).toBe('unknown');
  });

  it('that says that it is over has a day', () => {
    expect(expiresAt({ kind: 'solved', at: NOW })).toBe(later(24 * HOUR_MS));
    expect(expiresAt({ kind: 'receipt', at: NOW })).toBe(later(30 * MINUTE_MS));
  });

  it('leaves once at most unless it surely did not arrive, whatever its attempts come to, and always ends', () => {
    const outcome = fc.constantFrom<Outcome>(
      held,
      { outcome: 'not-sent', reason: 'no connection' },
      { outcome: 'unknown', reason: 'no answer' },
      { outcome: 'sent', receipt: 'r' },
      { outcome: 'refused', why: 'gone', reason: 'gone' },
    );
    const looked = fc.constantFrom({ absent: true } as const, { unreadable: '503' }, { found: 'r' });
    fc.assert(
      fc.property(fc.infiniteStream(outcome), fc.infiniteStream(looked), fc.boolean(), (outcomes, looks, dies) => {
        let answer = claimed(made, undefined, NOW);
        let mayStand = false;
        for (let ms = 0; ms < 3 * HOUR_MS && !isEnded(answer); ms += 20 * SECOND_MS) {
          const next = step(answer, ms);
          if (next.do === 'drop') break;
          if (next.do === 'look') answer = afterLook(answer, looks.next().value, later(ms));
          if (next.do !== 'send') continue;
          expect(mayStand).toBe(false);
          answer = sending(answer, later(ms));
          const came = outcomes.next().value;
          mayStand = dies || came.outcome === 'sent' || came.outcome === 'unknown';
          if (!dies) answer = afterAttempt(answer, came, later(ms));
        }
        expect(isEnded(answer) || step(answer, 3 * HOUR_MS).do === 'drop').toBe(true);
      }),
    );
  });
});
