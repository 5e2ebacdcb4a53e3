import { describe, expect, it } from 'vitest';
import { at, opened, resolved, update } from '../support/story.ts';
import { findingsIn } from './reading.ts';

const open = [opened('14:00', { nextUpdateBy: '15:30' })];
const identified = [
  ...open,
  update('14:05', { status: 'identified', message: 'An index is broken.', nextUpdateBy: '15:30' }),
];

const on = (message: string, more: Parameters<typeof update>[1] = {}, before = identified) =>
  findingsIn(update('14:21', { message, ...more }), before);

describe('a finding', () => {
  it('about a time that has passed says of what, and what to say instead', () => {
    expect(on('We expect to be back by 14:10 UTC.')).toEqual([
      {
        rule: 'promised-time-passed',
        level: 'ask',
        field: 'message',
        quote: 'by 14:10 UTC',
        reason:
          'promises that service will be back for a time that has passed already; if it is meant for another day, say the date',
        suggestion: 'Say that it was not kept, and give a time that lies ahead or none.',
      },
    ]);
    expect(on('We will post an update by 14:10 UTC.')[0]?.reason).toContain('promises an update for');
    expect(on('We will publish a postmortem by 14:10 UTC.')[0]?.reason).toContain('promises a report for');
  });

  it('about a time that nothing tracks can be followed by one tap', () => {
    expect(on('We expect to be back by 16:30 UTC.')).toEqual([
      {
        rule: 'promise-in-text',
        level: 'ask',
        field: 'restoreBy',
        quote: 'by 16:30 UTC',
        reason:
          'the message promises that service will be back by a time that nobody would be reminded of and that could slip unseen',
        suggestion: at('16:30'),
        accept: { field: 'restoreBy', value: at('16:30') },
      },
    ]);
  });

  it('about a time before the cause is known says where it is', () => {
    const finding = {
      rule: 'eta-before-identified',
      level: 'ask',
      reason: 'gives a time to be back while we are still looking for the cause',
      suggestion: 'Say that there is no time yet, or set the status to identified if the cause is known.',
    };
    expect(on('We restart it.', { restoreBy: '16:30' }, open)).toEqual([
      { ...finding, field: 'restoreBy', quote: at('16:30') },
    ]);
    expect(on('We expect to be back by 16:30 UTC.', {}, open)).toContainEqual({
      ...finding,
      field: 'message',
      quote: 'by 16:30 UTC',
    });
  });

  it('about a time without a zone writes the zone into the text', () => {
    expect(on('Logins have failed since 13:05 for us.')).toEqual([
      {
        rule: 'time-without-zone',
        level: 'hint',
        field: 'message',
        quote: '13:05',
        reason: 'has no zone; readers take it for their own',
        suggestion: '13:05 UTC, if that is what you mean',
        accept: { field: 'message', value: 'Logins have failed since 13:05 UTC for us.' },
      },
    ]);
  });

  it('about a time that was missed names it', () => {
    const late = [...identified, update('14:10', { restoreBy: '14:20', nextUpdateBy: '15:00' })];
    expect(on('The rebuild is at 60 %.', {}, late)).toEqual([
      {
        rule: 'due-promise-unmentioned',
        level: 'hint',
        field: 'message',
        quote: '',
        reason:
          'we promised that service would be back by 14:20 UTC; that time has passed and the text does not mention it',
        suggestion: 'Say that 14:20 UTC was not kept.',
      },
    ]);
  });

  it('about a time that most incidents miss gives the one that four of five keep', () => {
    const step = update('14:21', { message: 'A rebuild is running.', restoreBy: '15:00' });
    const finding = {
      rule: 'promise-tighter-than-median',
      level: 'hint',
      field: 'restoreBy',
      quote: at('15:00'),
      reason: 'at this point, more than half of the incidents like this one took longer',
    };
    expect(findingsIn(step, identified, { p50Ms: 39 * 60_000 + 1, p80Ms: 3_600_000 })).toEqual([
      { ...finding, suggestion: at('15:21'), accept: { field: 'restoreBy', value: at('15:21') } },
    ]);
    expect(findingsIn(step, identified, { p50Ms: 39 * 60_000 + 1 })).toEqual([finding]);
    expect(findingsIn(step, identified, { p50Ms: 39 * 60_000 })).toEqual([]);
  });

  it('about a cause that is too early quotes all that is said of it', () => {
    expect(on('Logins fail due to a broken index. We look.', {}, open)).toEqual([
      {
        rule: 'cause-while-investigating',
        level: 'hint',
        field: 'message',
        quote: 'due to a broken index.',
        reason: 'names a cause while the status says that we are still looking for it',
        suggestion: 'Say what fails; name the cause from status identified on.',
      },
    ]);
  });

  it('about a resolution says what readers will ask', () => {
    const step = resolved('15:00');
    const resolving = { ...step, command: { ...step.command, message: 'It is over.' } } as typeof step;
    expect(findingsIn(resolving, identified)).toEqual([
      {
        rule: 'resolved-without-scope',
        level: 'hint',
        field: 'message',
        quote: '',
        reason: 'does not say who was affected and for how long',
        suggestion: 'Say what failed, for whom, and from when to when.',
      },
      {
        rule: 'resolved-without-word-on-data',
        level: 'hint',
        field: 'message',
        quote: '',
        reason: 'does not say what is known about data',
        suggestion: 'Say what was checked and what was found, or that it is not known yet and when you will say.',
      },
    ]);
  });
});

describe('a time', () => {
  const quotes = (message: string) =>
    on(message)
      .filter(({ rule }) => rule === 'time-without-zone')
      .map(({ quote }) => quote);

  it.each([
    ['It failed at 9:05.', '9:05'],
    ['It failed at 23:59:59.', '23:59:59'],
    ['It failed at 9:05 pm.', '9:05 pm'],
    ['It failed at 9 a.m. sharp.', '9 a.m.'],
    ['It failed at 12PM.', '12PM'],
    ['It failed from 13:05 UTC to 13:40.', '13:40'],
    ['It failed from 13:05 and then 13:40 and 14:00 UTC.', '13:05'],
  ])('without a zone is found: %s', (message, quote) => expect(quotes(message)).toEqual([quote]));

  it.each([
    'It failed at 13:05 UTC.',
    'It failed at 13:05 (UTC).',
    'It failed at 9 am US/Pacific.',
    'It failed at 13:05 Berlin time.',
    'It failed at 13:05 CEST.',
    'It failed at 13:05 UTC+2.',
    'It failed from 13:05 to 13:40 UTC.',
    'It failed 13:05-13:40 UTC.',
    'It failed 13:05–13:40 UTC.',
    'It failed at 13:05, 13:20 and 13:40 UTC.',
    'It failed between 13:05 and 13:40 UTC.',
    'It fails from 13:05 until 13:40 UTC.',
    'It fails at 13:05 or 13:40 UTC.',
    'The ratio is 1:2:3:4.',
    'It is version 4.13:05.',
    'It failed at 24:10.',
  ])('has one, or is none: %s', (message) => expect(quotes(message)).toEqual([]));
});

describe('who tells what was once promised', () => {
  it.each([
    'It was expected to be back by 14:10 UTC.',
    'Logins were then estimated to be back by 14:10 UTC.',
    'It had been planned to be back by 14:10 UTC.',
    'It was due to be back by 14:10 UTC.',
    'It was supposed to be back by 14:10 UTC.',
    'It was promised to be back by 14:10 UTC.',
    'We expected to be back by 14:10 UTC.',
    'We had originally estimated to be back by 14:10 UTC.',
    'We planned to be back by 14:10 UTC.',
    'We aimed to be back by 14:10 UTC.',
    'We hoped to be back by 14:10 UTC.',
    'We said we will be back by 14:10 UTC.',
    'We promised to be back by 14:10 UTC.',
    'We targeted to be back by 14:10 UTC.',
  ])('promises nothing: %s', (message) => {
    expect(on(message).map(({ rule }) => rule)).not.toContain('promised-time-passed');
  });

  it('is told apart from who promises: the same words without the past are asked about', () => {
    for (const message of ['It is expected to be back by 14:10 UTC.', 'We aim to be back by 14:10 UTC.'])
      expect(on(message).map(({ rule }) => rule)).toContain('promised-time-passed');
  });
});

describe('a time in words', () => {
  const asked = (message: string, restoreBy: string) =>
    on(message, { restoreBy })
      .filter(({ rule }) => rule === 'promise-in-text')
      .map(({ quote }) => quote);

  it('is the promise beside it if they lie a minute or a twentieth of the time apart', () => {
    expect(asked('We expect to be back by 14:31 UTC.', '14:30')).toEqual([]);
    expect(asked('We expect to be back by 14:31 UTC.', '14:32')).toEqual([]);
    expect(asked('We expect to be back by 14:32 UTC.', '14:30')).toEqual(['by 14:32 UTC']);
    // In 200 minutes, ten are the same.
    expect(asked('We expect to be back by 17:41 UTC.', '17:51')).toEqual([]);
    expect(asked('We expect to be back by 17:41 UTC.', '17:52')).toEqual(['by 17:41 UTC']);
  });
});
