import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MINUTE_MS, plus } from '../../shared/core/instant.ts';
import {
  checkKeptBefore,
  checkKeptTime,
  KEPT_AT_MOST_MS,
  KEPT_LATE_MS,
  whyNotByItself,
} from '../../shared/core/kept.ts';
import { at, look, opened, resolved, type Step, told, toldReported, update } from '../support/story.ts';

const open = toldReported(opened('10:00', { nextUpdateBy: '10:30' }), update('10:05', { nextUpdateBy: '10:40' }));
const kept = { publishAt: at('10:30'), seenSeq: 2 };
const why = (incident: Parameters<typeof whyNotByItself>[1], clock = '10:30', frozen = false) =>
  whyNotByItself(kept, incident, at(clock), frozen);

describe('the time of a kept text', () => {
  it('lies ahead, and at most a day', () => {
    const now = at('10:00');
    expect(() => checkKeptTime(now, now)).toThrow('kept-for-the-past');
    expect(() => checkKeptTime(plus(now, 1), now)).not.toThrow();
    expect(() => checkKeptTime(plus(now, KEPT_AT_MOST_MS), now)).not.toThrow();
    expect(() => checkKeptTime(plus(now, KEPT_AT_MOST_MS + 1), now)).toThrow('kept-too-long');
  });

  it('lies behind no promise that stands', () => {
    expect(() => checkKeptBefore(open, at('10:40'))).not.toThrow();
    expect(() => checkKeptBefore(open, plus(at('10:40'), 1))).toThrow('kept-past-a-promise');
    const withEta = toldReported(opened('10:00', { nextUpdateBy: '11:00', restoreBy: '10:20' }));
    expect(() => checkKeptBefore(withEta, at('10:21'))).toThrow('kept-past-a-promise');
  });
});

describe('a kept text whose time has come', () => {
  it('is posted by itself if nothing was said since, for five minutes', () => {
    expect(why(open)).toBeUndefined();
    expect(whyNotByItself(kept, open, plus(kept.publishAt, KEPT_LATE_MS - 1), false)).toBeUndefined();
    expect(whyNotByItself(kept, open, plus(kept.publishAt, KEPT_LATE_MS), false)).toBe('late');
  });

  it('waits after whatever was said since, by whomever, and after the end', () => {
    const story = [opened('10:00', { nextUpdateBy: '10:30' }), update('10:05', { nextUpdateBy: '10:40' })] as const;
    expect(why(toldReported(...story, update('10:10', { nextUpdateBy: '10:50' })))).toBe('said-since');
    const correction: Step = { at: '10:10', command: { type: 'Correct', corrects: 1, message: 'It was ten.' } };
    expect(why(toldReported(...story, correction))).toBe('said-since');
    expect(why(toldReported(...story, look('10:43')), '10:44')).toBe('said-since');
    expect(why(toldReported(...story, resolved('10:10')))).toBe('over');
    const retraction: Step = { at: '10:10', command: { type: 'Retract', message: 'It was a test.' } };
    expect(why(toldReported(...story, retraction))).toBe('over');
    expect(why(told())).toBe('over');
  });

  it('waits while the pipeline is frozen', () => {
    expect(why(open, '10:30', true)).toBe('frozen');
  });

  it('never goes out over what its author has not seen, nor after five minutes, nor frozen', () => {
    fc.assert(
      fc.property(fc.nat(4), fc.nat(20), fc.boolean(), (seenSeq, minutes, frozen) => {
        const now = plus(kept.publishAt, minutes * MINUTE_MS);
        const goes = whyNotByItself({ ...kept, seenSeq }, open, now, frozen) === undefined;
        expect(goes).toBe(seenSeq === open.head.seq && minutes < 5 && !frozen);
      }),
    );
  });
});
