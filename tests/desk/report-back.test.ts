import { describe, expect, it } from 'vitest';
import { type Answer, claimed } from '../../shared/core/desk/answer.ts';
import { reportBackStep, type Told, toldAmong, wayBack } from '../../shared/core/desk/report-back.ts';
import type { ReportedIncident } from '../../shared/core/incident.ts';
import { at, opened, reopened, resolved, type Step, told, update } from './support/told-story.ts';

const ticked = { of: 2, by: 'ada', at: at('10:41') };
const story = (...steps: Step[]): ReportedIncident => told([opened('10:00'), ...steps]);

describe('telling those who were answered that it is over', () => {
  it('takes a person who ticks it, and ten minutes in which it stays so', () => {
    const over = story(resolved('10:40'));
    expect(reportBackStep(over, undefined, at('11:00'))).toEqual({ do: 'nothing' });
    expect(reportBackStep(over, ticked, at('10:45'))).toEqual({ do: 'wait', until: at('10:50') });
    expect(reportBackStep(over, ticked, at('10:50'))).toEqual({ do: 'solved', of: 2 });
  });

  it('does not begin where it came back before', () => {
    const back = story(resolved('10:40'), reopened('10:45'));
    expect(reportBackStep(back, ticked, at('10:51'))).toMatchObject({ do: 'correction', told: 2 });
  });

  it('is corrected within a day without a further tick, and not after it', () => {
    const back = story(resolved('10:40'), reopened('12:00'));
    expect(reportBackStep(back, ticked, at('12:00'))).toEqual({ do: 'correction', of: 3, told: 2 });
    const late = story(resolved('10:40'), reopened('+1 10:41'));
    expect(reportBackStep(late, ticked, at('+1 10:42'))).toEqual({ do: 'nothing' });
  });

  it('takes another tick for another ending', () => {
    const again = story(resolved('10:40'), reopened('10:45'), update('10:50'), resolved('11:00'));
    expect(reportBackStep(again, ticked, at('12:00'))).toEqual({ do: 'nothing' });
    expect(reportBackStep(again, { ...ticked, of: 5 }, at('12:00'))).toEqual({ do: 'solved', of: 5 });
  });
});

const answer = (of: Partial<Answer>): Answer => ({
  ...claimed(
    {
      incident: 'i1',
      source: 'x',
      person: 'p1',
      kind: 'reply',
      way: 'thread',
      to: { theirs: '1', author: { theirs: 'a', handle: 'ana' }, direct: false },
      text: 'You are right.',
      by: 'ada',
      seq: 1,
    },
    undefined,
    at('10:05'),
  ),
  state: 'sent',
  ...of,
});
const who = (of: Partial<Told>, ...answers: Partial<Answer>[]): Told => ({
  source: 'x',
  person: 'p1',
  answers: answers.map(answer),
  optedOut: false,
  ...of,
});
const house = { replyTwice: false, messages: true };

describe('the way back to somebody', () => {
  it('is a message where they wrote one', () => {
    expect(wayBack(who({}, {}, { kind: 'receipt', way: 'message' }), house)).toBe('message');
  });
  it('is the thread where a program may answer twice, and a person’s own hand on X', () => {
    expect(wayBack(who({ source: 'bluesky' }, {}), house)).toBe('thread');
    expect(wayBack(who({}, {}), house)).toBe('hand');
    expect(wayBack(who({}, {}), { ...house, replyTwice: true })).toBe('thread');
  });
  it('is by hand for whoever was answered by hand, and for whom we cannot reach', () => {
    expect(wayBack(who({ source: 'mastodon' }, { state: 'by-hand', way: 'hand' }), house)).toBe('hand');
    expect(wayBack(who({}, {}, { kind: 'receipt', state: 'refused', why: 'closed', way: 'message' }), house)).toBe(
      'hand',
    );
  });
  it('is none for whoever asked to be left alone', () => {
    expect(wayBack(who({ optedOut: true }, { way: 'message' }), house)).toBe('none');
  });
  it('is owed once to each of those who heard from us, or may have', () => {
    const all = [
      answer({}),
      answer({ kind: 'receipt' }),
      answer({ person: 'p2', state: 'unknown' }),
      answer({ person: 'p3', state: 'unsent' }),
    ];
    expect(toldAmong(all, () => false).map(({ person }) => person)).toEqual(['p1', 'p2']);
  });
});
