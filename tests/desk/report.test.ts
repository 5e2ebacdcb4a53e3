import { describe, expect, it } from 'vitest';
import { type Answer, claimed } from '../../shared/core/desk/answer.ts';
import { keptMention, type Mention, moved } from '../../shared/core/desk/kept-mention.ts';
import { personId } from '../../shared/core/desk/names.ts';
import { deskReport, percentile, saidWrongly } from '../../shared/core/desk/report.ts';
import { at, opened, reopened, resolved, told, update } from './support/told-story.ts';

const mention = (who: string, clock: string, components = ['api']): Mention =>
  keptMention(
    {
      source: 'bluesky',
      theirs: `${who} ${clock}`,
      author: { theirs: who, handle: who },
      text: 'the api is down',
      at: at(clock),
      summoned: true,
      direct: false,
    },
    { components, trouble: true, incident: 'i1', why: 'says so' },
    at(clock),
  );
const reply = (who: string, clock: string, of: Partial<Answer> = {}): Answer => ({
  ...claimed(
    {
      incident: 'i1',
      source: 'bluesky',
      person: personId('bluesky', { theirs: who }),
      kind: 'reply',
      way: 'thread',
      to: { theirs: '1', author: { theirs: who, handle: who }, direct: false },
      text: 'You are right.',
      by: 'ada',
      seq: 1,
    },
    undefined,
    at(clock),
  ),
  state: 'sent',
  sentAt: at(clock),
  ...of,
});

const incident = told([
  opened('10:00', { components: [{ id: 'api', status: 'major_outage' }] }),
  update('10:20', { components: [{ id: 'storage', status: 'degraded_performance' }] }),
  resolved('11:00'),
]);

describe('the report of the desk', () => {
  it('counts people and not posts, from their first word to our first answer', () => {
    const mentions = [
      mention('ana', '10:01'),
      mention('ana', '10:09'),
      mention('ben', '10:05'),
      mention('eve', '10:06'),
    ];
    const left = moved(mention('max', '10:07'), { to: 'left', by: 'ada' }, at('10:08'));
    const report = deskReport(incident, {
      mentions: [...mentions, left],
      answers: [reply('ana', '10:10'), reply('ben', '10:06')],
      dollars: 0.12,
      now: at('12:00'),
    });
    expect(report).toMatchObject({
      complete: true,
      mentions: 5,
      people: 4,
      answered: 2,
      firstAnswer: { p50Ms: 60_000, p90Ms: 540_000 },
      left: 1,
      neverAnswered: 1,
      dollars: 0.12,
    });
  });

  it('says what was asked most, and how many asked before the page said it', () => {
    const mentions = [
      mention('ana', '10:01', ['storage']),
      mention('ben', '10:30', ['storage']),
      mention('eve', '10:30', ['jobs']),
    ];
    const { asked } = deskReport(incident, { mentions, answers: [], dollars: 0, now: at('12:00') });
    expect(asked).toEqual([
      { component: 'storage', people: 2, before: 1, saidAt: at('10:20') },
      { component: 'jobs', people: 1, before: 1 },
    ]);
  });

  it('owns that some of it is gone after a month', () => {
    expect(
      deskReport(incident, { mentions: [], answers: [], dollars: 0, now: '2026-12-22T10:00:00.000Z' }).complete,
    ).toBe(false);
  });

  it('takes the smallest value that so many do not exceed', () => {
    expect(percentile([5, 1, 3, 2, 4], 0.5)).toBe(3);
    expect(percentile([7], 0.9)).toBe(7);
  });
});

describe('a word that was wrong', () => {
  it('is one that was said before it was corrected, or that it was over before it came back', () => {
    const back = told([opened('10:00'), resolved('10:30'), reopened('10:45')]);
    expect(saidWrongly(back, reply('ana', '10:41', { kind: 'solved', seq: 2 }))).toBe(true);
    expect(saidWrongly(back, reply('ana', '10:05'))).toBe(false);
    expect(saidWrongly(back, reply('ana', '10:50', { kind: 'correction', seq: 3 }))).toBe(false);
  });
});
