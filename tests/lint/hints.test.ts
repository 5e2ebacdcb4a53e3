import { describe, expect, it } from 'vitest';
import { HOUR_MS } from '../../shared/core/instant.ts';
import { at, opened, reopened, resolved, update } from '../support/story.ts';
import { findingsIn, rulesIn } from './reading.ts';

const open = [opened('14:00', { nextUpdateBy: '15:30' })];
const identified = [
  ...open,
  update('14:05', { status: 'identified', message: 'An index is broken.', nextUpdateBy: '15:30' }),
];

const resolving = (message: string) => {
  const step = resolved('15:00');
  return { ...step, command: { ...step.command, message } } as typeof step;
};

describe('a text gets a hint', () => {
  it.each([
    ['hedge', 'Some users may be experiencing slow logins.'],
    ['hedge', 'We will know more shortly.'],
    ['hedge', 'We repair it as soon as possible.'],
    ['boilerplate', 'We apologise for any inconvenience.'],
    ['boilerplate', 'Thank you for your patience.'],
    ['cause-while-investigating', 'Logins fail due to a broken index.'],
    ['time-without-zone', 'Logins have failed since 13:05.'],
    ['absolute', 'This will never happen again.'],
    ['absolute', 'All logins work.'],
    ['absolute', 'Logins are fully back.'],
    ['absolute', 'No data was lost.'],
    ['blame', 'This is outside of our control.'],
    ['blame', 'It was human error.'],
  ])('%s: %s', (rule, message) => {
    expect(rulesIn(update('14:21', { message }), open)).toContain(`hint ${rule}`);
  });

  it.each([
    'Half of the logins in Europe fail.',
    'We do not know the cause yet.',
    'We are looking into whether it is due to the new index.',
    'Logins have failed since 13:05 UTC.',
    'From 13:05 to 13:40 UTC logins failed.',
    'Our DNS provider Example DNS answers with errors.',
    'We have not fully restored it.',
  ])('but not for: %s', (message) => {
    expect(rulesIn(update('14:21', { message }), open)).toEqual([]);
  });
});

describe('a cause', () => {
  it('may be named once it is identified, also by the same statement', () => {
    const message = 'Logins fail due to a broken index.';
    expect(rulesIn(update('14:21', { message }), identified)).toEqual([]);
    expect(rulesIn(update('14:21', { message, status: 'identified' }), open)).toEqual([]);
  });

  it('may be named in a report, also while it is drafted before the cause counts as identified', () => {
    const message = 'Logins failed due to a broken index.';
    expect(rulesIn({ at: '14:21', command: { type: 'PublishPostmortem', message } }, open)).toEqual([]);
  });
});

describe('a promise that is due', () => {
  const late = [...identified, update('14:10', { restoreBy: '14:20', nextUpdateBy: '15:00' })];

  it('is missed in a text that does not mention it', () => {
    const [finding] = findingsIn(update('14:25', { message: 'The rebuild is at 60 %.' }), late);
    expect(finding).toMatchObject({ rule: 'due-promise-unmentioned', level: 'hint' });
    expect(finding?.reason).toContain('14:20 UTC');
  });

  it('is mentioned by its time or by owning up to it', () => {
    for (const message of ['We did not make 14:20 UTC; the rebuild is at 60 %.', 'This takes longer than we said.']) {
      expect(rulesIn(update('14:25', { message }), late)).toEqual([]);
    }
  });
});

describe('owning up to a time that passed', () => {
  const late = [...identified, update('14:10', { restoreBy: '14:20', nextUpdateBy: '15:00' })];

  it.each([
    'We are late with the repair.',
    'The repair comes later than expected.',
    'The repair is delayed.',
    'We are sorry: the rebuild still runs.',
    'We apologise: the rebuild still runs.',
    'We missed the time that we gave.',
    'The repair is overdue.',
    'The time that we gave has passed.',
    'The rebuild takes longer than planned.',
    'It is not back as promised.',
    'It is not back as we said.',
    'We did not keep our time.',
    'We did not make it in time.',
    'The estimate did not hold.',
  ])('may be said as: %s', (message) => {
    expect(rulesIn(update('14:25', { message }), late)).not.toContain('hint due-promise-unmentioned');
  });

  it('is missed in every kind of statement but a correction, and named for each promise', () => {
    const reasons = (...steps: Parameters<typeof findingsIn>) =>
      findingsIn(...steps)
        .filter(({ rule }) => rule === 'due-promise-unmentioned')
        .map(({ reason }) => reason.split(';')[0]);
    expect(reasons(update('15:10', { message: 'It runs.' }), late)).toEqual([
      'we promised an update by 15:00 UTC',
      'we promised that service would be back by 14:20 UTC',
    ]);
    const correct = { at: '15:10', command: { type: 'Correct', corrects: 1, message: 'It is the API.' } } as const;
    expect(reasons(correct, late)).toEqual([]);
    const over = [...identified, resolved('14:30', { reportBy: '15:00' })];
    const again = [...over, reopened('14:40', { nextUpdateBy: '16:00' })];
    expect(reasons(update('15:10', { message: 'It runs.' }), again)).toEqual(['we promised a report by 15:00 UTC']);
  });
});

describe('a promise tighter than the median', () => {
  const eta = update('14:21', { message: 'A rebuild is running.', restoreBy: '15:00' });

  it('is told what most incidents took, if history says', () => {
    const odds = { p50Ms: HOUR_MS, p80Ms: 3 * HOUR_MS };
    expect(findingsIn(eta, identified, odds)).toMatchObject([
      { rule: 'promise-tighter-than-median', level: 'hint', field: 'restoreBy', suggestion: at('17:21') },
    ]);
    expect(findingsIn(eta, identified, { p50Ms: HOUR_MS / 2 })).toEqual([]);
  });

  it('is not judged without history', () => {
    expect(findingsIn(eta, identified)).toEqual([]);
  });
});

describe('a resolution', () => {
  it('says who was affected, and what is known about data', () => {
    expect(rulesIn(resolving('It is over.'), identified)).toEqual([
      'hint resolved-without-scope',
      'hint resolved-without-word-on-data',
    ]);
    const whole = 'Logins failed for a third of customers. We are checking whether records are missing.';
    expect(rulesIn(resolving(whole), identified)).toEqual([]);
  });

  it('is never told to say that no data was lost', () => {
    for (const message of ['It is over.', 'No data was lost.']) {
      const advice = findingsIn(resolving(message), identified).map(({ suggestion }) => suggestion ?? '');
      expect(advice.join(' ')).not.toMatch(/no data|not lost|nothing (?:was )?lost/i);
    }
  });
});
